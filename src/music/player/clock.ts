/** Time as the player sees it, so that a test can own it. */
export interface Clock {
  /** Monotonic milliseconds, fractions allowed; the origin means nothing. */
  now(): number;
  /** Calls `fn` once after `ms`; the returned function cancels it and may be called at any time. */
  after(ms: number, fn: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(ms, fn) {
    const timer = setTimeout(fn, ms);
    return () => clearTimeout(timer);
  },
};
