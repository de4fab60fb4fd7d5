import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AppError } from '../../../src/errors.ts';
import { ffmpegHealth } from '../../../src/music/library/ffmpeg.ts';
import { createTranscoder, type Transcoder } from '../../../src/music/library/transcoder.ts';
import { codeOf } from '../../contracts/store-contract.ts';
import { type Coding, encodeTo, hasFfmpeg, listen, writeWav } from './import/sounds.ts';

const CHILDREN = resolve(import.meta.dirname, 'import/children');

describe('a worker that a file breaks', () => {
  let transcoder: Transcoder;
  const worker = join(CHILDREN, 'dies.ts');
  const pid = async (name: string) =>
    ((await transcoder.identify(name, 'wav')) as unknown as { pid: number }).pid;
  afterEach(() => transcoder.close());

  it('costs one worker: the next job gets a fresh one', async () => {
    transcoder = createTranscoder({ worker });
    const first = await pid('fine');
    expect(await pid('fine too')).toBe(first);
    const error = await transcoder.identify('segfault', 'wav').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'import.crashed',
      context: { file: 'segfault', problem: 'SIGSEGV' },
    });
    expect(await pid('fine')).not.toBe(first);
  });

  it.each(['hang', 'spin'])('is killed when it takes too long: %s', async (name) => {
    transcoder = createTranscoder({ worker, limits: { jobMs: 1500 } });
    const first = await pid('fine');
    expect(await codeOf(transcoder.identify(name, 'wav'))).toBe('import.timeout');
    expect(await pid('fine')).not.toBe(first);
    await expect.poll(() => alive(first), { timeout: 10_000 }).toBe(false);
  });

  it('does one job after the other, also when one fails', async () => {
    transcoder = createTranscoder({ worker });
    const results = await Promise.allSettled([pid('a'), pid('segfault'), pid('b'), pid('c')]);
    expect(results.map((result) => result.status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
  });

  it('is told no setting and no token', async () => {
    transcoder = createTranscoder({ worker });
    const { environment } = (await transcoder.identify('x', 'wav')) as unknown as { environment: string[] };
    expect(
      environment.filter((name) => name !== 'NODE_CHANNEL_FD' && !name.startsWith('NODE_CHANNEL')),
    ).toEqual([]);
  });
});

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

it('says what is missing where the worker cannot load FFmpeg', async () => {
  const health = await ffmpegHealth();
  expect(health.ok).toBe(hasFfmpeg);
  if (health.ok) expect(health.version).toMatch(/^\d+\.\d+/);
  else expect(health.remedy).toContain('node-av');
});

it('says that FFmpeg is missing where node-av is not installed', async () => {
  // The same worker in a place from which no node_modules is reached.
  const bare = mkdtempSync(join(tmpdir(), 'ragamala-bare-'));
  const source = resolve(import.meta.dirname, '../../../src');
  for (const file of ['errors.ts', 'music/loudness.ts', 'music/library'])
    cpSync(join(source, file), join(bare, 'src', file), { recursive: true });
  writeFileSync(join(bare, 'package.json'), '{"type":"module"}');
  const worker = join(bare, 'src/music/library/transcode-worker.ts');
  const transcoder = createTranscoder({ worker });
  try {
    expect(await codeOf(transcoder.identify('x.wav', 'wav'))).toBe('import.ffmpeg_missing');
    expect(await ffmpegHealth({ worker })).toMatchObject({
      ok: false,
      problem: expect.stringContaining('node-av'),
    });
  } finally {
    transcoder.close();
    rmSync(bare, { recursive: true, force: true });
  }
});

