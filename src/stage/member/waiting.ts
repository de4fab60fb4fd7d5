/** Waiting for the world to become so: looked at again after every change, never longer than the limit. */
import { AppError } from '../../errors.ts';

export interface WaitOptions {
  /** Milliseconds; each wait has a limit of its own by default. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** Registers for changes; returns how to stop. */
export type OnChange = (listener: () => void) => () => void;

/**
 * @param probe looks for the answer; undefined: not yet. May throw, which ends the wait.
 * @param late made into the error when the time is over
 * @throws AppError `stage.timeout` or whatever `late` gives; the signal's reason
 */
export function until<T>(
  onChange: OnChange,
  probe: () => T | undefined,
  o: WaitOptions & { readonly timeoutMs: number; readonly late: () => AppError },
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const finish = (act: () => void) => {
      stop();
      clearTimeout(timer);
      o.signal?.removeEventListener('abort', aborted);
      act();
    };
    const look = () => {
      try {
        const value = probe();
        if (value !== undefined) finish(() => resolve(value));
      } catch (error) {
        finish(() => reject(error));
      }
    };
    const aborted = () => finish(() => reject(o.signal?.reason));
    const stop = onChange(look);
    const timer = setTimeout(() => finish(() => reject(o.late())), o.timeoutMs);
    o.signal?.addEventListener('abort', aborted, { once: true });
    if (o.signal?.aborted) aborted();
    else look();
  });
}

export function timeout(what: string, afterMs: number): AppError {
  return new AppError('stage.timeout', { expected: what, afterMs });
}
