import { describe, expect, it } from 'vitest';
import { anchorsOf } from '../../../src/inference/face/anchors.ts';

describe('anchorsOf', () => {
  const fine = anchorsOf(256, { stride: 16, anchorsPerCell: 2 });
  const coarse = anchorsOf(256, { stride: 32, anchorsPerCell: 6 });

  it('gives the 896 anchors of BlazeFace', () => {
    expect(fine).toHaveLength(512);
    expect(coarse).toHaveLength(384);
  });

  it('goes row by row, the anchors of a cell together', () => {
    expect(fine.slice(0, 3)).toEqual([
      { x: 8, y: 8 },
      { x: 8, y: 8 },
      { x: 24, y: 8 },
    ]);
    expect(fine[32]).toEqual({ x: 8, y: 24 });
    expect(coarse[6]).toEqual({ x: 48, y: 16 });
    expect(coarse.at(-1)).toEqual({ x: 240, y: 240 });
  });
});
