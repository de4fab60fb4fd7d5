import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Detector, openDetector } from '../../../src/inference/face/detector.ts';
import type { Face } from '../../../src/inference/face/face.ts';
import { decodePhoto } from '../../../src/inference/image/decode.ts';
import { detectorFolder } from '../../../src/inference/reader.ts';
import { emptyScene, type Fixture, fixture, group, MODELS, raster } from '../support.ts';

let detector: Detector;
beforeAll(async () => {
  detector = await openDetector(detectorFolder(MODELS));
});
afterAll(() => detector.close());

async function detect(bytes: Uint8Array): Promise<Face[]> {
  return detector.detect((await decodePhoto(bytes)).raster);
}

/** Where the pupils are in the fixtures of 960 x 960, read off the pictures by eye. */
const EYES: Readonly<Record<Fixture, { left: [number, number]; right: [number, number] }>> = {
  '022-smiling': { left: [413, 453], right: [540, 458] },
  '129-smiling': { left: [410, 467], right: [564, 456] },
  '034-neutral': { left: [414, 419], right: [557, 417] },
  '119-neutral': { left: [409, 428], right: [553, 427] },
};

describe('detector', () => {
  it.each(Object.keys(EYES) as Fixture[])('finds the one face of %s and both eyes', async (name) => {
    const faces = await detect(await fixture(name));
    expect(faces).toHaveLength(1);
    const [face] = faces as [Face];
    const { left, right } = EYES[name];
    expect(Math.hypot(face.leftEye.x - left[0], face.leftEye.y - left[1])).toBeLessThan(20);
    expect(Math.hypot(face.rightEye.x - right[0], face.rightEye.y - right[1])).toBeLessThan(20);
    expect(face.left).toBeLessThan(left[0]);
    expect(face.right).toBeGreaterThan(right[0]);
    expect(face.score).toBeGreaterThan(0.8);
  });

  it.each([-40, -20, 20, 40])('finds a head rolled by %i degrees, and the roll', async (degrees) => {
    const bytes = await sharp(await fixture('022-smiling'))
      .rotate(degrees, { background: '#c8c8c8' })
      .toBuffer();
    const [face] = (await detect(bytes)) as [Face];
    const roll = Math.atan2(face.rightEye.y - face.leftEye.y, face.rightEye.x - face.leftEye.x);
    expect(Math.abs((roll * 180) / Math.PI - degrees)).toBeLessThan(10);
  });

  it.each([4, 8])('finds a face at 1/%i of its size', async (factor) => {
    const side = Math.round(960 / factor);
    const small = await sharp(await fixture('129-smiling'))
      .resize(side, side)
      .toBuffer();
    const canvas = sharp({ create: { width: 960, height: 960, channels: 3, background: '#c8c8c8' } });
    const bytes = await canvas
      .composite([{ input: small, left: 300, top: 200 }])
      .png()
      .toBuffer();
    expect(await detect(bytes)).toHaveLength(1);
  });

  it('finds several faces', async () => {
    const bytes = await group([
      { name: '022-smiling', side: 600 },
      { name: '034-neutral', side: 800 },
      { name: '119-neutral', side: 400 },
    ]);
    expect(await detect(bytes)).toHaveLength(3);
  });

  it.each([
    ['a wall', () => emptyScene()],
    [
      'a black picture',
      () =>
        sharp(Buffer.alloc(300 * 200 * 3), { raw: { width: 300, height: 200, channels: 3 } })
          .png()
          .toBuffer(),
    ],
  ])('finds nobody in %s', async (_, scene) => {
    expect(await detect(await scene())).toEqual([]);
  });

  it('survives a picture of one pixel and one of extreme shape', async () => {
    expect(await detector.detect(raster(1, 1, 3, () => 200))).toEqual([]);
    expect(await detector.detect(raster(1280, 1, 3, (x) => x % 256))).toEqual([]);
  });
});
