import type { Clock } from './clock.ts';
import type { DeadlineName, deadlines } from './state.ts';

/** Keeps a timer for each deadline that a state has, and none for those it has no more. */
export class DeadlineTimers {
  readonly #clock: Clock;
  readonly #due: (name: DeadlineName) => void;
  readonly #armed = new Map<DeadlineName, { readonly at: number; readonly cancel: () => void }>();

  /** @param due called when a deadline has come */
  constructor(clock: Clock, due: (name: DeadlineName) => void) {
    this.#clock = clock;
    this.#due = due;
  }

  /** @param wanted when each is due by the clock; undefined or infinite for never */
  set(wanted: ReturnType<typeof deadlines>): void {
    this.#arm('link', wanted.link);
    this.#arm('alone', wanted.alone);
    this.#arm('idle', wanted.idle);
  }

  clear(): void {
    for (const { cancel } of this.#armed.values()) cancel();
    this.#armed.clear();
  }

  #arm(name: DeadlineName, at: number | undefined): void {
    const armed = this.#armed.get(name);
    if (armed?.at === at) return;
    armed?.cancel();
    this.#armed.delete(name);
    if (at === undefined || at === Number.POSITIVE_INFINITY) return;
    const cancel = this.#clock.after(Math.max(0, at - this.#clock.now()), () => {
      this.#armed.delete(name);
      this.#due(name);
    });
    this.#armed.set(name, { at, cancel });
  }
}
