import { describe, expect, it } from 'vitest';
import {
  areaUnderRiskCoverage,
  calibrationError,
  reliability,
  riskCoverage,
  selectAt,
} from '../../../src/cli/evaluate/calibration.ts';
import { confidenceInterval } from '../../../src/cli/evaluate/interval.ts';
import type { Scored } from '../../../src/cli/evaluate/metrics.ts';

/** Rows with one confidence, so many of them right. */
function rows(right: number, wrong: number, confidence: number): Scored[] {
  const probabilities = [confidence, (1 - confidence) * 0.9, (1 - confidence) * 0.1];
  return Array.from({ length: right + wrong }, (_, i) => ({ truth: i < right ? 0 : 1, probabilities }));
}

const ece = (scored: Scored[]) => calibrationError(reliability(scored));

describe('calibration error', () => {
  it('is 0 for honest confidence and the gap for boasting', () => {
    expect(ece(rows(8, 2, 0.8))).toBeCloseTo(0, 12);
    expect(ece(rows(5, 5, 1))).toBeCloseTo(0.5, 12);
    // Half of the rows are off by 0, half by 0.5.
    expect(ece([...rows(8, 2, 0.8), ...rows(5, 5, 1)])).toBeCloseTo(0.25, 12);
  });

  it('lets errors of one bin cancel, as defined', () => {
    // 0.94 and 0.98 share the last of 15 bins: means 0.96 and 1.0.
    expect(ece([...rows(1, 0, 0.94), ...rows(1, 0, 0.98)])).toBeCloseTo(0.04, 12);
  });

  it('of nothing is not a number', () => {
    expect(ece([])).toBeNaN();
  });
});

describe('reliability', () => {
  it('puts an edge into the bin that it begins, and 1 into the last', () => {
    const bins = reliability([...rows(1, 0, 0.5), ...rows(0, 1, 1)], 4);
    expect(bins.map(({ n }) => n)).toEqual([0, 0, 1, 1]);
    expect(bins[2]).toEqual({ from: 0.5, to: 0.75, confidence: 0.5, accuracy: 1, n: 1 });
    expect(bins[3]).toMatchObject({ confidence: 1, accuracy: 0 });
    expect(bins[0]?.accuracy).toBeNaN();
  });
});

describe('risk and coverage', () => {
  const four = [
    { confidence: 0.9, hit: true },
    { confidence: 0.7, hit: true },
    { confidence: 0.7, hit: false },
    { confidence: 0.3, hit: false },
  ];

  it('answers what reaches the threshold', () => {
    expect(selectAt(four, 0.7)).toEqual({ threshold: 0.7, coverage: 3 / 4, accuracy: 2 / 3 });
    expect(selectAt(four, 0.71)).toEqual({ threshold: 0.71, coverage: 1 / 4, accuracy: 1 });
    expect(selectAt(four, 1)).toEqual({ threshold: 1, coverage: 0, accuracy: Number.NaN });
  });

  it('follows the thresholds that the rows set', () => {
    expect(riskCoverage(four, 4)).toEqual([
      { threshold: 0.9, coverage: 1 / 4, accuracy: 1 },
      // Two are equally confident: both are answered.
      { threshold: 0.7, coverage: 3 / 4, accuracy: 2 / 3 },
      { threshold: 0.7, coverage: 3 / 4, accuracy: 2 / 3 },
      { threshold: 0.3, coverage: 1, accuracy: 1 / 2 },
    ]);
    expect(riskCoverage([])).toEqual([]);
  });

  it('the area is the mean risk, equals answered together', () => {
    // Risks at the four rows' own confidence: 0, 1/3, 1/3, 2/4.
    expect(areaUnderRiskCoverage(four)).toBeCloseTo((0 + 1 / 3 + 1 / 3 + 1 / 2) / 4, 12);
    expect(areaUnderRiskCoverage([{ confidence: 0.2, hit: true }])).toBe(0);
  });
});

describe('the confidence interval', () => {
  const coins = (n: number) => Array.from({ length: n }, (_, i) => [i % 2]);

  it('is as wide as the theory says, and the same every time', () => {
    const [low, high] = confidenceInterval(coins(1000));
    // 1.96 sqrt(0.25 / 1000) = 0.031
    expect(low).toBeGreaterThan(0.5 - 0.04);
    expect(low).toBeLessThan(0.5 - 0.022);
    expect(high).toBeGreaterThan(0.5 + 0.022);
    expect(high).toBeLessThan(0.5 + 0.04);
    expect(confidenceInterval(coins(1000))).toEqual([low, high]);
  });

  it('is wider where witnesses repeat each other', () => {
    const alone = confidenceInterval(coins(300));
    // 100 people, three frames each of one opinion.
    const together = confidenceInterval(coins(100).map(([value = 0]) => [value, value, value]));
    expect(together[1] - together[0]).toBeGreaterThan(1.4 * (alone[1] - alone[0]));
  });

  it('of a certainty has no width', () => {
    expect(confidenceInterval([[1], [1, 1]])).toEqual([1, 1]);
  });
});
