/** Every wait of the player, in milliseconds, and its limits. None is endless. */
export interface Timings {
  /** One attempt to reach a voice server, UDP discovery included; a healthy one takes about one second. */
  readonly joinMs: number;
  /** A lost connection is tried again after `backoffMs * 2^(attempt-1)`, at most `backoffMaxMs`, halved by chance. */
  readonly backoffMs: number;
  readonly backoffMaxMs: number;
  /** Attempts in a row before giving up: the first connection, then a lost one. */
  readonly firstAttempts: number;
  readonly attempts: number;
  /** A connection this old has proved itself: attempts are counted from zero again. */
  readonly stableMs: number;
  /** How long after a 4014 or 4022 news of a move or of another voice server may come. */
  readonly graceMs: number;
  /** How long a connection with listeners may stay without end-to-end encryption. */
  readonly secureMs: number;
  /** A track that yields no packet for this long is broken. */
  readonly stallMs: number;
  /** Leave when nobody has listened, or nothing has played, for this long. */
  readonly aloneMs: number;
  readonly idleMs: number;
  /** How long the queue is kept after the player was thrown out. */
  readonly keepMs: number;
}

export const DEFAULT_TIMINGS: Timings = {
  joinMs: 5_000,
  backoffMs: 1_000,
  backoffMaxMs: 30_000,
  firstAttempts: 3,
  attempts: 6,
  stableMs: 30_000,
  graceMs: 5_000,
  secureMs: 10_000,
  stallMs: 3_000,
  aloneMs: 5 * 60_000,
  idleMs: 15 * 60_000,
  keepMs: 15 * 60_000,
};

/**
 * Exponential backoff with equal jitter: between half of and the whole exponential delay, so that many guilds cut off
 * together do not return together.
 * @param attempt 1 for the first
 * @param random in [0, 1)
 */
export function backoff(timings: Timings, attempt: number, random: number): number {
  const whole = Math.min(timings.backoffMaxMs, timings.backoffMs * 2 ** (attempt - 1));
  return whole / 2 + (whole / 2) * random;
}
