/** Takes clips and HEIC photos apart into stills that the eyes can read. */
import { AppError } from '../../errors.ts';
import { CONFINED_ARGV, CONFINED_ENV } from '../confinement.ts';
import type { ClipFormat } from '../image/format.ts';
import { askOnce } from '../worker-process.ts';
import { type ClipLimits, type ClipReply, type ClipRequest, EXIT_MEMORY, type Still } from './protocol.ts';

/** 64 megapixels admits the photos of 48 and 50 megapixel phones; frames of films are far smaller. */
export const CLIP_LIMITS: ClipLimits = {
  maxSeconds: 60,
  maxPixels: 64e6,
  memoryMib: 640,
  timeoutMs: 20_000,
};

export interface Unfolder {
  /**
   * The stills of one file, the first to last; one after the other, whoever asks.
   * @param frames wanted, at most
   * @throws AppError `photo.decoder_missing` {problem}, `photo.truncated` {format}, `photo.codec` {codec},
   *   `photo.no_picture`, `photo.clip_too_long` {limit}, `photo.too_many_pixels` {width, height, limit},
   *   `photo.too_heavy` {limit}, `timeout` {limitMs}, `crashed` {exit}, `closed`, or the signal's reason
   */
  unfold(
    file: Uint8Array,
    format: ClipFormat,
    frames: number,
    signal?: AbortSignal,
  ): Promise<readonly Still[]>;
  close(): void;
}

/**
 * Every file gets a process of its own: nothing of a file outlives it, and nothing is held in memory meanwhile.
 * @param o.execArgv more flags for that process; in tests alone
 */
export function createUnfolder(limits: ClipLimits, o: { execArgv?: readonly string[] } = {}): Unfolder {
  const launch = {
    file: new URL('./process.ts', import.meta.url),
    args: [String(limits.memoryMib)],
    // What V8 may hold; the process watches the rest of its memory itself.
    execArgv: [...CONFINED_ARGV, '--max-old-space-size=256', ...(o.execArgv ?? [])],
    env: CONFINED_ENV,
  };
  const closing = new AbortController();
  let last: Promise<unknown> = Promise.resolve();

  async function unfold(request: ClipRequest, signal: AbortSignal): Promise<readonly Still[]> {
    const reply = await askOnce<ClipRequest, ClipReply>(launch, request, limits.timeoutMs, signal).catch(
      (error: unknown) => {
        throw isTooHeavy(error) ? new AppError('photo.too_heavy', { limit: limits.memoryMib }) : error;
      },
    );
    if (!reply.ok) throw new AppError(reply.code, reply.context, { cause: new Error(reply.cause) });
    return reply.stills;
  }

  return {
    unfold(file, format, frames, signal) {
      const either = signal === undefined ? closing.signal : AbortSignal.any([closing.signal, signal]);
      const stills = last.then(() => unfold({ file, format, frames, limits }, either));
      last = stills.catch(() => undefined);
      return stills;
    },
    close: () => closing.abort(new AppError('closed')),
  };
}

function isTooHeavy(error: unknown): boolean {
  return error instanceof AppError && error.code === 'crashed' && error.context.exit === EXIT_MEMORY;
}
