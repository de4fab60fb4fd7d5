import { describe, expect, it } from 'vitest';
import { evenlySpread, framesPerFile, MAX_FRAMES } from '../../src/inference/spread.ts';

describe('evenlySpread', () => {
  it.each([
    [1, 1, [0]],
    [3, 16, [0, 1, 2]],
    [100, 1, [50]],
    [100, 4, [12, 37, 62, 87]],
    [0, 4, []],
  ])('takes of %i frames %i', (total, count, indices) => {
    expect(evenlySpread(total, count)).toEqual(indices);
  });

  it('takes every frame once at most, in order, with gaps that differ by one at most', () => {
    for (let total = 1; total < 200; total++) {
      const indices = evenlySpread(total, 16);
      expect(indices).toHaveLength(Math.min(16, total));
      const gaps = indices.slice(1).map((index, i) => index - (indices[i] ?? 0));
      if (gaps.length === 0) continue;
      expect(Math.min(...gaps)).toBeGreaterThan(0);
      expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(1);
      expect(indices.at(-1)).toBeLessThan(total);
    }
  });
});

describe('framesPerFile', () => {
  it('shares the frames of a moment among its files', () => {
    expect([1, 2, 3].map(framesPerFile)).toEqual([16, 8, 5]);
    for (const files of [1, 2, 3]) expect(files * framesPerFile(files)).toBeLessThanOrEqual(MAX_FRAMES);
  });
});
