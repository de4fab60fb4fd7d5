import { type ExecFileSyncOptions, execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { openStore } from '../../src/storage/open.ts';
import { openSqlite } from '../../src/storage/sqlite.ts';
import { codeOf, listed } from '../contracts/store-contract.ts';
import { silent } from './silent.ts';

const FILL = resolve(import.meta.dirname, 'children/fill.ts');

describe('SQLite in trouble', () => {
  let folder: string;
  let file: string;
  const open = (o: { maxPages?: number; busyTimeoutMs?: number } = {}) =>
    openSqlite(file, { logger: silent, ...o });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ragamala-trouble-'));
    file = join(folder, 'store.sqlite');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** A closed store with some hundred records. */
  async function filled(): Promise<void> {
    const store = await open();
    const things = store.namespace('things');
    await things.setMany(Array.from({ length: 500 }, (_, i) => [`k${i}`, { text: 'x'.repeat(300), i }]));
    await store.close();
  }

  async function failure(work: Promise<unknown>): Promise<AppError> {
    const error = await work.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(AppError);
    return error as AppError;
  }

  it('says that the disk is full, keeps what it has, and goes on when there is room', async () => {
    const store = await open({ maxPages: 40 });
    const things = store.namespace<string>('things');
    const big = 'x'.repeat(3000);
    let stored = 0;
    const full = await failure(
      (async () => {
        for (; stored < 1000; stored++) await things.set(`k${stored}`, big);
      })(),
    );
    expect(full.code).toBe('store.full');
    expect(full.context).toMatchObject({ file });
    expect(full.context.remedy).toMatch(/space/i);
    expect(stored).toBeGreaterThan(5);
    expect(await listed(things)).toHaveLength(stored);
    expect(
      await codeOf(
        things.setMany([
          ['m1', big],
          ['m2', big.repeat(9)],
        ]),
      ),
    ).toBe('store.full');
    expect(await things.get('m1')).toBeUndefined();
    expect(await codeOf(things.update('k0', (old) => `${old}${big.repeat(20)}`))).toBe('store.full');
    expect(await things.get('k0')).toBe(big);
    for (let i = 0; i < 5; i++) expect(await things.delete(`k${i}`)).toBe(true);
    await things.set('after', big);
    await store.close();
    const again = await open();
    expect(await again.namespace('things').get('after')).toBe(big);
    await again.close();
  });

  it('says so when a file may not grow further (RLIMIT_FSIZE)', () => {
    const out = JSON.parse(
      child(['bash', '-c', 'ulimit -f 256; exec "$@"', 'fill', process.execPath, FILL, file]),
    );
    expect(out).toMatchObject({ code: 'store.full', context: { file }, first: 4000 });
    expect(out.written).toBeGreaterThan(5);
    expect(out.readable).toBe(out.written);
    expect(JSON.parse(child([process.execPath, FILL, file]))).toMatchObject({ code: 'nothing stopped it' });
  });

  it('says that a file is read-only', async () => {
    await filled();
    chmodSync(folder, 0o777);
    chmodSync(file, 0o444);
    for (const name of readdirSync(folder)) if (name !== 'store.sqlite') rmSync(join(folder, name));
    // Root may write anything, so a user without rights tries.
    const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    const out = JSON.parse(child([process.execPath, FILL, file], nobody));
    expect(out).toMatchObject({ code: 'store.read_only', context: { file }, written: 0 });
    expect(readFileSync(file).length).toBeGreaterThan(100_000);
  });

  it.each<[string, () => void, string]>([
    ['another file', () => writeFileSync(file, 'title,artist\n'.repeat(500)), 'store.corrupt'],
    ['a garbage header', () => flip(0, 100), 'store.corrupt'],
    [
      'a file cut in the middle',
      () => truncateSync(file, Math.floor(readFileSync(file).length / 2 / 4096) * 4096),
      'store.corrupt',
    ],
    ['a file cut within a page', () => truncateSync(file, 5000), 'store.corrupt'],
    ['flipped bytes in its tables', () => flip(4096, 4096 * 6), 'store.corrupt'],
    ['a flipped schema', () => flip(100, 1500), 'store.corrupt'],
  ])('names %s and what to do, and changes nothing', async (_name, damage, code) => {
    await filled();
    damage();
    const before = readFileSync(file);
    const error = await failure(open());
    expect(error.code).toBe(code);
    expect(error.context).toMatchObject({ file });
    expect(error.context.remedy).toMatch(/move the file aside/);
    expect(error.context.remedy).toMatch(/nothing was deleted/i);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('says that a file is damaged when it happens while it is open', async () => {
    await filled();
    const store = await open();
    const things = store.namespace('things');
    expect(await things.get('k1')).toBeDefined();
    await store.namespace('meta').set('wal', 'is folded in');
    flip(4096, readFileSync(file).length - 4096);
    // Pages that SQLite still holds in memory may be read; not all are.
    const another = await failure(
      (async () => {
        for (let i = 0; i < 500; i++) await things.get(`k${i}`);
        for await (const _ of things.entries());
        await open();
      })(),
    );
    expect(another.code).toBe('store.corrupt');
    await store.close().catch(() => {});
  });

  function flip(from: number, to: number): void {
    const bytes = readFileSync(file);
    for (let i = from; i < Math.min(to, bytes.length); i += 3) bytes[i] = (bytes[i] ?? 0) ^ 0xff;
    writeFileSync(file, bytes);
  }

  it('waits for another process, then says that it is in the way', async () => {
    await filled();
    const store = await open({ busyTimeoutMs: 100 });
    const other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    const locked = await failure(store.namespace('things').set('a', 1));
    expect(locked.code).toBe('store.locked');
    expect(await codeOf(store.ping())).toBe('store.locked');
    expect(await store.namespace('things').get('k1')).toBeDefined();
    other.exec('COMMIT');
    other.close();
    await store.namespace('things').set('a', 1);
    await store.ping();
    await store.close();
  });

  it('makes a folder that does not exist', async () => {
    file = join(folder, 'a', 'b', 'store.sqlite');
    const store = await open();
    await store.namespace('things').set('a', 1);
    await store.close();
    expect(readdirSync(join(folder, 'a', 'b'))).toContain('store.sqlite');
  });

  it('says what is wrong with a path that cannot be', async () => {
    mkdirSync(file);
    expect((await failure(open())).code).toBe('store.unavailable');
    writeFileSync(join(folder, 'plain'), '');
    file = join(folder, 'plain', 'store.sqlite');
    const error = await failure(open());
    expect(error.code).toBe('store.unavailable');
    expect(error.context).toMatchObject({ file });
  });

  it('throws after it was closed', async () => {
    const store = await open();
    const things = store.namespace('things');
    await store.close();
    await store.close();
    expect(await codeOf(things.get('a'))).toBe('store.unavailable');
    expect(await codeOf(things.set('a', 1))).toBe('store.unavailable');
    expect(await codeOf(things.delete('a'))).toBe('store.unavailable');
    expect(await codeOf(things.setMany([['a', 1]]))).toBe('store.unavailable');
    expect(await codeOf(things.clear())).toBe('store.unavailable');
    expect(await codeOf(listed(things))).toBe('store.unavailable');
    expect(await codeOf(store.ping())).toBe('store.unavailable');
  });
});

describe('openStore', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'ragamala-open-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it.each([
    ['sqlite://data/store.sqlite', 'data/store.sqlite'],
    ['sqlite://:memory:', ':memory:'],
    ['sqlite://odd name%20?mode=ro#x.sqlite', 'odd name%20?mode=ro#x.sqlite'],
    ['sqlite://./file:x.sqlite', 'file:x.sqlite'],
  ])('takes all behind sqlite:// as a path relative to the root: %s', async (url, path) => {
    const store = await openStore(url, { logger: silent, root });
    await store.namespace('things').set('a', 1);
    await store.close();
    expect(readFileSync(join(root, path)).subarray(0, 15).toString()).toBe('SQLite format 3');
  });

  it('takes an absolute path as it is', async () => {
    const store = await openStore(`sqlite://${root}/abs.sqlite`, { logger: silent, root: '/nowhere' });
    await store.close();
    expect(readdirSync(root)).toContain('abs.sqlite');
  });

  it.each([
    'postgres://user:secret@host/db',
    'redis://:secret@host',
    'mysql://x',
    'sqlite://',
    'store.sqlite',
    '',
  ])('says that it does not support "%s", without its password', async (url) => {
    const error = await openStore(url, { logger: silent, root }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'store.unsupported' });
    expect(JSON.stringify((error as AppError).context) + (error as AppError).message).not.toContain('secret');
  });
});

function child([command = '', ...args]: string[], options: ExecFileSyncOptions = {}): string {
  return execFileSync(command, args, { ...options, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}
