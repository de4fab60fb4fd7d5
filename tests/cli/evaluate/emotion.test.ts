import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emotion } from '../../../src/cli/evaluate/emotion.ts';
import { asEmotions, majority } from '../../../src/cli/evaluate/fer2013.ts';
import { alignFace } from '../../../src/inference/face/align.ts';
import { decodePhoto } from '../../../src/inference/image/decode.ts';
import { openReader } from '../../../src/inference/reader.ts';
import { type Fixture, fixture, MODELS, SILENT } from '../../inference/support.ts';
import { DATA, writeLabels, writeSheet } from './support.ts';

const args = (...rest: string[]) => ({ rest, logger: SILENT });
const FIXTURES: readonly Fixture[] = ['022-smiling', '034-neutral', '119-neutral', '129-smiling'];
const VOTES = 'neutral happiness surprise sadness anger disgust fear contempt unknown not_face'.split(' ');

/** A row of labels.csv: votes as `{emotion: count}`. */
function votes(counts: Record<string, number>): Record<string, string> {
  return Object.fromEntries(VOTES.map((name) => [`ferplus_${name}`, String(counts[name] ?? 0)]));
}

describe('majority', () => {
  it.each([
    ['the most votes', { happiness: 6, neutral: 4 }, 'happiness'],
    ['a plurality', { fear: 4, surprise: 3, unknown: 3 }, 'fear'],
    ['a tie', { sadness: 5, neutral: 5 }, undefined],
    ['unknown in the lead', { unknown: 6, neutral: 4 }, undefined],
    ['no face', { not_face: 10 }, undefined],
    ['a tie with unknown', { unknown: 5, neutral: 5 }, undefined],
    ['no votes at all', {}, undefined],
  ])('of %s', (_, counts, expected) => {
    expect(majority(votes(counts))).toBe(expected);
  });
});

it("FER2013's seven labels are emotions, contempt none of them", () => {
  // angry, disgust, fear, happy, sad, surprise, neutral
  expect(asEmotions([0.1, 0.2, 0.05, 0.3, 0.15, 0.12, 0.08])).toEqual({
    anger: 0.1,
    disgust: 0.2,
    fear: 0.05,
    happiness: 0.3,
    sadness: 0.15,
    surprise: 0.12,
    neutral: 0.08,
    contempt: 0,
  });
});

