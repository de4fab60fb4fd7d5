import { describe, expect, it } from 'vitest';
import { resample } from '../../../src/inference/image/resample.ts';
import { raster } from '../support.ts';

describe('resample', () => {
  it('keeps a picture of the same size', () => {
    const picture = raster(5, 4, 3, (x, y, c) => 40 * x + 3 * y + c);
    expect([...resample(picture, 5, 4)]).toEqual([...picture.data]);
  });

  it('takes the mean over the area when it shrinks', () => {
    const picture = raster(4, 2, 1, (x) => [10, 30, 100, 200][x] ?? 0);
    expect([...resample(picture, 2, 1)]).toEqual([20, 150]);
  });

  it('weights the pixels that a target pixel covers in part', () => {
    const picture = raster(3, 1, 1, (x) => [0, 60, 120][x] ?? 0);
    const [left, right] = resample(picture, 2, 1);
    expect(left).toBeCloseTo(20, 4);
    expect(right).toBeCloseTo(100, 4);
  });

  it('does not alias: fine stripes become grey', () => {
    const stripes = raster(512, 512, 1, (x) => (x % 2) * 200);
    for (const value of resample(stripes, 97, 61)) expect(Math.abs(value - 100)).toBeLessThan(20);
  });

  it('enlarges without leaving the range, channel by channel', () => {
    const picture = raster(2, 1, 3, (x, _, c) => (c === 1 ? 77 : x * 255));
    const large = resample(picture, 8, 3);
    expect(large.every((value) => value >= 0 && value <= 255)).toBe(true);
    expect([...large].filter((_, i) => i % 3 === 1)).toEqual(Array.from({ length: 24 }, () => 77));
    expect(large[0]).toBe(0);
    expect(large[7 * 3]).toBe(255);
  });

  it.each([
    [1, 1, 7, 5],
    [7, 1, 1, 1],
    [640, 3, 256, 1],
    [1279, 961, 256, 192],
  ])('keeps a constant picture constant, %i x %i to %i x %i', (w, h, toW, toH) => {
    for (const value of resample(
      raster(w, h, 1, () => 90),
      toW,
      toH,
    ))
      expect(value).toBeCloseTo(90, 3);
  });
});
