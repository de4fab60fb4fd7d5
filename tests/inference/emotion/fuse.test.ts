import { describe, expect, it } from 'vitest';
import { fuse } from '../../../src/inference/emotion/fuse.ts';

const frame = (...probabilities: number[]) => ({ crop: new Float32Array(4), probabilities });

describe('fuse', () => {
  it('leaves a single frame as it is', () => {
    expect(fuse([frame(0.1, 0.7, 0.2)])).toEqual([0.1, 0.7, 0.2]);
  });

  it('is the mean of the frames, so a blink is outvoted', () => {
    const blink = frame(0.1, 0.1, 0.8);
    const smile = frame(0.1, 0.9, 0);
    const fused = fuse([smile, smile, blink, smile]);
    expect(fused[0]).toBeCloseTo(0.1, 12);
    expect(fused[1]).toBeCloseTo(0.7, 12);
    expect(fused[2]).toBeCloseTo(0.2, 12);
  });

  it('does not alter what it was given', () => {
    const frames = [frame(1, 0), frame(0, 1)];
    fuse(frames);
    expect(frames.map(({ probabilities }) => probabilities)).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });

  it('expects a frame', () => {
    expect(() => fuse([])).toThrow('expected at least one frame');
  });
});
