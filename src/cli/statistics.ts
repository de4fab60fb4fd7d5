/** Plain statistics over measured values. Of no values they are NaN. */

export function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

/**
 * Linear interpolation between the two nearest of the sorted values (Hyndman & Fan 1996, type 7).
 * @param share 0 for the least, 0.5 for the median, 1 for the largest
 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}
