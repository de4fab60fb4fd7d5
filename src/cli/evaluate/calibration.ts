/** Whether confidence can be believed: reliability, and what refusing the doubtful buys. */
import { mean } from '../statistics.ts';
import { confidenceOf, isHit, type Scored } from './metrics.ts';

/** Rows whose largest probability lies in one interval. */
export interface ReliabilityBin {
  /** Included; `to` belongs to the next bin, but 1 to the last. */
  readonly from: number;
  readonly to: number;
  /** Means over the bin's rows; NaN when it has none. */
  readonly confidence: number;
  readonly accuracy: number;
  readonly n: number;
}

/** The usual number since Guo et al. 2017. */
const BINS = 15;

/** Bins of equal width (DeGroot & Fienberg 1983; Guo et al. 2017, section 2). */
export function reliability(rows: readonly Scored[], bins = BINS): ReliabilityBin[] {
  const byBin = Map.groupBy(rows, (row) => Math.min(bins - 1, Math.floor(confidenceOf(row) * bins)));
  return Array.from({ length: bins }, (_, i) => {
    const members = byBin.get(i) ?? [];
    return {
      from: i / bins,
      to: (i + 1) / bins,
      confidence: mean(members.map(confidenceOf)),
      accuracy: mean(members.map((row) => Number(isHit(row)))),
      n: members.length,
    };
  });
}

/**
 * Expected calibration error (Naeini et al. 2015; Guo et al. 2017, eq. 3): by how much confidence and accuracy differ
 * in a bin, weighted by the bin's share of the rows. NaN of no rows.
 */
export function calibrationError(bins: readonly ReliabilityBin[]): number {
  const total = bins.reduce((sum, { n }) => sum + n, 0);
  const gaps = bins.filter(({ n }) => n > 0).map((bin) => Math.abs(bin.accuracy - bin.confidence) * bin.n);
  return gaps.reduce((a, b) => a + b, 0) / total;
}

/** A row that is answered when its confidence reaches a threshold. */
export interface Answerable {
  readonly confidence: number;
  readonly hit: boolean;
}

export interface RiskCoveragePoint {
  readonly threshold: number;
  /** Share of the rows that are answered. */
  readonly coverage: number;
  /** Accuracy of those; 1 - selective risk. NaN when none is. */
  readonly accuracy: number;
}

/**
 * Risk-coverage curve (El-Yaniv & Wiener 2010): thresholds under which 1/steps, 2/steps, .. of all rows are answered, and
 * what else is as confident.
 */
export function riskCoverage(rows: readonly Answerable[], steps = 50): RiskCoveragePoint[] {
  const sorted = rows.map(({ confidence }) => confidence).sort((a, b) => b - a);
  if (sorted.length === 0) return [];
  return Array.from({ length: steps }, (_, i) =>
    selectAt(rows, sorted[Math.ceil(((i + 1) * sorted.length) / steps) - 1] as number),
  );
}

/** What is answered at one threshold. */
export function selectAt(rows: readonly Answerable[], threshold: number): RiskCoveragePoint {
  const answered = rows.filter(({ confidence }) => confidence >= threshold);
  return {
    threshold,
    coverage: answered.length / rows.length,
    accuracy: mean(answered.map(({ hit }) => Number(hit))),
  };
}

/**
 * Area under the risk-coverage curve (Geifman et al. 2019, eq. 2): the mean selective risk over the thresholds that the
 * rows themselves set. Rows of equal confidence are answered together. 0 is perfect.
 */
export function areaUnderRiskCoverage(rows: readonly Answerable[]): number {
  const sorted = [...rows].sort((a, b) => b.confidence - a.confidence);
  let area = 0;
  let wrong = 0;
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    while (to < sorted.length && sorted[to]?.confidence === sorted[from]?.confidence) {
      wrong += Number(!sorted[to]?.hit);
      to += 1;
    }
    area += ((to - from) * wrong) / to;
  }
  return area / rows.length;
}
