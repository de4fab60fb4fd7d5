import { describe, expect, it } from 'vitest';
import { eyes } from '../../../src/cli/bench/eyes.ts';
import { UsageError } from '../../../src/cli/command-line.ts';
import { SILENT } from '../../inference/support.ts';

const run = (...rest: string[]) => eyes.run({ rest, logger: SILENT });

describe('bench eyes', () => {
  it('measures crop, photo, stages, event loop and memory', { timeout: 240_000 }, async () => {
    const result = (await run('--runs', '1')) as Record<string, number> & {
      stages_ms: Record<string, number>;
    };
    const { stages_ms: stages, ...figures } = result;
    expect(Object.keys(stages)).toEqual(['decode', 'detect', 'align', 'classify']);
    for (const ms of Object.values(stages)) expect(ms).toBeGreaterThan(0);
    for (const key of ['crop_p50_ms', 'crop_p95_ms', 'photo_p50_ms', 'photo_p95_ms', 'throughput_per_s'])
      expect(figures[key], key).toBeGreaterThan(0);
    expect(figures.event_loop_p99_ms).toBeGreaterThanOrEqual(0);
    expect(figures.rss_mb).toBeGreaterThan(50);
    expect(figures.photo_p50_ms).toBeGreaterThan(stages.align ?? Number.NaN);
    expect(result).not.toHaveProperty('peers');
  });

  it('refuses a count that is none', async () => {
    await expect(run('--runs', 'many')).rejects.toBeInstanceOf(UsageError);
  });
});
