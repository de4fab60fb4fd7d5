import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaceReading } from '../../src/domain/reading.ts';
import { type Eyes, openEyes } from '../../src/inference/eyes.ts';
import { animationOf, clipOf } from '../support/clips.ts';
import { emptyScene, type Fixture, fixture, fixturePath, heicFixture, MODELS, SILENT } from './support.ts';

const SIDE = 320;

const small = async (name: Fixture) =>
  sharp(await fixture(name))
    .resize(SIDE, SIDE)
    .png()
    .toBuffer();

/** Two people beside each other. */
async function pair(left: Fixture, right: Fixture): Promise<Buffer> {
  return sharp({ create: { width: 2 * SIDE, height: SIDE, channels: 3, background: '#c8c8c8' } })
    .composite([
      { input: await small(left), left: 0, top: 0 },
      // A little smaller, so that it is clear who is the larger.
      {
        input: await sharp(await small(right))
          .resize(200, 200)
          .toBuffer(),
        left: SIDE + 60,
        top: 60,
      },
    ])
    .png()
    .toBuffer();
}

describe('a moment', { timeout: 120_000 }, () => {
  let eyes: Eyes;
  let smile: Buffer;
  let neutral: Buffer;
  let nobody: Buffer;
  beforeAll(async () => {
    eyes = await openEyes({ modelsFolder: MODELS, logger: SILENT });
    [smile, neutral] = await Promise.all([small('022-smiling'), small('119-neutral')]);
    nobody = await sharp(await emptyScene(SIDE, SIDE))
      .png()
      .toBuffer();
  }, 60_000);
  afterAll(() => eyes.close());

  const face = async (...files: Uint8Array[]): Promise<FaceReading> => {
    const { faces } = await eyes.look(files);
    expect(faces).toHaveLength(1);
    return faces[0] as FaceReading;
  };

  it('of one photo is that photo', async () => {
    expect(await eyes.look([smile])).toMatchObject({ frames: 1, width: SIDE, faces: [{ mood: 'happy' }] });
  });

  it('of three photos is the mean of what each shows', async () => {
    const files = [smile, neutral, smile];
    const [first, second] = [await face(smile), await face(neutral)];
    const together = await eyes.look(files);
    expect(together.frames).toBe(3);
    const fused = together.faces[0] as FaceReading;
    for (const emotion of ['happiness', 'neutral', 'sadness'] as const) {
      const mean = (2 * first.emotions[emotion] + second.emotions[emotion]) / 3;
      expect(fused.emotions[emotion]).toBeCloseTo(mean, 5);
    }
    expect(fused).toMatchObject({ mood: 'happy', box: first.box });
  });

  it('passes over photos without a face', async () => {
    const alone = await face(smile);
    const look = await eyes.look([nobody, smile, nobody]);
    expect(look).toMatchObject({ frames: 1, width: SIDE, height: SIDE });
    expect(look.faces[0]?.emotions).toEqual(alone.emotions);
    expect(await eyes.look([nobody, nobody])).toMatchObject({ frames: 0, faces: [], width: SIDE });
  });

  it('is told in one to three files', async () => {
    await expect(eyes.look([])).rejects.toThrow('expected 1 to 3 files but received 0');
    await expect(eyes.look([smile, smile, smile, smile])).rejects.toThrow('received 4');
  });

  it.each(['gif', 'webp'] as const)('of an animated %s is read from its frames', async (format) => {
    const frames = Array.from({ length: 20 }, (_, i) => (i % 6 === 5 ? nobody : smile));
    const look = await eyes.look([await animationOf(frames, format)]);
    expect(look).toMatchObject({ width: SIDE, height: SIDE, faces: [{ mood: 'happy' }] });
    // 16 of the 20 are looked at, and three of those at most show nobody.
    expect(look.frames).toBeGreaterThanOrEqual(13);
    expect(look.frames).toBeLessThan(16);
  });

  it('of an animation that changes its mind is in between', async () => {
    const half = await animationOf([smile, smile, neutral, neutral], 'webp');
    const { faces, frames } = await eyes.look([half]);
    expect(frames).toBe(4);
    expect(faces[0]?.emotions.happiness).toBeGreaterThan(0.25);
    expect(faces[0]?.emotions.happiness).toBeLessThan(0.75);
    expect(faces[0]?.emotions.neutral).toBeGreaterThan(0.25);
  });

  it.each(['mp4', 'webm'] as const)('of an %s clip is read from 16 of its frames', async (format) => {
    const frames = Array.from({ length: 32 }, () => smile);
    const clip = await clipOf(frames, { format, width: SIDE, height: SIDE });
    const look = await eyes.look([clip]);
    expect(look).toMatchObject({ frames: 16, width: SIDE, height: SIDE, faces: [{ mood: 'happy' }] });
  });

  it('shares its frames among photos and clips, HEIC too', async () => {
    const clip = await clipOf(Array(20).fill(smile), { format: 'mp4', width: SIDE, height: SIDE });
    const heic = await heicFixture('022-smiling-tiles');
    const look = await eyes.look([heic, clip, smile]);
    expect(look).toMatchObject({ frames: 1 + 5 + 1, width: 480, height: 640, faces: [{ mood: 'happy' }] });
    // The box is in the photo's own pixels.
    const { x, y, width, height } = (look.faces[0] as FaceReading).box;
    expect(x + width / 2).toBeCloseTo(235, -1.5);
    expect(y + height / 2).toBeCloseTo(360, -1.5);
  });

  it('stays with the largest face of its first frame, also where both people change places in size', async () => {
    const first = await pair('022-smiling', '119-neutral');
    const second = await sharp(first)
      .composite([
        { input: await sharp(smile).resize(260, 260).toBuffer(), left: 30, top: 60 },
        { input: await sharp(neutral).resize(320, 320).toBuffer(), left: SIDE, top: 0 },
      ])
      .png()
      .toBuffer();
    const { faces, frames } = await eyes.look([await animationOf([first, second, second], 'webp')]);
    expect(frames).toBe(3);
    expect(faces.map(({ mood }) => mood)).toEqual(['happy', 'calm']);
    expect(faces[0]?.emotions.happiness).toBeGreaterThan(0.8);
  });

  it('averages blur and darkness out', async () => {
    const spoiled = await Promise.all([
      sharp(smile).blur(6).png().toBuffer(),
      sharp(smile).modulate({ brightness: 0.3 }).png().toBuffer(),
    ]);
    const clip = await clipOf([smile, ...spoiled, smile, smile], {
      format: 'mp4',
      width: SIDE,
      height: SIDE,
    });
    expect(await face(clip)).toMatchObject({ mood: 'happy' });
  });

  describe('answers', () => {
    it.each([
      ['text named .mp4', () => Buffer.from('I am a film, honestly'), 'photo.not_an_image'],
      [
        'an MP4 of zeros',
        () =>
          Buffer.concat([Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0isommp42', 'latin1'), Buffer.alloc(9999)]),
        'photo.truncated',
      ],
      ['a GIF of 2,000 frames', () => longGif(2000), 'photo.too_many_frames'],
      [
        'a GIF that is cut off',
        async () => (await animationOf([smile, neutral], 'gif')).subarray(0, 9000),
        'photo.truncated',
      ],
    ] as const)('%s with its own code, and goes on', async (_, bytes, code) => {
      await expect(eyes.look([smile, await bytes()])).rejects.toMatchObject({ name: 'AppError', code });
      expect(await face(smile)).toMatchObject({ mood: 'happy' });
    });

    /** A GIF whose frame is repeated without being encoded again (GIF89a, sections 20 and 23). */
    async function longGif(frames: number): Promise<Buffer> {
      const one = await sharp({ create: { width: 4, height: 4, channels: 3, background: '#804020' } })
        .gif()
        .toBuffer();
      const header = 13 + ((one[10] ?? 0) & 0x80 ? 3 * 2 ** (((one[10] ?? 0) & 7) + 1) : 0);
      const body = one.subarray(header, -1);
      return Buffer.concat([one.subarray(0, header), ...Array(frames).fill(body), one.subarray(-1)]);
    }
  });
});

describe('npm run look --together', { timeout: 60_000 }, () => {
  const look = (...args: string[]) =>
    promisify(execFile)(process.execPath, [
      path.join(import.meta.dirname, '../../src/cli/look.ts'),
      ...args,
    ]).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      (error: { code: number; stdout: string; stderr: string }) => error,
    );

  it('gives one reading of all files', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'ragamala-look-'));
    try {
      const animation = path.join(folder, 'moment.gif');
      await writeFile(
        animation,
        await animationOf([await small('022-smiling'), await small('022-smiling')], 'gif'),
      );
      const files = [fixturePath('022-smiling'), animation];
      const { code, stdout } = await look(...files, '--together', '--json');
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ files, frames: 3, faces: [{ mood: 'happy' }] });
      expect((await look(...files, '--together')).stdout).toContain('read from 3 frames');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('exits with 2 for more files than a moment has', async () => {
    const { code, stderr } = await look('a', 'b', 'c', 'd', '--together');
    expect(code).toBe(2);
    expect(stderr).toContain('expected 3 files at most, received 4');
  });
});
