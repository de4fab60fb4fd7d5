/**
 * Keyv's SQLite adapter on `node:sqlite`: one connection that every namespace's adapter shares, in WAL mode. A write
 * that was acknowledged is in the operating system's hands, so a killed process loses nothing; a power cut may lose the
 * last writes (synchronous = NORMAL: no fsync while music plays) but never the file.
 */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { KeyvSqlite, type SqliteDriver } from '@keyv/sqlite';
import Keyv from 'keyv';
import type { Logger } from '../logger.ts';
import { createKeyvStore } from './keyv-store.ts';
import { serialization } from './serialization.ts';
import { corruptFile, explainSqlite } from './sqlite-errors.ts';
import type { Store } from './store.ts';

interface Options {
  readonly logger: Logger;
  /** How long a write waits for another process, in milliseconds. It holds up the thread, so it is short. */
  readonly busyTimeoutMs?: number;
  /** The most pages (4 KiB each) the file may grow to, as a full disk would stop it. */
  readonly maxPages?: number;
}

/** Beyond this size a check of every page would delay the start; SQLite still names damage when it meets it. */
const LARGEST_CHECKED_BYTES = 64 * 2 ** 20;

const ROWS_PER_PAGE = 1000;

/**
 * @param file absolute path; it and its folder are made when they do not exist
 * @throws AppError store.corrupt, store.read_only, store.locked, store.unavailable with {file, problem, remedy}
 */
export async function openSqlite(file: string, o: Options): Promise<Store> {
  let database: DatabaseSync;
  try {
    database = connect(file, o);
  } catch (error) {
    throw explainSqlite(error, file);
  }
  const driver = driverOn(database);
  const adapters: KeyvSqlite[] = [];
  const store = createKeyvStore({
    logger: o.logger,
    open(name) {
      const adapter = new KeyvSqlite({ driver, iterationLimit: ROWS_PER_PAGE });
      adapters.push(adapter);
      // The adapter takes one leading `name:` off every key; given to all, no key of ours is changed.
      return {
        keyv: new Keyv({ store: adapter, namespace: name, serialization }),
        address: (key) => `${name}:${key}`,
      };
    },
    explain: (error) => explainSqlite(error, file),
    ping() {
      database.exec('BEGIN IMMEDIATE');
      database.exec('ROLLBACK');
    },
    close() {
      if (database.isOpen) database.close();
    },
  });
  // The table is made now, so that a store that cannot be written says so at the start.
  store.namespace('meta');
  try {
    await Promise.all(adapters.map((adapter) => adapter.ready));
  } catch (error) {
    database.close();
    throw explainSqlite(error, file);
  }
  return store;
}

function connect(file: string, o: Options): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true });
  const database = new DatabaseSync(file, { timeout: o.busyTimeoutMs ?? 2000 });
  try {
    // Before anything is written, so that a damaged file stays as it is.
    check(database, file);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    if (o.maxPages !== undefined) database.exec(`PRAGMA max_page_count = ${Math.trunc(o.maxPages)}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function check(database: DatabaseSync, file: string): void {
  const one = (pragma: string) => Object.values(database.prepare(`PRAGMA ${pragma}`).get() ?? {})[0];
  const bytes = Number(one('page_count')) * Number(one('page_size'));
  if (bytes > LARGEST_CHECKED_BYTES) return;
  const found = one('quick_check(1)');
  if (found !== 'ok') throw corruptFile(file, String(found));
}

/** Statements are prepared once: the adapter sends few different texts. */
function driverOn(database: DatabaseSync): SqliteDriver {
  const statements = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    // Texts for setMany grow with the batch; beyond this they are rare enough to prepare again.
    if (statements.size < 100) statements.set(sql, statement);
    return statement;
  };
  return {
    name: 'node:sqlite',
    connect: async () => ({
      // all() runs any statement; for one that gives no rows the list is empty, as the adapter expects.
      query: async (sql, ...parameters) => prepare(sql).all(...(parameters as SQLInputValue[])),
      // The store closes the connection that all adapters share.
      close: async () => {},
    }),
  };
}
