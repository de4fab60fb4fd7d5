/** What every command keeps to: exit codes, usage, and stdout for results alone. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { sentenceOf } from '../../src/cli/command-line.ts';
import { AppError } from '../../src/errors.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const PHOTO = join(ROOT, 'tests/fixtures/faces/022-smiling.jpg');

function run(command: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [join(ROOT, 'src/cli', `${command}.ts`), ...args], {
    cwd: ROOT,
    env: { ...process.env, DISCORD_TOKEN: '', STORE: 'memory://', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { child, err: text(child.stderr), code: once(child, 'exit').then(([code]) => code as number) };
}

describe('every command', { timeout: 60_000 }, () => {
  it.each(['look', 'import', 'evaluate', 'bench', 'compose', 'doctor', 'stage'])(
    '%s refuses an option that it does not know: usage on stderr, nothing on stdout, 2',
    async (command) => {
      const { child, err, code } = run(command, ['--no-such-option']);
      expect(await text(child.stdout)).toBe('');
      expect(await err).toContain(`usage: npm run ${command}`);
      expect(await code).toBe(2);
    },
  );

  it('ends in silence when nobody reads on', async () => {
    const { child, err, code } = run('look', [PHOTO, PHOTO, PHOTO, '--json']);
    await once(child.stdout, 'data');
    child.stdout.destroy();
    expect(await err).toBe('');
    expect(await code).toBe(0);
  });
});

describe('look', { timeout: 60_000 }, () => {
  it.skipIf(process.platform === 'win32')('reads no more of an endless file than of a photo', async () => {
    const { child, err, code } = run('look', ['/dev/zero', '--json']);
    const line = await text(child.stdout);
    expect(JSON.parse(line)).toMatchObject({ error: { code: 'photo.too_large' } });
    expect(await err).toContain('I read at most 10 MiB');
    expect(await code).toBe(1);
  });
});

describe('doctor', { timeout: 60_000 }, () => {
  it('prints one finding a line as JSON, nothing else', async () => {
    const { child, err, code } = run('doctor', ['--json']);
    const lines = (await text(child.stdout)).trimEnd().split('\n');
    for (const line of lines)
      expect(JSON.parse(line)).toMatchObject({ check: expect.any(String), state: expect.any(String) });
    expect(await err).toBe('');
    expect(await code).toBe(0);
  });

  it('says that LIBRARY names a file', async () => {
    const { child, code } = run('doctor', ['--json'], { LIBRARY: PHOTO });
    expect(await text(child.stdout)).toContain(`${PHOTO} is no folder`);
    expect(await code).toBe(1);
  });
});

describe('the sentence for whoever runs a program', () => {
  it('names the problem once, what it is about, and the remedy last', () => {
    const cause = new Error('disk I/O error');
    const context = { file: '/a/b.sqlite', problem: 'disk I/O error', remedy: 'Make room.' };
    expect(sentenceOf(new AppError('store.full', context, { cause }))).toBe(
      'store.full: disk I/O error\n  file: /a/b.sqlite\n  Make room.',
    );
    expect(sentenceOf(new AppError('a.b', { n: 1 }))).toBe('a.b\n  n: 1');
    expect(sentenceOf(new TypeError('plain'))).toBe('plain');
  });
});
