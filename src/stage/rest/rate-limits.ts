/** Discord's two limits: a bucket for each route and major parameter, and 50 requests a second over all. */
import { LIMIT } from '../protocol/limits.ts';
import type { Match } from './router.ts';

export type Headers = Readonly<Record<string, string>>;

export type Verdict =
  | { readonly allowed: true; readonly headers: Headers }
  | {
      readonly allowed: false;
      readonly retryAfterS: number;
      readonly global: boolean;
      readonly headers: Headers;
    };

const DEFAULT_BUCKET = { limit: 50, windowMs: 1_000 };

interface Window {
  count: number;
  resetAt: number;
}

/** @param now milliseconds since the epoch */
export function createRateLimits(now: () => number): (match: Match) => Verdict {
  const windows = new Map<string, Window>();

  const take = (key: string, windowMs: number): Window => {
    const known = windows.get(key);
    const window = known && known.resetAt > now() ? known : { count: 0, resetAt: now() + windowMs };
    window.count += 1;
    windows.set(key, window);
    if (windows.size > 10_000)
      for (const [old, { resetAt }] of windows) if (resetAt <= now()) windows.delete(old);
    return window;
  };

  return (match) => {
    const { route } = match;
    const bucket = route.bucket ?? DEFAULT_BUCKET;
    // Callbacks and webhooks do not count to the global limit.
    if (!route.open) {
      const all = take('global', 1_000);
      if (all.count > LIMIT.restPerSecond) {
        const retryAfterS = (all.resetAt - now()) / 1_000;
        return { allowed: false, retryAfterS, global: true, headers: limitedHeaders(retryAfterS, 'global') };
      }
    }
    const major = [...match.params.values()].slice(0, 2).join('/');
    const window = take(`${route.method} ${route.path} ${major}`, bucket.windowMs);
    const resetAfterS = Math.max(0, window.resetAt - now()) / 1_000;
    const headers = {
      'x-ratelimit-bucket': bucketName(route.method, route.path),
      'x-ratelimit-limit': String(bucket.limit),
      'x-ratelimit-remaining': String(Math.max(0, bucket.limit - window.count)),
      'x-ratelimit-reset': (window.resetAt / 1_000).toFixed(3),
      'x-ratelimit-reset-after': resetAfterS.toFixed(3),
    };
    if (window.count <= bucket.limit) return { allowed: true, headers };
    return {
      allowed: false,
      retryAfterS: resetAfterS,
      global: false,
      headers: { ...headers, ...limitedHeaders(resetAfterS, 'user') },
    };
  };
}

/** The headers of a 429. */
export function limitedHeaders(retryAfterS: number, scope: 'user' | 'global' | 'shared'): Headers {
  return {
    'retry-after': retryAfterS.toFixed(3),
    'x-ratelimit-scope': scope,
    ...(scope === 'global' ? { 'x-ratelimit-global': 'true' } : {}),
  };
}

/** The same opaque name for the same route. */
function bucketName(method: string, path: string): string {
  return Buffer.from(`${method}${path}`).toString('hex').slice(-32);
}
