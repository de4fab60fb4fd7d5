/** Figures over pairs of truth and prediction. All are fractions 0..1; of no pairs they are NaN. */
import { mean } from '../statistics.ts';

export interface Judged<Label> {
  readonly truth: Label;
  readonly predicted: Label;
}

export function accuracy(pairs: readonly Judged<unknown>[]): number {
  return mean(pairs.map(({ truth, predicted }) => (truth === predicted ? 1 : 0)));
}

/** The unweighted mean of each true label's F1: rare labels count as much as common ones. */
export function macroF1<Label>(pairs: readonly Judged<Label>[]): number {
  const labels = [...new Set(pairs.map(({ truth }) => truth))];
  return mean(
    labels.map((label) => {
      const hits = pairs.filter(({ truth, predicted }) => truth === label && predicted === label).length;
      const actual = pairs.filter(({ truth }) => truth === label).length;
      const claimed = pairs.filter(({ predicted }) => predicted === label).length;
      return (2 * hits) / (actual + claimed);
    }),
  );
}

/**
 * Expected calibration error (Naeini et al. 2015; Guo et al. 2017, eq. 3): by how much confidence and accuracy differ,
 * over bins of equal width, weighted by their share.
 */
export function calibrationError(
  pairs: readonly (Judged<unknown> & { readonly confidence: number })[],
  bins = 15,
): number {
  const byBin = Map.groupBy(pairs, ({ confidence }) => Math.min(bins - 1, Math.floor(confidence * bins)));
  const gaps = [...byBin.values()].map(
    (bin) => Math.abs(accuracy(bin) - mean(bin.map(({ confidence }) => confidence))) * bin.length,
  );
  return gaps.reduce((a, b) => a + b, 0) / pairs.length;
}
