import { describe, expect, it } from 'vitest';
import { argmax, softmax } from '../../../src/inference/emotion/calibrate.ts';

describe('softmax', () => {
  it('gives probabilities that sum to 1, in the order of the logits', () => {
    const probabilities = softmax([1, 2, 3]);
    expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(probabilities).toEqual([0.0900306, 0.2447285, 0.665241].map((value) => expect.closeTo(value, 6)));
  });

  it('softens above temperature 1, sharpens below, and never changes the order', () => {
    const logits = [0.3, 2, -1];
    const [cold, plain, hot] = [0.5, 1, 4].map((temperature) => softmax(logits, temperature)) as [
      number[],
      number[],
      number[],
    ];
    expect(Math.max(...cold)).toBeGreaterThan(Math.max(...plain));
    expect(Math.max(...hot)).toBeLessThan(Math.max(...plain));
    expect([cold, plain, hot].map(argmax)).toEqual([1, 1, 1]);
  });

  it('divides the log-odds of any two by the temperature', () => {
    const logits = [1.2, -0.7, 2.5, 0.1];
    for (const temperature of [0.5, 1, 2.3]) {
      const probabilities = softmax(logits, temperature);
      const odds = Math.log((probabilities[2] as number) / (probabilities[1] as number));
      expect(odds).toBeCloseTo((2.5 + 0.7) / temperature, 9);
    }
  });

  it('knows nothing at an endless temperature', () => {
    expect(softmax([5, -3, 0, 1], 1e9)).toEqual([0.25, 0.25, 0.25, 0.25].map((p) => expect.closeTo(p, 6)));
  });

  it('does not overflow', () => {
    expect(softmax([1e4, 0])).toEqual([1, 0]);
    expect(softmax(Float32Array.of(-1e4, -1e4))).toEqual([0.5, 0.5]);
  });
});

describe('argmax', () => {
  it('takes the first of equals', () => {
    expect(argmax([1, 5, 5, 2])).toBe(1);
  });
});
