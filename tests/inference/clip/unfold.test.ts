import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readHeif } from '../../../src/inference/clip/heif.ts';
import type { ClipLimits, Still } from '../../../src/inference/clip/protocol.ts';
import { CLIP_LIMITS, createUnfolder, type Unfolder } from '../../../src/inference/clip/unfold.ts';
import { decodePhoto } from '../../../src/inference/image/decode.ts';
import { clipOf, soundAlone, turnedClip } from '../../support/clips.ts';
import { writeHeic } from '../../support/heic.ts';
import { difference, fixture, heicFixture } from '../support.ts';

const open = (limits: Partial<ClipLimits> = {}, o: { execArgv?: readonly string[] } = {}) =>
  createUnfolder({ ...CLIP_LIMITS, ...limits }, o);

/** Squares of one grey each, brighter from frame to frame, so that every still tells its place. */
async function ramp(frames: number): Promise<Buffer[]> {
  return Promise.all(
    Array.from({ length: frames }, (_, i) =>
      sharp({ create: { width: 8, height: 8, channels: 3, background: grey(i) } })
        .png()
        .toBuffer(),
    ),
  );
}

const STEP = 5;
const grey = (i: number) => ({ r: 20 + STEP * i, g: 20 + STEP * i, b: 20 + STEP * i });

async function places(stills: readonly Still[]): Promise<number[]> {
  const means = stills.map(async ({ jpeg }) => (await sharp(jpeg).stats()).channels[0]?.mean ?? 0);
  return (await Promise.all(means)).map((mean) => Math.round((mean - 20) / STEP));
}

