import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import {
  DARK,
  decodeUpright,
  dimmed,
  MIRRORED,
  ROLLED,
  SMALL,
  type Upright,
  uprightFile,
} from '../../../src/cli/evaluate/variants.ts';

/** Left half red, right half blue. */
function halves(width: number, height: number): Upright {
  const data = Buffer.alloc(width * height * 3);
  for (let i = 0; i < width * height; i++) data[3 * i + (i % width < width / 2 ? 0 : 2)] = 255;
  return { data, width, height };
}

const colourAt = ({ data, width }: Upright, x: number, y: number) => [
  ...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3),
];

const grey = (level: number, side: number): Upright => ({
  data: Buffer.alloc(side * side * 3, level),
  width: side,
  height: side,
});

describe('variants', () => {
  it('turn by whole degrees on a canvas that grows', async () => {
    const angles = ROLLED.map(({ name }) => name);
    expect(angles).toEqual(['left_30', 'left_15', 'right_15', 'right_30']);
    const turned = await decodeUpright((await ROLLED[3]?.make(halves(200, 100))) ?? Buffer.alloc(0));
    // 200 cos 30 + 100 sin 30 = 223, 200 sin 30 + 100 cos 30 = 187
    expect(Math.abs(turned.width - 223)).toBeLessThanOrEqual(2);
    expect(Math.abs(turned.height - 187)).toBeLessThanOrEqual(2);
    for (const value of colourAt(turned, 1, 1)) expect(Math.abs(value - 128)).toBeLessThan(4);
    // To the right: what was left is now up, too.
    expect(colourAt(turned, 60, 50)[0]).toBeGreaterThan(200);
    expect(colourAt(turned, 165, 140)[2]).toBeGreaterThan(200);
  });

  it('shrink to a share of both sides', async () => {
    const sizes = await Promise.all(
      SMALL.map(async ({ make }) => {
        const { width, height } = await decodeUpright(await make(halves(160, 80)));
        return [width, height];
      }),
    );
    expect(sizes).toEqual([
      [80, 40],
      [40, 20],
      [20, 10],
    ]);
  });

  it('mirror', async () => {
    const mirrored = await decodeUpright(await MIRRORED.make(halves(64, 64)));
    expect(colourAt(mirrored, 10, 32)[2]).toBeGreaterThan(240);
    expect(colourAt(mirrored, 54, 32)[0]).toBeGreaterThan(240);
  });

  it('darken in linear light', () => {
    // sRGB 188 is half of the light (0.5029), 137 a quarter: 0.25 -> 1.055 * 0.25^(1/2.4) - 0.055 = 0.537 = 136.9
    expect(dimmed(grey(255, 1), { light: 0.25, noise: 0 }).data[0]).toBe(137);
    expect(dimmed(grey(255, 1), { light: 0.5, noise: 0 }).data[0]).toBe(188);
    expect(dimmed(grey(0, 1), { light: 0.5, noise: 0 }).data[0]).toBe(0);
  });

  it('add noise of the stated deviation, the same every time', async () => {
    const { data } = dimmed(grey(200, 200), { light: 1, noise: 8 });
    const mean = data.reduce((a, b) => a + b, 0) / data.length;
    const deviation = Math.sqrt(data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / data.length);
    expect(Math.abs(mean - 200)).toBeLessThan(0.3);
    expect(Math.abs(deviation - 8)).toBeLessThan(0.3);
    expect(await DARK.make(grey(200, 50))).toEqual(await DARK.make(grey(200, 50)));
  });

  it('start from an upright photo', async () => {
    const { data, width, height } = halves(40, 20);
    const raw = { width, height, channels: 3 } as const;
    // Orientation 6: to be turned by 90 degrees to the right; left then is up.
    const photo = await sharp(data, { raw })
      .withMetadata({ orientation: 6 })
      .jpeg({ quality: 100 })
      .toBuffer();
    const upright = await decodeUpright(photo);
    expect([upright.width, upright.height]).toEqual([20, 40]);
    expect(colourAt(upright, 10, 5)[0]).toBeGreaterThan(200);
    const file = await sharp(await uprightFile(photo)).metadata();
    expect([file.width, file.height, file.orientation ?? 1]).toEqual([20, 40, 1]);
    const plain = await sharp(data, { raw }).jpeg().toBuffer();
    expect(await uprightFile(plain)).toBe(plain);
  });

  it('cannot be made of what is no picture', async () => {
    await expect(decodeUpright(Buffer.from('text'))).rejects.toMatchObject({ code: 'photo.undecodable' });
  });
});
