import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Track } from '../../../../src/domain/track.ts';
import { inspectOpus } from '../../../../src/music/library/import/opus-file.ts';
import { openLibrary } from '../../../../src/music/library/library.ts';
import { checkTrack } from '../../../../src/music/library/track-record.ts';
import { openStore } from '../../../../src/storage/open.ts';
import { silent } from '../../../storage/silent.ts';
import { opusFile, packets } from './ogg.ts';

const COMMAND = resolve(import.meta.dirname, '../../../../src/cli/import.ts');
const HEADER = 'title,artist,mood,language,path\n';

describe('npm run import', () => {
  let root: string;
  let env: NodeJS.ProcessEnv;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'ragamala-command-'));
    mkdirSync(join(root, 'host'));
    env = { PATH: process.env.PATH, STORE: `sqlite://${root}/store.sqlite`, LIBRARY: join(root, 'library') };
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const write = (name: string, bytes: Uint8Array | string) => writeFileSync(join(root, 'host', name), bytes);
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [COMMAND, ...args], { env, encoding: 'utf8', cwd: root });
  const lines = (stdout: string) =>
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  async function stored(): Promise<{ tracks: Track[]; pathOf(track: Track): string }> {
    const store = await openStore(env.STORE ?? '', { logger: silent, root });
    const library = await openLibrary({
      tracks: store.namespace('tracks', checkTrack),
      folder: env.LIBRARY ?? '',
      logger: silent,
    });
    const tracks = library.shelves().flatMap(({ mood, language }) => library.shelf(mood, language));
    await store.close();
    return { tracks, pathOf: library.pathOf };
  }

  it('adds a table, tells one object a line and exits with 0', async () => {
    write('a.opus', opusFile(packets(100)));
    write('library.csv', `${HEADER}A,B,happy,Tamil,a.opus\nA,B,happy,Tamil,a.opus\n`);
    const { status, stdout, stderr } = run('host/library.csv', '--json');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(lines(stdout)).toMatchObject([
      { line: 2, status: 'added', mood: 'happy', language: 'ta', converted: false },
      { line: 3, status: 'skipped', sameAs: 'line 2' },
      { summary: { added: 1, updated: 0, skipped: 1, refused: 0 } },
    ]);
    expect((await stored()).tracks).toMatchObject([{ title: 'A', language: 'ta', source: 'import' }]);
  });

  it('takes a folder, tells refusals on stderr and exits with 1', async () => {
    write('a.opus', opusFile(packets(100)));
    write('other.csv', HEADER);
    write('library.csv', `${HEADER}A,B,happy,ta,a.opus\nB,B,blue,ta,a.opus\n`);
    const { status, stdout, stderr } = run('host');
    expect(status).toBe(1);
    expect(stderr).toContain(
      'refused  line 3, "B": mood: expected one of happy, sad, calm, energetic, received "blue"',
    );
    expect(stdout).toContain('2 rows: 1 added, 0 updated, 0 skipped, 1 refused.');
    expect((await stored()).tracks).toHaveLength(1);
  });

  it('adds nothing on a dry run', async () => {
    write('a.opus', opusFile(packets(100)));
    write('library.csv', `${HEADER}A,B,happy,ta,a.opus\n`);
    const { status, stdout } = run('host', '--dry-run');
    expect(status).toBe(0);
    expect(stdout).toContain('Nothing was written');
    expect((await stored()).tracks).toEqual([]);
    expect(existsSync(join(root, 'library', 'imported'))).toBe(false);
  });

  it.each<[string, string[], number, RegExp]>([
    ['no table', [], 2, /usage: npm run import/],
    ['two tables', ['a.csv', 'b.csv'], 2, /usage/],
    ['an unknown option', ['host', '--fast'], 2, /usage/],
    ['a file that is not there', ['gone.csv'], 1, /There is no file or folder .*gone\.csv/],
    ['a folder without a table', ['host'], 1, /holds no \*\.csv/],
  ])('refuses %s', (_name, args, status, words) => {
    const result = run(...args);
    expect(result.status).toBe(status);
    expect(result.stderr).toMatch(words);
    expect(result.stdout).toBe('');
  });

  it('says what is wrong with a table and with a store', () => {
    write('one.csv', 'title,artist\n');
    write('two.csv', HEADER);
    expect(run('host').stderr).toContain('2 tables and no library.csv');
    expect(run('host/one.csv').stderr).toContain('lacks the column mood, language, path');
    writeFileSync(
      join(root, 'store.sqlite'),
      'not a database, but long enough to be taken for one'.repeat(100),
    );
    const corrupt = run('host/two.csv');
    expect(corrupt.status).toBe(1);
    expect(corrupt.stderr).toContain('store.corrupt');
    expect(corrupt.stderr).toContain('store.sqlite');
    expect(corrupt.stderr).toContain('move the file aside');
  });

  it('keeps every acknowledged track when it is killed, and goes on when it is started again', {
    timeout: 240_000,
  }, async () => {
    const count = 60;
    for (let i = 0; i < count; i++) write(`${i}.opus`, opusFile(packets(100, i)));
    write(
      'library.csv',
      HEADER + Array.from({ length: count }, (_, i) => `T${i},B,happy,ta,${i}.opus\n`).join(''),
    );
    const acknowledged = new Set<string>();
    let summary: unknown;
    for (let round = 0; summary === undefined && round < count; round++) {
      const child = spawn(process.execPath, [COMMAND, 'host', '--json'], {
        env,
        cwd: root,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let added = 0;
      for await (const line of createInterface({ input: child.stdout })) {
        const told = JSON.parse(line) as { status?: string; title: string; summary?: unknown };
        summary = told.summary;
        if (told.status === 'added') acknowledged.add(told.title);
        if (told.status === 'added' && ++added === 12) child.kill('SIGKILL');
      }
      const { tracks, pathOf } = await stored();
      const titles = new Set(tracks.map((track) => track.title));
      expect([...acknowledged].filter((title) => !titles.has(title))).toEqual([]);
      for (const track of tracks) expect((await inspectOpus(pathOf(track))).obstacle).toBeUndefined();
    }
    expect(acknowledged.size).toBeGreaterThan(12);
    expect(summary).toMatchObject({ refused: 0 });
    expect((await stored()).tracks).toHaveLength(count);
  });

  it('says that the disk is full, keeps what it has, and goes on when there is room', async () => {
    for (let i = 0; i < 3; i++) write(`${i}.opus`, opusFile(packets(i === 1 ? 30_000 : 100, i)));
    write('library.csv', `${HEADER}A,B,happy,ta,0.opus\nB,B,happy,ta,1.opus\nC,B,happy,ta,2.opus\n`);
    const limited = spawnSync(
      'bash',
      ['-c', 'ulimit -f 128; exec "$@"', 'x', process.execPath, COMMAND, 'host', '--json'],
      {
        env,
        encoding: 'utf8',
        cwd: root,
      },
    );
    expect(limited.status).toBe(1);
    expect(lines(limited.stdout)).toMatchObject([
      { status: 'added' },
      { status: 'refused', reason: expect.stringMatching(/file too large|EFBIG/i) },
      { status: 'added' },
      { summary: { added: 2, refused: 1 } },
    ]);
    expect(run('host').status).toBe(0);
    expect((await stored()).tracks).toHaveLength(3);
  });
});
