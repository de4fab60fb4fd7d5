import { describe, expect, it } from 'vitest';
import {
  accuracy,
  areaUnderCurve,
  brierScore,
  classFigures,
  confusionMatrix,
  logLoss,
  macroF1,
  type Scored,
} from '../../../src/cli/evaluate/metrics.ts';

const LETTERS = 'ab';

/** `ab`: a is the truth, b was predicted for certain. */
const pairs = (text: string): Scored[] =>
  text.split(' ').map((pair) => ({
    truth: LETTERS.indexOf(pair[0] as string),
    probabilities: [...LETTERS].map((letter) => Number(letter === pair[1])),
  }));

/** Rows of two classes: the truth, and the probability of class 1. */
const binary = (...rows: [truth: number, probability: number][]): Scored[] =>
  rows.map(([truth, p]) => ({ truth, probabilities: [1 - p, p] }));

describe('metrics', () => {
  it('accuracy is the share of hits', () => {
    expect(accuracy(pairs('aa ab bb bb'))).toBe(0.75);
    expect(accuracy([])).toBeNaN();
  });

  it('the confusion matrix counts [true][predicted]', () => {
    expect(confusionMatrix(pairs('aa ab ab bb'), 2)).toEqual([
      [1, 2],
      [0, 1],
    ]);
  });

  it('precision, recall, F1 and support of each class', () => {
    // a: claimed twice, once rightly, of one; b: claimed twice, both rightly, of three.
    expect(classFigures(pairs('aa bb bb ba'), 2)).toMatchObject([
      { precision: 1 / 2, recall: 1, f1: 2 / 3, support: 1 },
      { precision: 1, recall: 2 / 3, f1: 4 / 5, support: 3 },
    ]);
  });

  it('macro F1 is the plain mean of the classes that there are', () => {
    const f1 = (text: string, classes: number) => macroF1(classFigures(pairs(text), classes));
    expect(f1('aa bb bb ba', 2)).toBeCloseTo((2 / 3 + 4 / 5) / 2, 12);
    // Never hit, but there: b counts as 0.
    expect(f1('aa ba', 2)).toBeCloseTo((2 / 3 + 0) / 2, 12);
    // Not there: b and a third class do not count.
    expect(f1('aa aa', 3)).toBe(1);
  });

  it('AUC is the share of pairs in the right order', () => {
    // 0.9 and 0.4 against 0.5 and 0.3: 0.9 beats both, 0.4 beats 0.3: 3 of 4.
    expect(areaUnderCurve(binary([1, 0.9], [1, 0.4], [0, 0.5], [0, 0.3]), 1)).toBe(3 / 4);
    // The other class from its own side, with 1 - p: the same.
    expect(areaUnderCurve(binary([1, 0.9], [1, 0.4], [0, 0.5], [0, 0.3]), 0)).toBeCloseTo(3 / 4, 12);
    expect(areaUnderCurve(binary([1, 0.1], [0, 0.9]), 1)).toBe(0);
  });

  it('AUC counts ties as half', () => {
    // 0.5 against 0.5 (half), 0.2 (one); 0.8 against both: 3.5 of 4.
    expect(areaUnderCurve(binary([1, 0.5], [1, 0.8], [0, 0.5], [0, 0.2]), 1)).toBe(3.5 / 4);
    expect(areaUnderCurve(binary([1, 0.5], [0, 0.5], [0, 0.5]), 1)).toBe(0.5);
  });

  it('AUC of a class that is nobody or everybody is not a number', () => {
    expect(areaUnderCurve(binary([0, 0.5], [0, 0.4]), 1)).toBeNaN();
    expect(areaUnderCurve(binary([1, 0.5], [1, 0.4]), 1)).toBeNaN();
  });

  it('log loss is the mean surprise, bounded where the truth was held impossible', () => {
    // -(ln 0.5 + ln 0.25) / 2 = 1.5 ln 2
    expect(logLoss(binary([1, 0.5], [1, 0.25]))).toBeCloseTo(1.5 * Math.LN2, 12);
    expect(logLoss(binary([1, 0]))).toBeCloseTo(12 * Math.LN10, 9);
  });

  it('the Brier score sums over the classes', () => {
    // 0.3^2 + 0.3^2 = 0.18 and 1 + 1 = 2.
    expect(brierScore(binary([1, 0.7], [1, 0]))).toBeCloseTo((0.18 + 2) / 2, 12);
  });
});