describe('evaluate emotion on the layout of FER2013', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ragamala-emotion-'));
    const { detector, classifier } = await openReader(MODELS);
    const tiles = [];
    for (const name of FIXTURES) {
      const { raster } = await decodePhoto(await fixture(name));
      const [face] = await detector.detect(raster);
      if (face === undefined) throw new Error(`no face in ${name}`);
      tiles.push(alignFace(raster, face, classifier.manifest.template, 48));
    }
    await Promise.all([detector.close(), classifier.close()]);
    await writeSheet(folder, tiles);
    const row = (number: number, usage: string, label: string, counts: object, hash: string, also = 0) => [
      number,
      usage,
      label,
      ...Object.values(votes(counts as Record<string, number>)),
      hash,
      also,
    ];
    await writeLabels(folder, [
      [
        'row',
        'usage',
        'fer2013_label',
        ...VOTES.map((name) => `ferplus_${name}`),
        'pixels_sha1_16',
        'also_in_withheld_test',
      ],
      row(0, 'PublicTest', 'happy', { happiness: 9, neutral: 1 }, 'a'),
      row(1, 'PublicTest', 'neutral', { neutral: 8, sadness: 2 }, 'b', 1),
      row(2, 'PrivateTest', 'neutral', { sadness: 7, neutral: 3 }, 'c'),
      row(3, 'PublicTest', 'happy', { happiness: 5, surprise: 5 }, 'c'),
      row(3, 'train', 'sad', { anger: 10 }, 'a'),
    ]);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('judges tiles by both label sets and leaves out what the definition leaves out', async () => {
    const result = await emotion.run(args('--data', folder));
    expect(result).toMatchObject({
      n: 3,
      n_fer2013: 4,
      ferplus_accuracy: expect.closeTo(2 / 3, 9),
      mood_accuracy_ferplus: expect.closeTo(2 / 3, 9),
      ferplus_macro_f1: expect.closeTo((1 + 2 / 3 + 0) / 3, 9),
      fer2013_accuracy: 1,
      fer2013_macro_f1: 1,
      mood_accuracy_fer2013: 1,
      ece: expect.any(Number),
      duplicates: 1,
      also_in_withheld_test: 1,
      intervals: { ferplus_accuracy: [expect.any(Number), 1], fer2013_accuracy: [1, 1] },
    });
    const { heads } = result as { heads: Record<string, { confusion: object; per_class: object }> };
    expect(Object.keys(heads)).toEqual(['ferplus', 'fer2013', 'mood_ferplus', 'mood_fer2013']);
    expect(heads.mood_ferplus?.confusion).toEqual({
      labels: ['happy', 'sad', 'calm', 'energetic'],
      counts: [
        [1, 0, 0, 0],
        [0, 0, 1, 0],
        [0, 0, 1, 0],
        [0, 0, 0, 0],
      ],
    });
    expect(heads.ferplus?.per_class).toMatchObject({
      // Claimed twice, once rightly; told apart from sadness or not, before happiness in any case.
      neutral: { precision: 1 / 2, recall: 1, f1: expect.closeTo(2 / 3, 9), support: 1 },
      happiness: { precision: 1, recall: 1, f1: 1, auc: 1, support: 1 },
      sadness: { recall: 0, f1: 0, support: 1 },
      anger: { recall: Number.NaN, auc: Number.NaN, support: 0 },
    });
  });

  it('measures one usage', async () => {
    expect(await emotion.run(args('--data', folder, '--usage', 'PrivateTest'))).toMatchObject({
      n: 1,
      ferplus_accuracy: 0,
    });
    expect(await emotion.run(args('--data', folder, '--limit', '2'))).toMatchObject({ n: 2, n_fer2013: 2 });
    await expect(emotion.run(args())).rejects.toThrow('--data FOLDER is missing');
    await expect(emotion.run(args('--data', folder, '--limit', 'few'))).rejects.toThrow(
      '--limit: expected a whole number above 0, received few',
    );
    await expect(emotion.run(args('--data', folder, '--variants', 'none'))).rejects.toThrow('--variants');
  });

  it('writes figures and pictures', async () => {
    const out = path.join(folder, 'out/deep');
    const result = await emotion.run(args('--data', folder, '--out', out));
    const heads = ['ferplus', 'fer2013', 'mood-ferplus', 'mood-fer2013'];
    expect((await readdir(out)).sort()).toEqual(
      [
        'confusion.json',
        'figures.json',
        'reliability.json',
        'risk-coverage.json',
        'risk-coverage.png',
        ...heads.flatMap((head) => [`confusion-${head}.png`, `reliability-${head}.png`]),
      ].sort(),
    );
    const written = JSON.parse(await readFile(path.join(out, 'figures.json'), 'utf8')) as object;
    expect(written).toEqual(JSON.parse(JSON.stringify(result)));
    const matrix = sharp(path.join(out, 'confusion-ferplus.png'));
    expect(await matrix.metadata()).toMatchObject({ format: 'png', width: expect.any(Number) });
    // The neutral row's own cell is full: blue, in the middle of its upper edge. Beside it happiness is empty: white.
    const { data, info } = await matrix.removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number) => [
      ...data.subarray((y * 3 * info.width + x * 3) * 3, (y * 3 * info.width + x * 3) * 3 + 3),
    ];
    expect(at(118 + 36, 66 + 5)).toEqual([0x21, 0x40, 0x7a]);
    expect(at(118 + 72 + 36, 66 + 5)).toEqual([255, 255, 255]);
  });

  it('prints one line of JSON, or tables', { timeout: 120_000 }, async () => {
    const root = path.resolve(import.meta.dirname, '../../..');
    const run = async (...rest: string[]) => {
      const child = spawn(
        process.execPath,
        [path.join(root, 'src/cli/evaluate.ts'), 'emotion', '--data', folder, ...rest],
        {
          stdio: ['ignore', 'pipe', 'ignore'],
        },
      );
      const [out, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
      expect(code).toBe(0);
      return out;
    };
    const line = await run('--json');
    expect(line.trimEnd()).not.toContain('\n');
    expect(JSON.parse(line)).toMatchObject({ n: 3, heads: { ferplus: { reliability: expect.any(Array) } } });
    const table = await run();
    expect(table).toMatch(/^ +true \\ predicted +happy +sad +calm +energetic$/m);
    expect(table).not.toContain('reliability');
    expect(await run('--help')).toContain('--usage NAME');
  });

  const installed = existsSync(path.join(import.meta.dirname, '../../../benchmarks/peers/node_modules'));
  it.runIf(installed)(
    'measures the peers on the same rows (skipped where they are not installed)',
    { timeout: 300_000 },
    async () => {
      const { peers } = (await emotion.run(args('--data', folder, '--peers'))) as { peers: object };
      const figures = {
        fer2013_accuracy: expect.any(Number),
        mood_accuracy_fer2013: expect.any(Number),
        n: 4,
      };
      expect(peers).toEqual({
        human: expect.objectContaining({ ...figures, version: expect.stringContaining('@vladmandic/human') }),
        faceapi: expect.objectContaining({ ...figures, version: expect.stringContaining('face-api') }),
      });
    },
  );

  const fer2013 = path.join(DATA, 'fer2013');
  it.runIf(existsSync(fer2013))(
    'reads FER2013 far better than chance, and is as sure as it is right (skipped without RAGAMALA_DATA)',
    { timeout: 300_000 },
    async () => {
      const result = (await emotion.run(args('--data', fer2013, '--limit', '600'))) as Record<string, number>;
      expect(result).toMatchObject({ n_fer2013: 600 });
      expect(result.ferplus_accuracy).toBeGreaterThan(0.75);
      expect(result.fer2013_accuracy).toBeGreaterThan(0.55);
      expect(result.ece).toBeLessThan(0.08);
    },
  );
});
