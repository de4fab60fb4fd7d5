/** A Store over Keyv: one Keyv with an adapter of its own per namespace, since a shared adapter's clear() wipes them all. */
import type { Logger } from '../logger.ts';
import { createNamespace, type Keyspace } from './namespace.ts';
import type { Check } from './shape.ts';
import type { Namespace, Store } from './store.ts';

/** What differs between stores. */
export interface Backend {
  readonly logger: Logger;
  open(name: string): Keyspace;
  /** A native failure as an AppError that says what to do. */
  explain(error: unknown): unknown;
  ping(): void;
  close(): void;
}

export function createKeyvStore(backend: Backend): Store {
  const namespaces = new Map<string, { namespace: Namespace<unknown>; idle(): Promise<void> }>();
  return {
    namespace<T>(name: string, check?: Check): Namespace<T> {
      let known = namespaces.get(name);
      if (known === undefined) {
        const { explain, logger } = backend;
        known = createNamespace({
          name,
          ...backend.open(name),
          explain,
          logger,
          check: check ?? (() => undefined),
        });
        namespaces.set(name, known);
      }
      return known.namespace as Namespace<T>;
    },
    async ping() {
      try {
        backend.ping();
      } catch (error) {
        throw backend.explain(error);
      }
    },
    async close() {
      await Promise.all([...namespaces.values()].map((known) => known.idle()));
      backend.close();
    },
  };
}
