import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AppError, messageOf } from '../../src/errors.ts';
import type { Logger } from '../../src/logger.ts';
import { finite, object } from '../../src/storage/shape.ts';
import type { Namespace, Store } from '../../src/storage/store.ts';

export interface Harness {
  /** A fresh, empty store. */
  open(logger: Logger): Promise<Store>;
  /** Closes and opens the same records again; absent where they end with the process. */
  reopen?(store: Store, logger: Logger): Promise<Store>;
  /** Puts a raw text where a record of the namespace `things` lies. */
  corrupt(store: Store, key: string, text: string): Promise<void>;
}

/** What every store must do, whatever it is made of. */
export function storeContract(name: string, harness: Harness): void {
  describe(`${name} keeps the store contract`, () => {
    let store: Store;
    let things: Namespace<unknown>;
    let complaints: { message: string; fields: object | undefined }[];
    const logger: Logger = {
      debug() {},
      info() {},
      warn() {},
      error: (message, fields) => void complaints.push({ message, fields }),
    };

    beforeEach(async () => {
      complaints = [];
      store = await harness.open(logger);
      things = store.namespace('things');
    });
    afterEach(() => store.close());

    it('gives back what was set, and nothing for what was not', async () => {
      await things.set('a', { n: 1 });
      expect(await things.get('a')).toEqual({ n: 1 });
      expect(await things.get('b')).toBeUndefined();
    });

    it('sets again over what there was', async () => {
      await things.set('a', 1);
      await things.set('a', 2);
      expect(await things.get('a')).toBe(2);
      expect(await listed(things)).toEqual([['a', 2]]);
    });

    it('says whether there was something to delete', async () => {
      await things.set('a', 1);
      expect(await things.delete('a')).toBe(true);
      expect(await things.delete('a')).toBe(false);
      expect(await things.get('a')).toBeUndefined();
    });

    it('takes many at once, more than one batch, the last of a key winning', async () => {
      const many = Array.from({ length: 2500 }, (_, i): [string, unknown] => [`k${i}`, { i }]);
      const first: [string, unknown] = ['k7', 'early'];
      await things.setMany([first, ...many]);
      await things.setMany([]);
      const all = await listed(things);
      expect(all).toHaveLength(2500);
      expect(new Map(all).get('k7')).toEqual({ i: 7 });
      expect(new Map(all).get('k2499')).toEqual({ i: 2499 });
    });

    const values: [string, unknown][] = [
      ['text', 'வணக்கம் 🎵'],
      ['empty text', ''],
      ['text that begins with a colon', ':base64:AAAA'],
      ['text that looks like JSON', '{"value":1}'],
      ['zero', 0],
      ['false', false],
      ['null', null],
      ['empty list', []],
      ['nested', { a: [{ b: null }, [1, 2]], 'c d': 'e' }],
      ['a field named value', { value: { value: 1, expires: 5 } }],
      ['2 MiB of text', 'ரா'.repeat(2 ** 19)],
    ];
    it.each(values)('keeps a JSON value: %s', async (_name, value) => {
      await things.set('v', value);
      expect(await things.get('v')).toEqual(value);
      expect(await listed(things)).toEqual([['v', value]]);
    });

    const keys = [
      'things:a',
      'things::a',
      'a:b:c',
      ':',
      '%',
      '_',
      "'; DROP TABLE keyv; --",
      '"quoted"',
      '../../etc/passwd',
      '  spaced  ',
      'line\nbreak',
      'தமிழ்',
      '🎵',
      '__proto__',
      'constructor',
      'k'.repeat(255),
      'ழ'.repeat(255),
    ];
    it('keeps odd keys apart', async () => {
      await things.set('a', 'plain');
      for (const [i, key] of keys.entries()) await things.set(key, i);
      for (const [i, key] of keys.entries()) expect(await things.get(key), key).toBe(i);
      expect(await things.get('a')).toBe('plain');
      expect(new Map(await listed(things))).toEqual(
        new Map<string, unknown>([['a', 'plain'], ...keys.map((k, i): [string, unknown] => [k, i])]),
      );
      for (const key of keys) expect(await things.delete(key), key).toBe(true);
      expect(await listed(things)).toEqual([['a', 'plain']]);
    });

    it.each([
      ['empty', ''],
      ['256 characters', 'k'.repeat(256)],
      ['NUL', 'a\0b'],
      ['half a surrogate pair', '\ud83c'],
    ])('refuses a key: %s', async (_name, key) => {
      expect(await codeOf(things.set(key, 1))).toBe('store.bad_key');
      expect(await codeOf(things.get(key))).toBe('store.bad_key');
      expect(await codeOf(things.delete(key))).toBe('store.bad_key');
      expect(await codeOf(things.setMany([[key, 1]]))).toBe('store.bad_key');
      expect(await codeOf(things.update(key, () => 1))).toBe('store.bad_key');
    });

    it('keeps namespaces apart, also when one is cleared', async () => {
      const neighbour = store.namespace('thing');
      const other = store.namespace('things2');
      await things.set('a', 1);
      await neighbour.set('a', 2);
      await other.set('s:a', 3);
      await things.clear();
      expect(await things.get('a')).toBeUndefined();
      expect(await neighbour.get('a')).toBe(2);
      expect(await listed(other)).toEqual([['s:a', 3]]);
    });

    it('gives the same namespace for the same name', () => {
      expect(store.namespace('things')).toBe(things);
    });

    it('loses none of many concurrent updates', async () => {
      await Promise.all(
        Array.from({ length: 200 }, (_, i) =>
          things.update(i % 2 ? 'odd' : 'even', (old) => ((old as number | undefined) ?? 0) + 1),
        ),
      );
      expect(new Map(await listed(things))).toEqual(
        new Map([
          ['odd', 100],
          ['even', 100],
        ]),
      );
    });

    it('orders set, update and delete of one key as they were asked for', async () => {
      const results = await Promise.all([
        things.set('a', [1]),
        things.update('a', (old) => [...(old as number[]), 2]),
        things.update('a', (old) => [...(old as number[]), 3]),
        things.delete('a'),
        things.update('a', (old) => (old === undefined ? 'fresh' : 'stale')),
        things.setMany([['a', 'many']]),
        things.update('a', (old) => `${old} more`),
      ]);
      expect(results.slice(1, 5)).toEqual([[1, 2], [1, 2, 3], true, 'fresh']);
      expect(await things.get('a')).toBe('many more');
    });

    it('deletes when an update gives nothing, and keeps all when it throws', async () => {
      await things.set('a', 1);
      await expect(
        things.update('a', () => {
          throw new Error('no');
        }),
      ).rejects.toThrow('no');
      expect(await things.get('a')).toBe(1);
      expect(await things.update('a', () => undefined)).toBeUndefined();
      expect(await things.get('a')).toBeUndefined();
      expect(await things.update('a', () => undefined)).toBeUndefined();
    });

    it('refuses a value that fails the check and stores nothing', async () => {
      const checked = store.namespace<{ n: number }>('checked', object({ n: finite }));
      expect(await codeOf(checked.set('a', { n: Number.NaN }))).toBe('store.bad_record');
      expect(
        await codeOf(
          checked.setMany([
            ['b', { n: 1 }],
            ['c', {} as { n: number }],
          ]),
        ),
      ).toBe('store.bad_record');
      expect(await listed(checked)).toEqual([]);
      expect(await codeOf(things.set('u', undefined))).toBe('store.bad_record');
    });

    it('reports a stored record that is not as expected and goes on', async () => {
      const n = object({ n: finite });
      const shaped = (await fresh()).namespace<{ n: number }>('things', n);
      await shaped.setMany([
        ['good', { n: 1 }],
        ['cut', { n: 2 }],
        ['foreign', { n: 3 }],
        ['shape', { n: 4 }],
      ]);
      await harness.corrupt(store, 'cut', '{"value":{"n":');
      await harness.corrupt(store, 'foreign', '[1,2,3]');
      await harness.corrupt(store, 'shape', '{"value":{"n":"four"}}');
      expect(await listed(shaped)).toEqual([['good', { n: 1 }]]);
      expect(complaints.map((c) => (c.fields as { key: string }).key).sort()).toEqual([
        'cut',
        'foreign',
        'shape',
      ]);
      for (const key of ['cut', 'foreign', 'shape']) expect(await shaped.get(key), key).toBeUndefined();
      expect(await shaped.update('shape', (old) => ({ n: (old?.n ?? 0) + 1 }))).toEqual({ n: 1 });
      expect(JSON.stringify(complaints)).toContain('n: expected a number but received text');
    });

    it('can be read while it is changed', async () => {
      await things.setMany(
        Array.from({ length: 3000 }, (_, i) => [`k${String(i).padStart(4, '0')}`, i] as const),
      );
      let seen = 0;
      for await (const [key] of things.entries()) {
        if (seen++ % 3 === 0) await things.delete(key);
      }
      expect(seen).toBe(3000);
      expect(await listed(things)).toHaveLength(2000);
    });

    it('answers a ping and lets what was begun end before it closes', async () => {
      await store.ping();
      const writes = Array.from({ length: 50 }, (_, i) => things.set(`k${i}`, i));
      await store.close();
      expect((await Promise.allSettled(writes)).every((write) => write.status === 'fulfilled')).toBe(true);
    });

    it.runIf(harness.reopen !== undefined)('keeps everything across closing and opening', async () => {
      await things.set('தமிழ்', { a: 1 });
      await store.namespace('other').set('x', 'y');
      store = await (harness.reopen as NonNullable<Harness['reopen']>)(store, logger);
      expect(await store.namespace('things').get('தமிழ்')).toEqual({ a: 1 });
      expect(await listed(store.namespace('other'))).toEqual([['x', 'y']]);
    });

    async function fresh(): Promise<Store> {
      await store.close();
      store = await harness.open(logger);
      return store;
    }
  });
}

export async function listed(namespace: Namespace<unknown>): Promise<[string, unknown][]> {
  const all: [string, unknown][] = [];
  for await (const entry of namespace.entries()) all.push(entry);
  return all;
}

/** The code of the AppError that the work ends with; else what happened instead. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'nothing was thrown';
  } catch (error) {
    return (error as Partial<AppError>).code ?? messageOf(error);
  }
}
