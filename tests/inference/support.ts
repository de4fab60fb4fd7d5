/** Photos and rasters that the tests of the eyes share. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import type { Raster } from '../../src/inference/image/raster.ts';
import { createLogger } from '../../src/logger.ts';

export const MODELS = path.join(import.meta.dirname, '../../models');
export const SILENT = createLogger('silent');

export type Fixture = '022-smiling' | '129-smiling' | '034-neutral' | '119-neutral';

export function fixturePath(name: Fixture): string {
  return path.join(import.meta.dirname, `../fixtures/faces/${name}.jpg`);
}

export function fixture(name: Fixture): Promise<Buffer> {
  return readFile(fixturePath(name));
}

/** The first fixture as an HEIC of 480 x 640 pixels. */
export function heicFixture(name: '022-smiling' | '022-smiling-tiles'): Promise<Buffer> {
  return readFile(path.join(import.meta.dirname, `../fixtures/heic/${name}.heic`));
}

/** A grey or RGB raster from a function of x, y and channel. */
export function raster(
  width: number,
  height: number,
  channels: 1 | 3,
  value: (x: number, y: number, c: number) => number,
): Raster {
  const data = Uint8Array.from({ length: width * height * channels }, (_, i) => {
    const pixel = Math.floor(i / channels);
    return value(pixel % width, Math.floor(pixel / width), i % channels);
  });
  return { data, width, height, channels };
}

/** A wall without anybody. */
export function emptyScene(width = 640, height = 480): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 140, sigma: 20 } as const;
  return sharp({ create: { width, height, channels: 3, background: '#909090', noise } })
    .jpeg()
    .toBuffer();
}

/** Fixtures side by side on a wall, each as a square of the given side, left to right. */
export async function group(
  people: readonly { name: Fixture; side: number }[],
  height = 800,
): Promise<Buffer> {
  const width = people.reduce((sum, { side }) => sum + side, 0);
  let left = 0;
  const parts = [];
  for (const { name, side } of people) {
    parts.push({
      input: await sharp(await fixture(name))
        .resize(side, side)
        .toBuffer(),
      left,
      top: height - side,
    });
    left += side;
  }
  const canvas = sharp({ create: { width, height, channels: 3, background: '#c8c8c8' } });
  return canvas.composite(parts).jpeg({ quality: 92 }).toBuffer();
}

/** A PNG of a few bytes whose header claims a size. */
export function pngClaiming(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(64))),
    chunk('IEND'),
  ]);
}

function chunk(type: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** The mean absolute difference of two rasters of one size, in grey levels. */
export function difference(a: Raster, b: Raster): number {
  if (a.data.length !== b.data.length) return Number.POSITIVE_INFINITY;
  let sum = 0;
  for (let i = 0; i < a.data.length; i++) sum += Math.abs((a.data[i] as number) - (b.data[i] as number));
  return sum / a.data.length;
}
