import { describe, expect, it } from 'vitest';
import { letterbox } from '../../../src/inference/face/letterbox.ts';
import { raster } from '../support.ts';

describe('letterbox', () => {
  const at = (pixels: Float32Array, size: number, x: number, y: number) => [
    ...pixels.subarray((y * size + x) * 3, (y * size + x) * 3 + 3),
  ];

  it('centres a wide picture between black bars', () => {
    const { pixels, scale } = letterbox(
      raster(400, 200, 3, (_x, _y, c) => 50 * (c + 1)),
      100,
    );
    expect(scale).toBe(4);
    expect(at(pixels, 100, 50, 24)).toEqual([0, 0, 0]);
    expect(at(pixels, 100, 50, 25)).toEqual([50, 100, 150].map((value) => expect.closeTo(value, 3)));
    expect(at(pixels, 100, 50, 74)).toEqual([50, 100, 150].map((value) => expect.closeTo(value, 3)));
    expect(at(pixels, 100, 50, 75)).toEqual([0, 0, 0]);
  });

  it.each([
    [400, 200],
    [200, 400],
    [333, 97],
    [48, 48],
    [1, 900],
  ])('finds the way back from the square to a picture of %i x %i', (width, height) => {
    const size = 256;
    const { toPicture, scale } = letterbox(
      raster(width, height, 3, () => 0),
      size,
    );
    const middle = toPicture({ x: size / 2, y: size / 2 });
    expect(Math.abs(middle.x - width / 2)).toBeLessThanOrEqual(scale / 2);
    expect(Math.abs(middle.y - height / 2)).toBeLessThanOrEqual(scale / 2);
  });

  it('shows a mark where it was', () => {
    const picture = raster(512, 256, 3, (x, y) => (x >= 100 && x < 104 && y >= 40 && y < 44 ? 255 : 0));
    const { pixels, toPicture } = letterbox(picture, 256);
    const brightest = pixels.indexOf(255) / 3;
    const found = toPicture({ x: (brightest % 256) + 0.5, y: Math.floor(brightest / 256) + 0.5 });
    expect(found).toEqual({ x: 101, y: 41 });
  });

  it('gives values in the unit that is asked for, black included', () => {
    const picture = raster(400, 200, 3, (x, y, c) => (x + 2 * y + 60 * c) % 256);
    const plain = letterbox(picture, 64).pixels;
    const scaled = letterbox(picture, 64, 1 / 127.5, -1).pixels;
    scaled.forEach((value, i) => {
      expect(value).toBeCloseTo((plain[i] as number) / 127.5 - 1, 5);
    });
    expect(at(scaled, 64, 0, 0)).toEqual([-1, -1, -1]);
  });
});
