import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { why } from '../../../src/cli/evaluate/why.ts';
import { explainMoment } from '../../../src/inference/explain.ts';
import { openReader } from '../../../src/inference/reader.ts';
import { fixture, MODELS, SILENT } from '../../inference/support.ts';
import { writeLabels, writeSheet } from './support.ts';

const VOTES = 'neutral happiness surprise sadness anger disgust fear contempt unknown not_face'.split(' ');

interface Result {
  readonly n: number;
  readonly shipped: string;
  readonly passes: Record<string, number>;
  readonly maps: Record<string, Record<'without_most' | 'without_least' | 'most_alone' | 'gap', number>>;
}

describe('evaluate why', { timeout: 300_000 }, () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ragamala-why-'));
    const parts = await openReader(MODELS);
    const { crop } = await explainMoment([[{ bytes: await fixture('022-smiling') }]], parts);
    await Promise.all([parts.detector.close(), parts.classifier.close()]);
    await writeSheet(folder, [crop]);
    await writeLabels(folder, [
      ['row', 'usage', 'fer2013_label', ...VOTES.map((name) => `ferplus_${name}`)],
      [0, 'PublicTest', 'happy', 0, 10, 0, 0, 0, 0, 0, 0, 0, 0],
    ]);
  }, 300_000);
  afterAll(() => rm(folder, { recursive: true }));

  it('finds that what a smile hangs on matters, by every layout of covers', async () => {
    const result = (await why.run({ rest: ['--data', folder], logger: SILENT })) as Result;
    expect(result.n).toBe(1);
    expect(Object.keys(result.passes)).toEqual(Object.keys(result.maps));
    expect(result.maps).toHaveProperty(result.shipped);
    for (const map of Object.values(result.maps)) {
      expect(map.without_most).toBeLessThan(map.without_least);
      expect(map.gap).toBeCloseTo(map.most_alone - map.without_most, 12);
    }
  });
});
