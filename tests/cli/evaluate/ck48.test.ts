import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CK48_LABELS,
  FERPLUS_PRIORS,
  foldsByImage,
  foldsBySubject,
  toCk48,
  withoutNeutral,
} from '../../../src/cli/evaluate/ck48.ts';
import { emotion } from '../../../src/cli/evaluate/emotion.ts';
import { readTiles } from '../../../src/cli/evaluate/tiles.ts';
import { EMOTIONS } from '../../../src/domain/emotion.ts';
import { SILENT } from '../../inference/support.ts';
import { DATA, patternTile, writeLabels, writeSheet } from './support.ts';

const args = (...rest: string[]) => ({ rest, logger: SILENT });

describe('the mapping onto CK+', () => {
  // neutral, happiness, surprise, sadness, anger, disgust, fear, contempt
  const ferplus = [0.5, 0.05, 0.1, 0.05, 0.15, 0.06, 0.07, 0.02];

  it('leaves neutral out and keeps the proportions of the rest', () => {
    // anger, contempt, disgust, fear, happy, sadness, surprise over their sum 0.5
    const expected = [0.3, 0.04, 0.12, 0.14, 0.1, 0.1, 0.2];
    withoutNeutral(ferplus).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i] as number, 12);
    });
  });

  it('divides by what the head had learnt to expect', () => {
    // disgust 0.06 / 0.0156 = 3.85 leads before anger 0.15 / 0.0828 = 1.81
    const mapped = toCk48(ferplus);
    expect(mapped.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    expect(CK48_LABELS[mapped.indexOf(Math.max(...mapped))]).toBe('disgust');
    expect((mapped[2] as number) / (mapped[0] as number)).toBeCloseTo(0.06 / 0.0156 / (0.15 / 0.0828), 9);
  });

  it.runIf(existsSync(path.join(DATA, 'fer2013')))(
    'expects what FER2013 Training holds (skipped without RAGAMALA_DATA)',
    async () => {
      const { rows } = await readTiles(path.join(DATA, 'fer2013'));
      const votes = EMOTIONS.map((name) =>
        rows
          .filter(({ usage }) => usage === 'train')
          .reduce((sum, row) => sum + Number(row[`ferplus_${name}`]), 0),
      );
      const total = votes.reduce((a, b) => a + b, 0);
      votes.forEach((count, i) => {
        expect(count / total).toBeCloseTo(FERPLUS_PRIORS[i] as number, 4);
      });
    },
  );
});

describe('folds', () => {
  const rows = Array.from({ length: 90 }, (_, i) => ({
    subject: `S${100 + Math.floor(i / 6)}`,
    row: String(i),
  }));

  it('by subject never part a subject and are about even', () => {
    const folds = foldsBySubject(rows, 5);
    const bySubject = Map.groupBy(rows, ({ subject }) => subject);
    for (const members of bySubject.values())
      expect(new Set(members.map((row) => folds[rows.indexOf(row)])).size).toBe(1);
    expect([...Map.groupBy(folds, (fold) => fold).values()].map((some) => some.length)).toEqual([
      18, 18, 18, 18, 18,
    ]);
  });

  it('by image part subjects, and are the same every time', () => {
    const folds = foldsByImage(rows, 5);
    expect(new Set(folds.slice(0, 6)).size).toBeGreaterThan(1);
    expect(foldsByImage(rows, 5)).toEqual(folds);
    expect([...Map.groupBy(folds, (fold) => fold).values()].map((some) => some.length)).toEqual([
      18, 18, 18, 18, 18,
    ]);
  });
});

describe('evaluate emotion on the layout of CK+48', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ragamala-ck48-'));
    // Every subject shows every label as the same picture: a probe that works must tell them all apart.
    await writeSheet(
      folder,
      CK48_LABELS.map((_, i) => patternTile(i)),
    );
    const rows = Array.from({ length: 10 }, (_, subject) =>
      CK48_LABELS.flatMap((label, i) => [1, 2, 3].map((frame) => [i, label, `S${subject}`, `00${i}`, frame])),
    ).flat();
    await writeLabels(folder, [['row', 'emotion', 'subject', 'sequence', 'frame'], ...rows]);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('gives the figures of the mapped head and of the probe', async () => {
    const result = (await emotion.run(args('--data', folder))) as Record<string, unknown>;
    expect(result).toMatchObject({
      n: 210,
      n_sequences: 70,
      n_subjects: 10,
      ck48_probe_accuracy: 1,
      ck48_probe_sequence_accuracy: 1,
      ck48_leaking_probe_accuracy: 1,
      ck48_mapping: expect.stringContaining('neutral'),
      heads: { ck48: { confusion: { labels: CK48_LABELS }, n: 210 } },
    });
    // Seven pictures, each shown as often: a whole number of them is read right.
    expect((result.ck48_accuracy as number) * 7).toBeCloseTo(
      Math.round((result.ck48_accuracy as number) * 7),
      9,
    );
    expect(result.ck48_sequence_accuracy).toBeCloseTo(result.ck48_accuracy as number, 9);
  });

  it('has no usages', async () => {
    await expect(emotion.run(args('--data', folder, '--usage', 'test'))).rejects.toThrow('has no usages');
  });

  it('names the line of a label that CK+ has not', async () => {
    const other = await mkdtemp(path.join(tmpdir(), 'ragamala-ck48-'));
    await writeSheet(other, [patternTile(1)]);
    await writeLabels(other, [
      ['row', 'emotion', 'subject', 'sequence', 'frame'],
      [0, 'anger', 'S1', '1', 1],
      [0, 'neutral', 'S1', '2', 1],
    ]);
    await expect(emotion.run(args('--data', other))).rejects.toMatchObject({
      code: 'tiles.bad_table',
      context: {
        problem: expect.stringMatching(/^line 3: expected an emotion, one of anger, .* received "neutral"$/),
      },
    });
    await rm(other, { recursive: true });
  });

  it.runIf(existsSync(path.join(DATA, 'ck48')))(
    'reads faces that it never saw far better than chance (skipped without RAGAMALA_DATA)',
    { timeout: 300_000 },
    async () => {
      const result = (await emotion.run(args('--data', path.join(DATA, 'ck48')))) as Record<string, number>;
      expect(result).toMatchObject({ n: 981, n_sequences: 327, n_subjects: 118 });
      expect(result.ck48_accuracy).toBeGreaterThan(0.6);
      expect(result.ck48_probe_accuracy).toBeGreaterThan(0.8);
    },
  );
});
