/** What is remembered for a while only, in memory: a photo's URL until consent, the mix behind a message's buttons. */
export interface Expiring<T> {
  get(key: string): T | undefined;
  /** Keeps the value for the whole time to live from now. */
  set(key: string, value: T): void;
  /** Returns the value and forgets it: of two that come at once, one gets it. */
  take(key: string): T | undefined;
  /** Forgets every value of which this is true. */
  drop(isUnwanted: (value: T) => boolean): void;
  readonly size: number;
}

/** Discord's interaction tokens live this long, so nothing that a reply refers to is needed longer. */
export const REMEMBERED_MS = 15 * 60_000;

/**
 * A map whose entries die after `ttlMs` and of which the oldest makes room beyond `limit`.
 * @param now milliseconds from any origin, never running backwards
 */
export function createExpiring<T>(o: { now: () => number; ttlMs?: number; limit?: number }): Expiring<T> {
  const { now, ttlMs = REMEMBERED_MS, limit = 10_000 } = o;
  // Insertion order is order of age, since every `set` inserts anew.
  const entries = new Map<string, { value: T; until: number }>();
  const sweep = () => {
    for (const [key, entry] of entries) {
      if (entry.until > now()) break;
      entries.delete(key);
    }
  };
  return {
    get(key) {
      sweep();
      return entries.get(key)?.value;
    },
    set(key, value) {
      sweep();
      entries.delete(key);
      entries.set(key, { value, until: now() + ttlMs });
      const oldest = entries.keys().next();
      if (entries.size > limit && !oldest.done) entries.delete(oldest.value);
    },
    take(key) {
      sweep();
      const value = entries.get(key)?.value;
      entries.delete(key);
      return value;
    },
    drop(isUnwanted) {
      for (const [key, { value }] of entries) if (isUnwanted(value)) entries.delete(key);
    },
    get size() {
      sweep();
      return entries.size;
    },
  };
}
