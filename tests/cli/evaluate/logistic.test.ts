import { describe, expect, it } from 'vitest';
import { type Example, fitLogistic } from '../../../src/cli/evaluate/logistic.ts';
import { minimise } from '../../../src/cli/evaluate/minimise.ts';
import { seeded } from '../../../src/cli/seeded.ts';

describe('minimise', () => {
  it('finds the bottom of a long bent valley (Rosenbrock 1960)', () => {
    const found = minimise(
      ([x = 0, y = 0]) => ({
        value: (1 - x) ** 2 + 100 * (y - x * x) ** 2,
        gradient: Float64Array.of(-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)),
      }),
      Float64Array.of(-1.2, 1),
      { tolerance: 1e-8 },
    );
    expect(found[0]).toBeCloseTo(1, 6);
    expect(found[1]).toBeCloseTo(1, 6);
  });
});

describe('logistic regression', () => {
  /** Three clouds around the corners of a triangle. */
  function clouds(n: number, spread: number, random: () => number): Example[] {
    const corners = [
      [0, 0],
      [4, 0],
      [0, 4],
    ] as const;
    const bell = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return Array.from({ length: n }, (_, i) => {
      const [x, y] = corners[i % 3] ?? [0, 0];
      return { features: [x + spread * bell(), y + spread * bell(), 7], truth: i % 3 };
    });
  }
  const largest = (probabilities: number[]) => probabilities.indexOf(Math.max(...probabilities));

  it('tells clouds apart that it has not seen', () => {
    const random = seeded(5);
    const model = fitLogistic(clouds(150, 0.5, random), 3);
    for (const { features, truth } of clouds(60, 0.5, random)) {
      const probabilities = model.predict(features);
      expect(largest(probabilities)).toBe(truth);
      expect(probabilities.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    }
  });

  it('ends where the penalised gradient is zero', () => {
    // Two classes, one feature -1 and 1 (already standard), each half right: by symmetry the bias difference is 0. With
    // w the weight difference, w = w1 - w0 and w1 = -w0 = w / 2, the penalty is w^2 / 4, so w / 2 = sum (y - p) x.
    const examples: Example[] = [
      { features: [1], truth: 1 },
      { features: [1], truth: 1 },
      { features: [1], truth: 0 },
      { features: [-1], truth: 0 },
      { features: [-1], truth: 0 },
      { features: [-1], truth: 1 },
    ];
    const p = fitLogistic(examples, 2).predict([1])[1] as number;
    const w = Math.log(p / (1 - p));
    expect(w / 2).toBeCloseTo(2 * (2 * (1 - p) - p), 3);
    expect(fitLogistic(examples, 2, 1e-6).predict([1])[1]).toBeCloseTo(2 / 3, 3);
    expect(fitLogistic(examples, 2, 1e6).predict([1])[1]).toBeCloseTo(1 / 2, 3);
  });
});
