import { execFile } from 'node:child_process';
import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Eyes, type EyesLimits, openEyes } from '../../src/inference/eyes.ts';
import { emptyScene, fixture, fixturePath, group, MODELS, pngClaiming, SILENT } from './support.ts';

const open = (limits: Partial<EyesLimits> = {}, modelsFolder = MODELS): Promise<Eyes> =>
  openEyes({ modelsFolder, logger: SILENT, limits });

describe('eyes', () => {
  let eyes: Eyes;
  beforeAll(async () => {
    eyes = await open();
  });
  afterAll(() => eyes.close());

  it('are healthy with the models of the project', () => {
    expect(eyes.available).toBe(true);
    expect(eyes.health).toEqual([
      { model: 'face-detector', ok: true, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      { model: 'emotion', ok: true, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
  });

  it('read a smile, and say how long each stage took', async () => {
    const { faces, ms } = await eyes.look([await fixture('022-smiling')]);
    expect(faces[0]?.mood).toBe('happy');
    expect(Math.min(ms.decode, ms.detect, ms.emotion)).toBeGreaterThan(0);
    expect(ms.total).toBeGreaterThanOrEqual(ms.decode + ms.detect + ms.emotion);
  });

  it('see nobody in an empty scene, without an error', async () => {
    expect((await eyes.look([await emptyScene()])).faces).toEqual([]);
  });

  it('see several faces', async () => {
    const photo = await group([
      { name: '022-smiling', side: 500 },
      { name: '034-neutral', side: 800 },
    ]);
    expect((await eyes.look([photo])).faces.map(({ mood }) => mood)).toEqual(['calm', 'happy']);
  });

  it.each([
    ['0 bytes', () => Buffer.alloc(0), 'photo.empty'],
    ['11 MB', () => Buffer.alloc(11 * 1024 * 1024, 0xff), 'photo.too_large'],
    ['text named .jpg', () => Buffer.from('I am a photo'), 'photo.not_an_image'],
    ['an SVG', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'photo.svg'],
    ['a PDF', () => Buffer.from('%PDF-1.4'), 'photo.unsupported'],
    ['a huge PNG header', () => pngClaiming(50_000, 50_000), 'photo.too_many_pixels'],
    ['a truncated JPEG', async () => (await fixture('022-smiling')).subarray(0, 20_000), 'photo.truncated'],
    [
      'a JPEG of noise',
      () => Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(5000, 7)]),
      'photo.truncated',
    ],
  ])('answer %s with its own code, and go on', async (_, bytes, code) => {
    await expect(eyes.look([await bytes()])).rejects.toMatchObject({ name: 'AppError', code });
    expect((await eyes.look([await fixture('129-smiling')])).faces).toHaveLength(1);
  });

  it('stop waiting when the signal says so', async () => {
    const photo = await fixture('022-smiling');
    await expect(eyes.look([photo], { signal: AbortSignal.abort(new Error('left')) })).rejects.toThrow(
      'left',
    );
    const first = eyes.look([photo]);
    const stop = new AbortController();
    const second = eyes.look([photo], { signal: stop.signal });
    stop.abort(new Error('left'));
    await expect(second).rejects.toThrow('left');
    expect((await first).faces).toHaveLength(1);
  });

  it('leave the event loop to the music while sixteen photos are read', async () => {
    const photo = await sharp(await fixture('129-smiling'))
      .resize(3000, 3000)
      .jpeg({ quality: 95 })
      .toBuffer();
    const alone = (await eyes.look([photo])).ms.total;
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const looks = await Promise.all(Array.from({ length: 16 }, () => eyes.look([photo])));
    delay.disable();
    expect(looks.every(({ faces }) => faces[0]?.mood === 'happy')).toBe(true);
    // In this process each reading would hold the loop for as long as it takes. The worst delay is held against the
    // readings of the same moment, since whoever else runs on the machine slows both.
    const longest = Math.max(...looks.map(({ ms }) => ms.decode + ms.detect + ms.emotion));
    expect(delay.max / 1e6).toBeLessThan(longest);
    expect(delay.percentile(99) / 1e6).toBeLessThan(alone);
    expect(delay.percentile(90) / 1e6).toBeLessThan(alone / 2);
  });

  it.runIf(process.platform === 'linux')('write nothing to disk, and may not', async () => {
    const proc = (name: string) => readFile(`/proc/${eyes.pid}/${name}`, 'utf8');
    const written = async () => /^write_bytes: (\d+)$/m.exec(await proc('io'))?.[1];
    const before = await written();
    expect(before).toBeDefined();
    await eyes.look([await fixture('022-smiling')]);
    expect(await written()).toBe(before);
    const flags = (await proc('cmdline')).split('\0');
    expect(flags).toContain('--permission');
    const granted = flags.filter((flag) => /^--allow-(?:fs-write|child-process|worker|wasi)/.test(flag));
    // Node's own cache of compiled code, filled once at the start.
    expect(granted).toEqual([
      expect.stringMatching(/^--allow-fs-write=.*\/node_modules\/\.cache\/compiled\/\*$/),
    ]);
  });
});

describe('eyes under strain', () => {
  let eyes: Eyes;
  afterEach(() => eyes.close());

  it('give up on a photo that takes too long, and read the next one in a new process', async () => {
    eyes = await open({ photoTimeoutMs: 1500 });
    const before = eyes.pid as number;
    process.kill(before, 'SIGSTOP');
    const stuck = eyes.look([await fixture('022-smiling')]);
    const next = eyes.look([await fixture('129-smiling')]);
    await expect(stuck).rejects.toMatchObject({ code: 'photo.timeout', context: { limitMs: 1500 } });
    expect((await next).faces).toHaveLength(1);
    expect(eyes.pid).not.toBe(before);
  });

  it('survive the death of their process', async () => {
    eyes = await open();
    const look = eyes.look([await fixture('022-smiling')]);
    process.kill(eyes.pid as number, 'SIGKILL');
    await expect(look).rejects.toMatchObject({ code: 'eyes.crashed', context: { exit: 'SIGKILL' } });
    expect((await eyes.look([await fixture('022-smiling')])).faces).toHaveLength(1);
  });

  it('refuse what would wait too long in line', async () => {
    eyes = await open({ maxWaiting: 1 });
    const photo = await fixture('022-smiling');
    const looks = [eyes.look([photo]), eyes.look([photo])];
    await expect(eyes.look([photo])).rejects.toMatchObject({ code: 'eyes.busy', context: { waiting: 1 } });
    expect(await Promise.all(looks)).toHaveLength(2);
  });

  it('hold no more bytes in memory than they may', async () => {
    const photo = await fixture('022-smiling');
    eyes = await open({ maxHeldBytes: 2.5 * photo.length });
    const look = eyes.look([photo, photo]);
    await expect(eyes.look([photo])).rejects.toMatchObject({ code: 'eyes.busy' });
    expect((await look).frames).toBe(2);
    expect((await eyes.look([photo])).frames).toBe(1);
  });

  it('keep to the limits that are set', async () => {
    eyes = await open({ maxBytes: 1000, maxPixels: 10 });
    await expect(eyes.look([await fixture('022-smiling')])).rejects.toMatchObject({
      code: 'photo.too_large',
    });
    const small = await sharp({ create: { width: 4, height: 4, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    await expect(eyes.look([small])).rejects.toMatchObject({
      code: 'photo.too_many_pixels',
      context: { limit: 10 },
    });
  });
});

describe('eyes without their models', () => {
  let folder: string;
  afterEach(() => rm(folder, { recursive: true }));

  async function broken(spoil: (folder: string) => Promise<void>): Promise<Eyes> {
    folder = await mkdtemp(path.join(tmpdir(), 'ragamala-models-'));
    await cp(MODELS, folder, { recursive: true });
    await spoil(folder);
    return open({}, folder);
  }

  it.each([
    [
      'face-detector',
      'model.onnx is missing',
      (at: string) => rm(path.join(at, 'face-detector/model.onnx')),
      /model\.onnx cannot be read/,
    ],
    [
      'face-detector',
      'model.onnx is longer',
      (at: string) => appendFile(path.join(at, 'face-detector/model.onnx'), 'x'),
      /SHA-256/,
    ],
    [
      'emotion',
      'its folder is missing',
      (at: string) => rm(path.join(at, 'emotion'), { recursive: true }),
      /manifest\.json cannot be read/,
    ],
    [
      'emotion',
      'its manifest is cut off',
      (at: string) => writeFile(path.join(at, 'emotion/manifest.json'), '{"file":'),
      /expected JSON/,
    ],
    [
      'emotion',
      'the mood table has a typing error',
      (at: string) => replaceIn(path.join(at, 'emotion-to-mood.csv'), 'fear,sad', 'fear,sadd'),
      /line 10: expected a mood.*"sadd"/,
    ],
  ] as const)('say of %s that %s, and what to do', async (model, _, spoil, problem) => {
    const eyes = await broken(spoil);
    expect(eyes.available).toBe(false);
    expect(eyes.health.filter(({ ok }) => !ok)).toEqual([
      {
        model,
        ok: false,
        problem: expect.stringMatching(problem),
        remedy: expect.stringMatching(/start again/),
      },
    ]);
    await expect(eyes.look([await fixture('022-smiling')])).rejects.toMatchObject({
      code: 'eyes.unavailable',
      context: { problem: expect.stringMatching(problem) },
    });
    await eyes.close();
  });

  async function replaceIn(file: string, old: string, now: string): Promise<void> {
    await writeFile(file, (await readFile(file, 'utf8')).replace(old, now));
  }
});

describe('npm run look', () => {
  const look = async (...args: string[]) => {
    const script = path.join(import.meta.dirname, '../../src/cli/look.ts');
    return promisify(execFile)(process.execPath, [script, ...args]).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      (error: { code: number; stdout: string; stderr: string }) => error,
    );
  };

  it('prints one JSON object a photo', async () => {
    const files = [fixturePath('022-smiling'), fixturePath('034-neutral')];
    const { code, stdout, stderr } = await look(...files, '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ file }) => file)).toEqual(files);
    expect(lines.map(({ faces }) => faces[0].mood)).toEqual(['happy', 'calm']);
    expect(lines[0].faces[0]).toMatchObject({
      box: { x: expect.any(Number) },
      confidence: expect.any(Number),
    });
    expect(lines[0].ms).toBeGreaterThan(0);
  });

  it('says what is wrong with a photo, reads the others, and exits with 1', async () => {
    const { code, stdout, stderr } = await look(
      import.meta.filename,
      fixturePath('022-smiling'),
      '/nowhere.jpg',
    );
    expect(code).toBe(1);
    expect(stdout).toContain('happy');
    expect(stderr).toContain('neither inside');
    expect(stderr).toContain('/nowhere.jpg: ENOENT');
  });

  it('exits with 2 and the usage when it is called wrongly', async () => {
    for (const args of [[], ['--jsn', 'x.jpg']]) {
      const { code, stdout, stderr } = await look(...args);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain('usage: npm run look');
    }
  });
});
