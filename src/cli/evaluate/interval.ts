import { seeded } from '../seeded.ts';
import { quantile } from '../statistics.ts';

const RESAMPLES = 1000;
const SEED = 1;

/**
 * 95 % confidence interval of a mean by the percentile bootstrap (Efron 1979), 1,000 resamples, seeded.
 * @param groups values that are not independent of each other stand in one group (frames of one person) and are drawn
 *   together; where all are independent each is a group of its own
 * @returns the 2.5 % and 97.5 % quantiles of the resampled means
 */
export function confidenceInterval(groups: readonly (readonly number[])[]): [number, number] {
  const random = seeded(SEED);
  const sums = Float64Array.from(groups, (group) => group.reduce((a, b) => a + b, 0));
  const means = Array.from({ length: RESAMPLES }, () => {
    let sum = 0;
    let n = 0;
    for (let i = 0; i < groups.length; i++) {
      const drawn = Math.floor(random() * groups.length);
      sum += sums[drawn] as number;
      n += groups[drawn]?.length ?? 0;
    }
    return sum / n;
  });
  return [quantile(means, 0.025), quantile(means, 0.975)];
}
