import type { StopReason } from './events.ts';

/** What a closed voice connection calls for. */
export type Answer =
  /** Connect again, with backoff. */
  | { readonly kind: 'retry' }
  /** News from the gateway is due (moved, kicked, another server); without any, `otherwise`. */
  | { readonly kind: 'wait'; readonly otherwise: 'retry' | StopReason }
  | { readonly kind: 'stop'; readonly reason: StopReason };

const RETRY: Answer = { kind: 'retry' };

/**
 * Voice close codes that are answered otherwise than by connecting again
 * (discord.com/developers/docs/topics/opcodes-and-status-codes#voice-voice-close-event-codes). 4015 and codes below
 * 4000 are resumed by @discordjs/voice itself and arrive here only when that failed. 4006 (session no longer valid)
 * and 4009 (timeout) need a new session, which every retry asks for.
 */
const ANSWERS: Readonly<Record<number, Answer>> = {
  4012: { kind: 'stop', reason: 'protocol' },
  4014: { kind: 'wait', otherwise: 'retry' },
  4016: { kind: 'stop', reason: 'protocol' },
  4017: { kind: 'stop', reason: 'encryption-required' },
  4021: { kind: 'stop', reason: 'rate-limited' },
  4022: { kind: 'wait', otherwise: 'call-ended' },
};

/** @param code undefined when the connection was lost without one */
export function answerTo(code: number | undefined): Answer {
  return (code === undefined ? undefined : ANSWERS[code]) ?? RETRY;
}
