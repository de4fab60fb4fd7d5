import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll } from 'vitest';
import type { Logger } from '../../src/logger.ts';
import { type MemoryEntry, openMemory } from '../../src/storage/memory.ts';
import { openSqlite } from '../../src/storage/sqlite.ts';
import type { Store } from '../../src/storage/store.ts';
import { storeContract } from '../contracts/store-contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'ragamala-store-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files = new WeakMap<Store, string>();
let count = 0;

async function sqliteAt(file: string, logger: Logger): Promise<Store> {
  const store = await openSqlite(file, { logger });
  files.set(store, file);
  return store;
}

storeContract('SQLite', {
  open: (logger) => sqliteAt(join(folder, `${++count}`, 'store.sqlite'), logger),
  async reopen(store, logger) {
    await store.close();
    return sqliteAt(files.get(store) as string, logger);
  },
  async corrupt(store, key, text) {
    const database = new DatabaseSync(files.get(store) as string);
    const { changes } = database
      .prepare("UPDATE keyv SET value = ? WHERE key = ? AND namespace = 'things'")
      .run(text, key);
    database.close();
    if (changes !== 1) throw new Error(`expected one record under ${key}, found ${changes}`);
  },
});

type Maps = Map<string, Map<string, MemoryEntry>>;
const memories = new WeakMap<Store, Maps>();

function memoryOver(maps: Maps, logger: Logger): Store {
  const store = openMemory({ logger, maps });
  memories.set(store, maps);
  return store;
}

storeContract('memory', {
  open: async (logger) => memoryOver(new Map(), logger),
  async reopen(store, logger) {
    await store.close();
    return memoryOver(memories.get(store) as Maps, logger);
  },
  async corrupt(store, key, text) {
    memories.get(store)?.get('things')?.set(key, { value: text, expires: undefined });
  },
});
