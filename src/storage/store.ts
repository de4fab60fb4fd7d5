/**
 * The one seam between the project and where it keeps records. Values are JSON; every failure is thrown as an AppError
 * whose code begins with `store.`, never turned into `undefined` or `false`.
 */
import type { Check } from './shape.ts';

export interface Store {
  /**
   * The records of one kind. The same name gives the same namespace again, whoever asks.
   * @param check names what is wrong with a value, or gives undefined; the first caller's check stays
   */
  namespace<T>(name: string, check?: Check): Namespace<T>;
  /** Throws when the store cannot be read and written now. */
  ping(): Promise<void>;
  /** Lets what was begun end, then closes. */
  close(): Promise<void>;
}

/** Keys are 1 to 255 characters of any script, without NUL. */
export interface Namespace<T> {
  /** A stored value that fails the check is logged and counts as absent. */
  get(key: string): Promise<T | undefined>;
  set(key: string, value: T): Promise<void>;
  /** Atomic per 249 entries; when it throws, earlier batches are stored and nothing is half written. */
  setMany(entries: Iterable<readonly [string, T]>): Promise<void>;
  /** @returns whether there was something to delete */
  delete(key: string): Promise<boolean>;
  /** In no particular order; values that fail the check are logged and left out. */
  entries(): AsyncIterable<[string, T]>;
  clear(): Promise<void>;
  /**
   * Reads, changes and writes under the key's lock, so that none of two concurrent changes is lost.
   * @param change gives the new value, or undefined to delete the record
   * @returns what is stored now
   */
  update(key: string, change: (old: T | undefined) => T | undefined): Promise<T | undefined>;
}
