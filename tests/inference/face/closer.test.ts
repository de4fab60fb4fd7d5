import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alignFace } from '../../../src/inference/face/align.ts';
import { lookCloser } from '../../../src/inference/face/closer.ts';
import { areaOf, type Face } from '../../../src/inference/face/face.ts';
import { decodePhoto, type Photo, QUICK_SIDE } from '../../../src/inference/image/decode.ts';
import { type Raster, WORKING_SIDE } from '../../../src/inference/image/raster.ts';
import { openReader, type ReaderParts } from '../../../src/inference/reader.ts';
import { difference, fixture, MODELS } from '../support.ts';

let parts: ReaderParts;
beforeAll(async () => {
  parts = await openReader(MODELS);
});
afterAll(() => Promise.all([parts.detector.close(), parts.classifier.close()]));

/** The portrait on a larger canvas, as a JPEG whose pixels are stored turned by its EXIF orientation tag. */
async function stored(width: number, height: number, side: number, tag = 1): Promise<Buffer> {
  const person = await sharp(await fixture('129-smiling'))
    .resize(side, side)
    .toBuffer();
  const upright = await sharp({ create: { width, height, channels: 3, background: '#a8a8a8' } })
    .composite([{ input: person, left: Math.round(width * 0.3), top: Math.round(height * 0.1) }])
    .png()
    .toBuffer();
  // The way back from what each tag asks for (CIPA DC-008, section 4.6.5): mirrored first, then turned.
  const mirrored = [2, 4, 5, 7].includes(tag);
  const turned = { 3: 180, 4: 180, 5: 270, 6: 270, 7: 90, 8: 90 }[tag] ?? 0;
  const flopped = await sharp(upright).flop(mirrored).png().toBuffer();
  return sharp(flopped).rotate(turned).withMetadata({ orientation: tag }).jpeg({ quality: 92 }).toBuffer();
}

/** What is read from the quick picture, and from the one in full detail, which was searched for itself. */
async function bothWays(bytes: Buffer) {
  const photo = await decodePhoto(bytes);
  const { template, size } = parts.classifier.manifest;
  const see = async (picture: Pick<Photo, 'raster' | 'detail'>) => {
    const found = await parts.detector.detect(picture.raster);
    const { raster, faces } = await lookCloser(
      picture,
      found.sort((a, b) => areaOf(b) - areaOf(a)),
      template,
    );
    expect(faces).toHaveLength(1);
    const [face] = faces as [Face];
    return { face, raster, crop: alignFace(raster, face, template, size) };
  };
  const detailed = await photo.detail?.();
  if (detailed === undefined) throw new Error('expected a photo with more detail');
  return { photo, quick: await see(photo), plain: await see({ raster: detailed }) };
}

const asRaster = (crop: Float32Array): Raster => ({
  data: Uint8Array.from(crop),
  width: 48,
  height: 48,
  channels: 1,
});

/** Both faces in fractions of the picture. */
function apart(a: { face: Face; raster: Raster }, b: { face: Face; raster: Raster }): number {
  const place = ({ face, raster }: { face: Face; raster: Raster }) => {
    const { left, right, top, bottom, leftEye, rightEye } = face;
    const xs = [left, right, leftEye.x, rightEye.x].map((x) => x / raster.width);
    return [...xs, ...[top, bottom, leftEye.y, rightEye.y].map((y) => y / raster.height)];
  };
  const other = place(b);
  return Math.max(...place(a).map((value, i) => Math.abs(value - (other[i] as number))));
}

describe('a large JPEG, decoded at a reduced size', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('gives the same face and crop with orientation %i', async (tag) => {
    const { photo, quick, plain } = await bothWays(await stored(2400, 1800, 1400, tag));
    expect(photo).toMatchObject({ width: 2400, height: 1800, raster: { width: QUICK_SIDE, height: 480 } });
    expect(quick.raster.width).toBe(QUICK_SIDE);
    expect(plain.raster).toMatchObject({ width: WORKING_SIDE, height: 960 });
    expect(apart(quick, plain)).toBeLessThan(0.002);
    expect(difference(asRaster(quick.crop), asRaster(plain.crop))).toBeLessThan(2);
  });

  it.each([
    ['of 12 megapixels', 4000, 3000, 2400],
    ['of Full HD', 1920, 1080, 860],
    ['as tall as a story', 1080, 1920, 900],
    ['of sides that nothing divides', 2401, 1999, 1357],
  ])('gives the same face and crop %s', async (_, width, height, side) => {
    const { quick, plain } = await bothWays(await stored(width, height, side));
    expect(Math.max(quick.raster.width, quick.raster.height)).toBe(QUICK_SIDE);
    expect(apart(quick, plain)).toBeLessThan(0.002);
    expect(difference(asRaster(quick.crop), asRaster(plain.crop))).toBeLessThan(2);
  });

  it('is decoded again for a face that is small in it', async () => {
    const { quick, plain } = await bothWays(await stored(2400, 1800, 420));
    expect(quick.raster).toMatchObject({ width: WORKING_SIDE, height: 960 });
    expect(apart(quick, plain)).toBeLessThan(0.002);
    expect(difference(asRaster(quick.crop), asRaster(plain.crop))).toBeLessThan(2);
  });
});

describe('lookCloser', () => {
  const raster: Raster = { data: new Uint8Array(100 * 50 * 3), width: 100, height: 50, channels: 3 };
  const closer: Raster = { data: new Uint8Array(200 * 100 * 3), width: 200, height: 100, channels: 3 };
  const template = { leftEye: { x: 14, y: 20 }, rightEye: { x: 34, y: 20 } };
  const face = (distance: number): Face => ({
    left: 10,
    top: 5,
    right: 60,
    bottom: 45,
    score: 0.9,
    leftEye: { x: 20, y: 20 },
    rightEye: { x: 20 + distance, y: 20 },
  });

  it('stays with a picture in which every face is large enough', async () => {
    const photo = { raster, detail: () => Promise.reject(new Error('decoded for nothing')) };
    const faces = [face(40), face(31)];
    expect(await lookCloser(photo, faces, template)).toEqual({ raster, faces });
    expect(await lookCloser(photo, [], template)).toEqual({ raster, faces: [] });
  });

  it('takes every face along into the closer picture when one is small', async () => {
    const photo = { raster, detail: () => Promise.resolve(closer) };
    const seen = await lookCloser(photo, [face(40), face(29)], template);
    expect(seen.raster).toBe(closer);
    expect(seen.faces[0]).toEqual({
      left: 20,
      top: 10,
      right: 120,
      bottom: 90,
      score: 0.9,
      leftEye: { x: 40, y: 40 },
      rightEye: { x: 120, y: 40 },
    });
    expect(seen.faces[1]?.rightEye).toEqual({ x: 98, y: 40 });
  });

  it('makes do with a picture that has no more to show', async () => {
    const faces = [face(5)];
    expect(await lookCloser({ raster }, faces, template)).toEqual({ raster, faces });
  });
});
