/** Photos that the benchmarks read, made in memory from a portrait of the tests. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { ROOT } from './processes.ts';

const PORTRAIT = path.join(ROOT, 'tests/fixtures/faces/129-smiling.jpg');

/** A 12-megapixel photo and a Full HD one. */
export const CANVASES = {
  mp12: { width: 4000, height: 3000 },
  p1080: { width: 1920, height: 1080 },
} as const;

/** The portrait at four fifths of a canvas' height, in the middle of a noisy wall, as a JPEG of a phone's quality. */
export async function portraitOn({
  width,
  height,
}: {
  readonly width: number;
  readonly height: number;
}): Promise<Uint8Array> {
  const side = Math.round(height * 0.8);
  const person = await sharp(await readFile(PORTRAIT))
    .resize(side, side)
    .png()
    .toBuffer();
  const noise = { type: 'gaussian', mean: 160, sigma: 12 } as const;
  return await sharp({ create: { width, height, channels: 3, background: '#a0a0a0', noise } })
    .composite([{ input: person }])
    .jpeg({ quality: 90 })
    .toBuffer();
}