describe.skipIf(!hasFfmpeg)('FFmpeg in the worker (skipped without the optional node-av)', () => {
  let folder: string;
  let transcoder: Transcoder;
  const at = (name: string) => join(folder, name);

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ragamala-transcode-'));
    transcoder = createTranscoder();
  });
  afterAll(() => {
    transcoder.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const containers = { mp3: 'mp3', flac: 'flac', m4a: 'mov', alac: 'mov', vorbis: 'ogg' } as const;

  it.each(Object.keys(containers) as (keyof typeof containers)[])(
    'makes Ogg/Opus of %s that is the same music at -16 LUFS',
    async (coding) => {
      const source = writeWav(at(`${coding}.wav`), { seconds: 4, pitch: 440, level: 0.05 });
      await encodeTo(coding as Coding, source, at(coding));
      const told = await transcoder.convert(at(coding), containers[coding], at(`${coding}.opus`));
      const heard = await listen(at(`${coding}.opus`), [330, 392, 440, 494, 880]);
      expect(heard.pitch).toBe(440);
      expect(Math.abs(heard.seconds - 4)).toBeLessThan(0.1);
      expect(Math.abs(heard.lufs + 16)).toBeLessThanOrEqual(0.5);
      expect(heard.truePeakDb).toBeLessThanOrEqual(-1);
      expect(told.loudnessLufs).toBeCloseTo(heard.lufs, 1);
    },
  );

  it.each([
    ['mono at 22 kHz', { rate: 22_050, channels: 1 }],
    ['six channels', { channels: 6 }],
    ['96 kHz, as loud as it gets', { rate: 96_000, level: 1 }],
    ['very quiet', { level: 0.004 }],
  ])('takes WAV: %s', async (name, shape) => {
    const source = writeWav(at(`${name}.wav`), { seconds: 3, pitch: 523, ...shape });
    await transcoder.convert(source, 'wav', at(`${name}.opus`));
    const heard = await listen(at(`${name}.opus`), [262, 523, 1046]);
    expect(heard.pitch).toBe(523);
    expect(Math.abs(heard.lufs + 16)).toBeLessThanOrEqual(1);
    expect(heard.truePeakDb).toBeLessThanOrEqual(-1);
  });

  it('knows a recording again by its audio, not by its tags', async () => {
    const source = writeWav(at('tags.wav'), { seconds: 2, pitch: 300 });
    await encodeTo('flac', source, at('one.flac'), { tags: { title: 'One' } });
    await encodeTo('flac', source, at('two.flac'), { tags: { title: 'A much longer title', artist: 'Two' } });
    const other = writeWav(at('other.wav'), { seconds: 2, pitch: 301 });
    const [one, two, three] = [
      await transcoder.identify(at('one.flac'), 'flac'),
      await transcoder.identify(at('two.flac'), 'flac'),
      await transcoder.identify(other, 'wav'),
    ];
    expect(one.audioSha256).toBe(two.audioSha256);
    expect(one.audioSha256).not.toBe(three.audioSha256);
  });

  it('refuses silence, noise for a file, and a playlist that names other files', async () => {
    const silence = writeWav(at('silence.wav'), { seconds: 2, pitch: 440, level: 0 });
    expect(await codeOf(transcoder.convert(silence, 'wav', at('silence.opus')))).toBe('import.silent');
    writeFileSync(
      at('noise.mp3'),
      Buffer.from(Array.from({ length: 50_000 }, (_, i) => (i * 7919 + (i >> 3)) & 0xff)),
    );
    const noise = await codeOf(transcoder.identify(at('noise.mp3'), 'flac'));
    expect(noise).toMatch(/^import\.(undecodable|failed)$/);
    writeFileSync(at('list.mp3'), `#EXTM3U\n#EXTINF:5,\nfile://${silence}\n`);
    expect(await codeOf(transcoder.identify(at('list.mp3'), 'mp3'))).toMatch(
      /^import\.(undecodable|failed)$/,
    );
    writeFileSync(at('concat.wav'), `ffconcat version 1.0\nfile ${silence}\n`);
    expect(await codeOf(transcoder.identify(at('concat.wav'), 'wav'))).toMatch(
      /^import\.(undecodable|failed)$/,
    );
  });

  it('says what the system says when the result cannot be written', async () => {
    const source = writeWav(at('w.wav'), { seconds: 2, pitch: 440 });
    const error = await transcoder.convert(source, 'wav', folder).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'import.failed', context: { file: source } });
    expect((error as AppError).context.problem).toContain('Is a directory');
  });

  it('ends the worker that needs too much memory', async () => {
    const small = createTranscoder({ limits: { memoryMib: 20 } });
    try {
      const source = writeWav(at('long.wav'), { seconds: 30, pitch: 440 });
      expect(await codeOf(small.convert(source, 'wav', at('long.opus')))).toBe('import.memory');
    } finally {
      small.close();
    }
  });
});
