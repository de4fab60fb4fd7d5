/** Typed records over one Keyv: keys and values checked both ways, writes in order per key, failures thrown. */
import type { Keyv } from 'keyv';
import { AppError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { KeyedLock } from './lock.ts';
import { UNREADABLE } from './serialization.ts';
import type { Check } from './shape.ts';
import type { Namespace } from './store.ts';

/** Postgres' adapter ends keys there; the same limit everywhere keeps a store movable. */
const LONGEST_KEY = 255;

/** One namespace's part of a store, as Keyv reaches it. */
export interface Keyspace {
  /** Must have no `error` listener: with one, Keyv 6.1 swallows failures. */
  readonly keyv: Keyv;
  /** The key as this adapter must be given it. */
  address(key: string): string;
}

interface Parts extends Keyspace {
  readonly name: string;
  readonly check: Check;
  readonly logger: Logger;
  explain(error: unknown): unknown;
}

/** @returns the namespace, and `idle`, which resolves when every write asked for so far is over */
export function createNamespace(o: Parts): { namespace: Namespace<unknown>; idle(): Promise<void> } {
  const { name, keyv, check, logger } = o;
  const lock = new KeyedLock();

  const address = (key: string): string => {
    if (key === '' || key.length > LONGEST_KEY || key.includes('\0') || !key.isWellFormed()) {
      throw new AppError('store.bad_key', { namespace: name, length: key.length, limit: LONGEST_KEY });
    }
    return o.address(key);
  };

  const explained = async <R>(work: () => Promise<R>): Promise<R> => {
    try {
      return await work();
    } catch (error) {
      throw o.explain(error);
    }
  };

  /** What was stored, or undefined with a line in the log when it is not what it should be. */
  const accepted = (key: string, value: unknown): unknown => {
    if (value === undefined) return undefined;
    const problem = value === UNREADABLE ? 'the stored text is not a JSON record' : check(value);
    if (problem === undefined) return value;
    logger.error('a stored record is not as expected and is left out', { namespace: name, key, problem });
    return undefined;
  };

  const proper = (key: string, value: unknown): unknown => {
    const problem = value === undefined ? 'expected a value but received nothing' : check(value);
    if (problem !== undefined) throw new AppError('store.bad_record', { namespace: name, key, problem });
    return value;
  };

  const refuse = (): never => {
    throw new AppError('store.unavailable', { namespace: name, problem: 'the write was refused' });
  };

  const read = async (key: string): Promise<unknown> => {
    const at = address(key);
    const value: unknown = await explained(() => keyv.get(at));
    return accepted(key, value);
  };

  const write = async (key: string, value: unknown): Promise<void> => {
    const at = address(key);
    if (!(await explained(() => keyv.set(at, proper(key, value))))) refuse();
  };

  const erase = async (key: string): Promise<boolean> => {
    const at = address(key);
    return explained(() => keyv.delete(at));
  };

  const namespace: Namespace<unknown> = {
    get: read,
    set: (key, value) => lock.run([key], () => write(key, value)),
    delete: (key) => lock.run([key], () => erase(key)),

    async setMany(entries) {
      // The last value of a key counts.
      const batch = [...new Map(entries)].map(([key, value]) => ({
        key,
        at: address(key),
        value: proper(key, value),
      }));
      if (batch.length === 0) return;
      await lock.run(
        batch.map(({ key }) => key),
        async () => {
          const written = await explained(() =>
            keyv.setMany(batch.map(({ at, value }) => ({ key: at, value }))),
          );
          if (written.includes(false)) refuse();
        },
      );
    },

    async *entries() {
      const iterator = keyv.iterator();
      while (true) {
        const step = await explained(async () => iterator.next());
        if (step.done === true) return;
        const [key, stored] = step.value as [string, unknown];
        const value = accepted(key, stored);
        if (value !== undefined) yield [key, value];
      }
    },

    async clear() {
      await lock.idle();
      await explained(() => keyv.clear());
    },

    update: (key, change) =>
      lock.run([key], async () => {
        const old = await read(key);
        const next = change(old);
        if (next === undefined) await erase(key);
        else await write(key, next);
        return next;
      }),
  };
  return { namespace, idle: () => lock.idle() };
}
