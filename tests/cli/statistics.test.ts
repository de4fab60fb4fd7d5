import { describe, expect, it } from 'vitest';
import { mean, quantile } from '../../src/cli/statistics.ts';

describe('statistics', () => {
  it('quantiles interpolate', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([4, 1, 3, 2], 1)).toBe(4);
    expect(quantile([7], 0.95)).toBe(7);
  });

  it('says that there is nothing to measure', () => {
    expect(mean([])).toBeNaN();
    expect(quantile([], 0.5)).toBeNaN();
  });
});
