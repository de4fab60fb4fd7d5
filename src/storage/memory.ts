import Keyv, { KeyvMemoryAdapter } from 'keyv';
import type { Logger } from '../logger.ts';
import { createKeyvStore } from './keyv-store.ts';
import { serialization } from './serialization.ts';
import type { Store } from './store.ts';

/** What Keyv's memory adapter puts into its map. */
export type MemoryEntry = { value: string; expires: undefined };

/**
 * A store that ends with the process, for tests: the same Keyv path over a Map per namespace.
 * @param o.maps the maps by namespace, for who wants to keep them or look into them
 */
export function openMemory(o: { logger: Logger; maps?: Map<string, Map<string, MemoryEntry>> }): Store {
  const maps = o.maps ?? new Map<string, Map<string, MemoryEntry>>();
  return createKeyvStore({
    logger: o.logger,
    open(name) {
      const map = maps.get(name) ?? new Map<string, MemoryEntry>();
      maps.set(name, map);
      return {
        keyv: new Keyv({ store: new KeyvMemoryAdapter(map), serialization }),
        address: (key) => key,
      };
    },
    explain: (error) => error,
    ping: () => {},
    close: () => {},
  });
}
