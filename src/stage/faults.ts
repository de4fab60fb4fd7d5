/** Misbehaviour to order: faults that strike the next so many requests that match, then are used up. */

/** What happens to a REST request instead of, or before, its answer. */
export type RestFault =
  | { readonly kind: 'rate-limit'; readonly retryAfterS: number; readonly global?: boolean }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'delay'; readonly ms: number }
  /** The connection is closed without an answer (FIN), or reset (RST). */
  | { readonly kind: 'drop' | 'reset' };

/** What happens to a download. */
export type CdnFault =
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'redirect'; readonly to: string }
  /** The connection is cut after so many bytes of the promised length. */
  | { readonly kind: 'truncate'; readonly bytes: number }
  /** `content-length` lies by so many bytes, so a smaller number cuts the body and a larger never ends it. */
  | { readonly kind: 'wrong-length'; readonly difference: number }
  /** Bytes without end and without a length. */
  | { readonly kind: 'endless' }
  | { readonly kind: 'drop' };

export interface FaultOrder<F> {
  /** Any method when absent. */
  readonly method?: string;
  /** A part of the path, or a pattern for it; the path is without `/api/v10`. Any when absent. */
  readonly path?: string | RegExp;
  /** How many requests it strikes; 1 when absent. */
  readonly times?: number;
  readonly fault: F;
}

export interface PlacedFault {
  /** How many requests it has struck so far. */
  readonly hits: number;
  remove(): void;
}

export interface Faults<F> {
  place(order: FaultOrder<F>): PlacedFault;
  /** The fault for this request, if any; counts as a hit. The oldest order goes first. */
  strike(method: string, path: string): F | undefined;
}

export function createFaults<F>(): Faults<F> {
  const placed: { order: FaultOrder<F>; hits: number }[] = [];
  const remove = (entry: (typeof placed)[number]) => {
    const at = placed.indexOf(entry);
    if (at >= 0) placed.splice(at, 1);
  };
  return {
    place(order) {
      const entry = { order, hits: 0 };
      placed.push(entry);
      return {
        get hits() {
          return entry.hits;
        },
        remove: () => remove(entry),
      };
    },
    strike(method, path) {
      const entry = placed.find(({ order }) => matches(order, method, path));
      if (entry === undefined) return undefined;
      entry.hits += 1;
      if (entry.hits >= (entry.order.times ?? 1)) remove(entry);
      return entry.order.fault;
    },
  };
}

function matches(order: FaultOrder<unknown>, method: string, path: string): boolean {
  if (order.method !== undefined && order.method.toUpperCase() !== method) return false;
  if (order.path === undefined) return true;
  return typeof order.path === 'string' ? path.includes(order.path) : order.path.test(path);
}
