/**
 * Figures over rows of truth and probabilities. Rates are fractions 0..1; of no rows they are NaN, which JSON writes as
 * null. Classes are positions in a list of labels.
 */
import { argmax } from '../../inference/emotion/calibrate.ts';
import { mean } from '../statistics.ts';

/** One example. */
export interface Scored {
  /** The true class. */
  readonly truth: number;
  /** One per class, summing to 1. */
  readonly probabilities: readonly number[];
}

export interface ClassFigures {
  /** NaN when the class is never predicted. */
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly auc: number;
  /** Rows of which it is the truth. */
  readonly support: number;
}

/** Under this a probability counts as this: one impossible truth must not make the mean infinite. */
const LEAST_PROBABILITY = 1e-12;

export function isHit({ truth, probabilities }: Scored): boolean {
  return argmax(probabilities) === truth;
}

export function confidenceOf({ probabilities }: Scored): number {
  return Math.max(...probabilities);
}

export function accuracy(rows: readonly Scored[]): number {
  return mean(rows.map((row) => Number(isHit(row))));
}

/** @returns counts[true class][predicted class] */
export function confusionMatrix(rows: readonly Scored[], classes: number): number[][] {
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const { truth, probabilities } of rows) {
    const line = counts[truth] as number[];
    const predicted = argmax(probabilities);
    line[predicted] = (line[predicted] as number) + 1;
  }
  return counts;
}

/** Each class against the rest. */
export function classFigures(rows: readonly Scored[], classes: number): ClassFigures[] {
  const counts = confusionMatrix(rows, classes);
  return counts.map((line, k) => {
    const hits = line[k] as number;
    const support = line.reduce((a, b) => a + b, 0);
    const claimed = counts.reduce((sum, other) => sum + (other[k] as number), 0);
    return {
      precision: hits / claimed,
      recall: hits / support,
      f1: (2 * hits) / (support + claimed),
      auc: areaUnderCurve(rows, k),
      support,
    };
  });
}

/** The unweighted mean F1 of the classes that are the truth of some row: rare ones count as much as common ones. */
export function macroF1(figures: readonly ClassFigures[]): number {
  return mean(figures.filter(({ support }) => support > 0).map(({ f1 }) => f1));
}

/**
 * Area under the ROC curve of one class against the rest, as Mann and Whitney's U: the share of pairs of a row of the
 * class and another row in which the first has the larger probability; equal ones count half (Hanley & McNeil 1982).
 * NaN where there is no pair.
 */
export function areaUnderCurve(rows: readonly Scored[], k: number): number {
  const sorted = rows
    .map(({ truth, probabilities }) => ({ own: truth === k, score: probabilities[k] as number }))
    .sort((a, b) => a.score - b.score);
  let ranks = 0;
  let own = 0;
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    while (to < sorted.length && sorted[to]?.score === sorted[from]?.score) to += 1;
    const tied = sorted.slice(from, to).filter((row) => row.own).length;
    // Ranks from + 1 .. to are shared: each of the equals gets their mean.
    ranks += (tied * (from + 1 + to)) / 2;
    own += tied;
  }
  return (ranks - (own * (own + 1)) / 2) / (own * (sorted.length - own));
}

/** Mean negative natural logarithm of the true class's probability. */
export function logLoss(rows: readonly Scored[]): number {
  return mean(
    rows.map(
      ({ truth, probabilities }) => -Math.log(Math.max(probabilities[truth] as number, LEAST_PROBABILITY)),
    ),
  );
}

/** Squared distance of the probabilities from the truth, summed over the classes (Brier 1950): 0..2. */
export function brierScore(rows: readonly Scored[]): number {
  return mean(
    rows.map(({ truth, probabilities }) =>
      probabilities.reduce((sum, p, k) => sum + (p - Number(k === truth)) ** 2, 0),
    ),
  );
}
