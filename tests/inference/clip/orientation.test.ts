import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import {
  exifTag,
  liesSideways,
  mirroredSideways,
  mirroredUpsideDown,
  type Orientation,
  orientationOfMatrix,
  turned,
  UPRIGHT,
  withExif,
} from '../../../src/inference/clip/orientation.ts';

/** A picture of 3 x 2 pixels, all different. */
const PIXELS = [10, 50, 90, 130, 170, 210];
const picture = () =>
  sharp(Uint8Array.from(PIXELS.flatMap((grey) => [grey, grey, grey])), {
    raw: { width: 3, height: 2, channels: 3 },
  });

const ALL: readonly Orientation[] = [false, true].flatMap((mirrored) =>
  ([0, 1, 2, 3] as const).map((quarters) => ({ mirrored, quarters })),
);

/** What the words mean, done by sharp. */
async function acted({ mirrored, quarters }: Orientation): Promise<Buffer> {
  const first = await picture().flop(mirrored).png().toBuffer();
  return sharp(first)
    .rotate(90 * quarters)
    .removeAlpha()
    .raw()
    .toBuffer();
}

describe('orientation', () => {
  it.each(ALL)('is the EXIF tag that decoders understand so: %o', async (orientation) => {
    const tagged = await picture()
      .withMetadata({ orientation: exifTag(orientation) })
      .png()
      .toBuffer();
    const { data, info } = await sharp(tagged).autoOrient().removeAlpha().raw().toBuffer({
      resolveWithObject: true,
    });
    expect(data).toEqual(await acted(orientation));
    expect(info.width === 2).toBe(liesSideways(orientation));
  });

  it.each(ALL)('can be put into a JPEG: %o', async (orientation) => {
    const jpeg = await picture().jpeg({ quality: 100 }).toBuffer();
    const tagged = withExif(jpeg, orientation);
    expect((await sharp(tagged).metadata()).orientation ?? 1).toBe(exifTag(orientation));
    expect(await sharp(tagged).raw().toBuffer()).toEqual(await sharp(jpeg).raw().toBuffer());
  });

  it('is built up step by step', async () => {
    const steps: [(from: Orientation) => Orientation, (from: Buffer) => Promise<Buffer>][] = [
      [(from) => turned(from, 1), (from) => sharp(from).rotate(90).png().toBuffer()],
      [(from) => turned(from, -1), (from) => sharp(from).rotate(270).png().toBuffer()],
      [mirroredSideways, (from) => sharp(from).flop().png().toBuffer()],
      [mirroredUpsideDown, (from) => sharp(from).flip().png().toBuffer()],
    ];
    for (const [first, doFirst] of steps) {
      for (const [second, doSecond] of steps) {
        const done = await doSecond(await doFirst(await picture().png().toBuffer()));
        expect(await acted(second(first(UPRIGHT)))).toEqual(await sharp(done).removeAlpha().raw().toBuffer());
      }
    }
  });

  it.each([
    [[1, 0, 0, 1], { mirrored: false, quarters: 0 }],
    // A phone held upright writes the second of these, its front camera sometimes the last.
    [[0, 1, -1, 0], { mirrored: false, quarters: 1 }],
    [[-1, 0, 0, -1], { mirrored: false, quarters: 2 }],
    [[0, -1, 1, 0], { mirrored: false, quarters: 3 }],
    [[-1, 0, 0, 1], { mirrored: true, quarters: 0 }],
  ])('is read from the matrix %j', ([a = 0, b = 0, c = 0, d = 0], orientation) => {
    const matrix = new Uint8Array(Int32Array.from([a, b, 0, c, d, 0, 0, 0, 1]).buffer);
    expect(orientationOfMatrix(matrix)).toEqual(orientation);
  });

  it('is upright where a matrix is missing', () => {
    expect(orientationOfMatrix(new Uint8Array())).toEqual(UPRIGHT);
  });
});
