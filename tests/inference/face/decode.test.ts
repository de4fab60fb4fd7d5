import { describe, expect, it } from 'vitest';
import { decodeGrid, sigmoid } from '../../../src/inference/face/decode.ts';

const EYES = { leftEye: 0, rightEye: 1 };

/** The 16 numbers of one anchor: centre, size, six keypoints. */
const VALUES = [2, -3, 40, 20, -10, -5, 10, -6, 0, 1, 0, 8, -18, 0, 18, 1];

describe('sigmoid', () => {
  it('is one half at 0, symmetric, and finite everywhere', () => {
    expect(sigmoid(0)).toBe(0.5);
    expect(sigmoid(2) + sigmoid(-2)).toBeCloseTo(1, 12);
    expect(sigmoid(1e9)).toBeCloseTo(1, 12);
    expect(sigmoid(-1e9)).toBeCloseTo(0, 12);
  });
});

describe('decodeGrid', () => {
  it('reads box and eyes as offsets from the anchor', () => {
    const faces = decodeGrid(Float32Array.of(3), Float32Array.from(VALUES), [{ x: 100, y: 50 }], EYES, 0.5);
    expect(faces).toEqual([
      {
        left: 82,
        right: 122,
        top: 37,
        bottom: 57,
        score: sigmoid(3),
        leftEye: { x: 90, y: 45 },
        rightEye: { x: 110, y: 44 },
      },
    ]);
  });

  it('keeps a score at the threshold and drops one below', () => {
    const logits = Float32Array.of(0, -0.01, 5);
    const boxes = Float32Array.from([...VALUES, ...VALUES, ...VALUES]);
    const anchors = [0, 10, 20].map((x) => ({ x, y: 0 }));
    const faces = decodeGrid(logits, boxes, anchors, EYES, 0.5);
    expect(faces.map(({ leftEye }) => leftEye.x)).toEqual([-10, 10]);
  });

  it('takes the eyes where the manifest says they are', () => {
    const swapped = { leftEye: 1, rightEye: 0 };
    const [face] = decodeGrid(Float32Array.of(3), Float32Array.from(VALUES), [{ x: 0, y: 0 }], swapped, 0.5);
    expect(face?.leftEye).toEqual({ x: 10, y: -6 });
  });
});
