import { describe, expect, it } from 'vitest';
import { areaOf, type Face, overlap } from '../../../src/inference/face/face.ts';
import { suppress } from '../../../src/inference/face/suppress.ts';

function face(left: number, top: number, side: number, score: number): Face {
  const eye = (share: number) => ({ x: left + share * side, y: top + side / 3 });
  return { left, top, right: left + side, bottom: top + side, score, leftEye: eye(0.3), rightEye: eye(0.7) };
}

describe('overlap', () => {
  it('is 1 for the same box, 0 beside it, a third for half of it', () => {
    expect(overlap(face(0, 0, 10, 1), face(0, 0, 10, 1))).toBe(1);
    expect(overlap(face(0, 0, 10, 1), face(10, 0, 10, 1))).toBe(0);
    expect(overlap(face(0, 0, 10, 1), face(5, 0, 10, 1))).toBeCloseTo(1 / 3, 12);
  });

  it('has an area of 0 for a box turned inside out', () => {
    expect(areaOf({ ...face(0, 0, 10, 1), right: -5 })).toBe(0);
  });
});

describe('suppress', () => {
  it('keeps faces apart, best score first', () => {
    const apart = [face(0, 0, 10, 0.6), face(100, 0, 10, 0.9), face(0, 100, 10, 0.7)];
    expect(suppress(apart, 0.3).map(({ score }) => score)).toEqual([0.9, 0.7, 0.6]);
  });

  it('blends a cluster by score and keeps the best score', () => {
    const [one, ...others] = suppress([face(0, 0, 10, 0.9), face(3, 0, 10, 0.6)], 0.3);
    expect(others).toEqual([]);
    expect(one?.score).toBe(0.9);
    expect(one?.left).toBeCloseTo((3 * 0.6) / 1.5, 12);
    expect(one?.leftEye.x).toBeCloseTo(3 + 1.2, 12);
  });

  it('does not chain: what overlaps a follower but not the leader is another face', () => {
    const row = [face(0, 0, 10, 0.9), face(4, 0, 10, 0.8), face(8, 0, 10, 0.7)];
    expect(suppress(row, 0.3)).toHaveLength(2);
  });

  it('gives nothing for nothing, and survives a box without area', () => {
    expect(suppress([], 0.3)).toEqual([]);
    expect(suppress([face(5, 5, 0, 0.8)], 0.3)).toHaveLength(1);
  });
});