describe('unfold', () => {
  let unfolder: Unfolder;
  let mp4: Buffer;
  beforeAll(async () => {
    unfolder = open();
    mp4 = await clipOf(await ramp(40), { format: 'mp4', width: 160, height: 96 });
  }, 120_000);
  afterAll(() => unfolder.close());

  it('takes frames of an MP4 that are spread evenly, in the order of time, with their own light', async () => {
    const stills = await unfolder.unfold(mp4, 'mp4', 8);
    expect(await places(stills)).toEqual([2, 7, 12, 17, 22, 27, 32, 37]);
    for (const { width, height } of stills) expect({ width, height }).toEqual({ width: 160, height: 96 });
  });

  it('takes frames of a WebM', async () => {
    const webm = await clipOf(await ramp(10), { format: 'webm', width: 160, height: 96 });
    expect(await places(await unfolder.unfold(webm, 'webm', 5))).toEqual([1, 3, 5, 7, 9]);
  });

  it('takes all frames where there are no more', async () => {
    const short = await clipOf(await ramp(3), { format: 'mp4', width: 64, height: 64 });
    expect(await places(await unfolder.unfold(short, 'mp4', 16))).toEqual([0, 1, 2]);
  });

  it('turns what a phone filmed on its side', async () => {
    const upright = await sharp(await fixture('022-smiling'))
      .extract({ left: 120, top: 0, width: 720, height: 960 })
      .resize(240, 320)
      .png()
      .toBuffer();
    const onItsSide = await clipOf([await sharp(upright).rotate(-90).png().toBuffer()], {
      format: 'mp4',
      width: 320,
      height: 240,
    });
    const [still] = await unfolder.unfold(turnedClip(onItsSide, [0, 1, -1, 0]), 'mp4', 1);
    expect(still).toMatchObject({ width: 240, height: 320 });
    const { raster } = await decodePhoto(still?.jpeg ?? new Uint8Array());
    expect(difference(raster, (await decodePhoto(upright)).raster)).toBeLessThan(4);
  });

  it('makes frames larger than the eyes need smaller, and says how large they were', async () => {
    const wide = await clipOf(await ramp(1), { format: 'mp4', width: 1920, height: 1080 });
    const [still] = await unfolder.unfold(wide, 'mp4', 1);
    expect(still).toMatchObject({ width: 1920, height: 1080 });
    expect(await sharp(still?.jpeg).metadata()).toMatchObject({ width: 1280, height: 720 });
  });

  it.each(['022-smiling', '022-smiling-tiles'] as const)('reads %s.heic as it was made', async (name) => {
    const [still, ...others] = await unfolder.unfold(await heicFixture(name), 'heic', 16);
    expect(others).toEqual([]);
    expect(still).toMatchObject({ width: 480, height: 640 });
    const original = await sharp(await fixture('022-smiling'))
      .extract({ left: 120, top: 0, width: 720, height: 960 })
      .resize(480, 640)
      .png()
      .toBuffer();
    const { raster } = await decodePhoto(still?.jpeg ?? new Uint8Array());
    expect(difference(raster, (await decodePhoto(original)).raster)).toBeLessThan(3);
  });

  it.each([
    [3, undefined, 0, 0],
    [1, undefined, 180, 0],
    [3, 1, 0, 1],
  ] as const)('turns and mirrors an HEIC (irot %s, imir %s)', async (irot, imir, turn, flop) => {
    const { tiles, columns, width, height } = readHeif(await heicFixture('022-smiling-tiles'));
    const file = writeHeic({ tiles, columns, width, height, irot, ...(imir !== undefined && { imir }) });
    const read = async (bytes: Uint8Array) => {
      const [still] = await unfolder.unfold(bytes, 'heic', 1);
      return await decodePhoto(still?.jpeg ?? new Uint8Array());
    };
    const [known] = await unfolder.unfold(await heicFixture('022-smiling-tiles'), 'heic', 1);
    const expected = await sharp(await sharp(known?.jpeg).autoOrient().png().toBuffer())
      .rotate(turn)
      .flop(flop === 1)
      .png()
      .toBuffer();
    expect(difference((await read(file)).raster, (await decodePhoto(expected)).raster)).toBeLessThan(1);
  });

  describe('answers', () => {
    const zeros = (size: number) =>
      Buffer.concat([Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0isommp42', 'latin1'), Buffer.alloc(size)]);

    it.each([
      ['an MP4 of zeros', () => zeros(100_000), 'mp4', 'photo.truncated'],
      [
        'an MP4 that is cut off before its index',
        () => mp4.subarray(0, mp4.length / 2),
        'mp4',
        'photo.truncated',
      ],
      ['an MP4 with sound alone', () => soundAlone(), 'mp4', 'photo.no_picture'],
      [
        'a WebM of noise',
        () => Buffer.from(`1a45dfa3${'9f'.repeat(4000)}`, 'hex'),
        'webm',
        'photo.truncated',
      ],
      ['an HEIC of zeros', () => zeros(1000), 'heic', 'photo.truncated'],
      [
        'an HEIC that is cut off',
        async () => (await heicFixture('022-smiling-tiles')).subarray(0, 8000),
        'heic',
        'photo.truncated',
      ],
      ['an HEIC whose tiles are noise', () => noisyHeic(), 'heic', 'photo.truncated'],
    ] as const)('%s with its own code', async (_, bytes, format, code) => {
      await expect(unfolder.unfold(await bytes(), format, 4)).rejects.toMatchObject({
        name: 'AppError',
        code,
      });
    });

    async function noisyHeic(): Promise<Buffer> {
      const { tiles, columns, width, height } = readHeif(await heicFixture('022-smiling-tiles'));
      const noisy = tiles.map((tile) => ({ ...tile, data: tile.data.map((byte, i) => byte ^ (i * 151)) }));
      return writeHeic({ tiles: noisy, columns, width, height });
    }
  });
});

describe('unfold, within limits', () => {
  let unfolder: Unfolder;
  afterEach(() => unfolder.close());

  it('refuses a clip that is too long, by its frames and not by what its header says', async () => {
    unfolder = open({ maxSeconds: 2 });
    const pictures = await ramp(4);
    const slow = await clipOf(pictures, { format: 'mp4', width: 64, height: 64, framesPerSecond: 1 });
    await expect(unfolder.unfold(slow, 'mp4', 4)).rejects.toMatchObject({
      code: 'photo.clip_too_long',
      context: { limit: 2 },
    });
  });

  it('refuses frames with too many pixels', async () => {
    unfolder = open({ maxPixels: 1000 });
    const clip = await clipOf(await ramp(1), { format: 'mp4', width: 64, height: 64 });
    await expect(unfolder.unfold(clip, 'mp4', 4)).rejects.toMatchObject({
      code: 'photo.too_many_pixels',
      context: { width: 64, height: 64, limit: 1000 },
    });
    await expect(unfolder.unfold(await heicFixture('022-smiling'), 'heic', 4)).rejects.toMatchObject({
      code: 'photo.too_many_pixels',
    });
  });

  it('stops what takes too long, or too much memory', async () => {
    unfolder = open({ timeoutMs: 1 });
    const heic = await heicFixture('022-smiling');
    await expect(unfolder.unfold(heic, 'heic', 1)).rejects.toMatchObject({
      code: 'timeout',
      context: { limitMs: 1 },
    });
    unfolder.close();
    unfolder = open({ memoryMib: 20 });
    await expect(unfolder.unfold(heic, 'heic', 1)).rejects.toMatchObject({
      code: 'photo.too_heavy',
      context: { limit: 20 },
    });
  });

  it('stops when the signal says so, and when it is closed', async () => {
    unfolder = open();
    const heic = await heicFixture('022-smiling');
    const stop = new AbortController();
    const left = unfolder.unfold(heic, 'heic', 1, stop.signal);
    const next = unfolder.unfold(heic, 'heic', 1);
    stop.abort(new Error('left'));
    await expect(left).rejects.toThrow('left');
    expect(await next).toHaveLength(1);
    const last = unfolder.unfold(heic, 'heic', 1);
    unfolder.close();
    await expect(last).rejects.toMatchObject({ code: 'closed' });
  });

  it('says that FFmpeg is missing, where its package was not installed', async () => {
    const absent = `import { registerHooks } from 'node:module';
      registerHooks({ resolve(name, context, next) {
        return next(name.startsWith('node-av/') ? name.replace('node-av', 'node-av-absent') : name, context);
      } });`;
    unfolder = open({}, { execArgv: ['--import', `data:text/javascript,${encodeURIComponent(absent)}`] });
    await expect(unfolder.unfold(await heicFixture('022-smiling'), 'heic', 1)).rejects.toMatchObject({
      code: 'photo.decoder_missing',
      context: { problem: expect.stringContaining('node-av-absent') },
    });
  });
});
