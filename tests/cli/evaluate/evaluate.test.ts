import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emotion } from '../../../src/cli/evaluate/emotion.ts';
import { faces } from '../../../src/cli/evaluate/faces.ts';
import { majority } from '../../../src/cli/evaluate/fer2013.ts';
import { alignFace } from '../../../src/inference/face/align.ts';
import { decodePhoto } from '../../../src/inference/image/decode.ts';
import { openReader } from '../../../src/inference/reader.ts';
import { type Fixture, fixture, fixturePath, MODELS, SILENT } from '../../inference/support.ts';

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

describe('evaluate', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ragamala-evaluate-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('emotion judges tiles by both label sets and leaves out what the definition leaves out', async () => {
    const { detector, classifier } = await openReader(MODELS);
    const tiles = [];
    for (const [i, name] of FIXTURES.entries()) {
      const { raster } = await decodePhoto(await fixture(name));
      const [face] = await detector.detect(raster);
      if (face === undefined) throw new Error(`no face in ${name}`);
      const crop = alignFace(raster, face, classifier.manifest.template, 48);
      const raw = { width: 48, height: 48, channels: 1 } as const;
      tiles.push({
        input: await sharp(Uint8Array.from(crop), { raw }).png().toBuffer(),
        left: i * 48,
        top: 0,
      });
    }
    await Promise.all([detector.close(), classifier.close()]);
    const sheet = sharp({ create: { width: 48 * 48, height: 48, channels: 3, background: '#000' } });
    await sheet.composite(tiles).webp({ lossless: true }).toFile(path.join(folder, 'sheet-00.webp'));
    const row = (number: number, usage: string, label: string, counts: Record<string, number>) =>
      [number, usage, label, ...Object.values(votes(counts))].join();
    const lines = [
      ['row', 'usage', 'fer2013_label', ...VOTES.map((name) => `ferplus_${name}`)].join(),
      row(0, 'PublicTest', 'happy', { happiness: 9, neutral: 1 }),
      row(1, 'PublicTest', 'neutral', { neutral: 8, sadness: 2 }),
      row(2, 'PrivateTest', 'neutral', { sadness: 7, neutral: 3 }),
      row(3, 'PublicTest', 'happy', { happiness: 5, surprise: 5 }),
      row(3, 'train', 'sad', { anger: 10 }),
    ];
    await writeFile(path.join(folder, 'labels.csv'), lines.join('\n'));

    expect(await emotion.run(args('--data', folder))).toMatchObject({
      n: 3,
      n_fer2013: 4,
      ferplus_accuracy: expect.closeTo(2 / 3, 9),
      mood_accuracy_ferplus: expect.closeTo(2 / 3, 9),
      ferplus_macro_f1: expect.closeTo((1 + 2 / 3 + 0) / 3, 9),
      fer2013_accuracy: 1,
      fer2013_macro_f1: 1,
      mood_accuracy_fer2013: 1,
      ece: expect.any(Number),
    });
    expect(await emotion.run(args('--data', folder, '--usage', 'PrivateTest'))).toMatchObject({
      n: 1,
      ferplus_accuracy: 0,
    });
    await expect(emotion.run(args('--data', folder, '--usage', 'none'))).rejects.toThrow(
      'no row of usage none',
    );
    await expect(emotion.run(args())).rejects.toThrow('--data FOLDER is missing');
  });

  it('faces counts what is found and what is right, per label', async () => {
    const photos = path.join(folder, 'photos');
    for (const name of FIXTURES) await cp(fixturePath(name), path.join(photos, `${name}.jpg`));
    await sharp({ create: { width: 300, height: 300, channels: 3, background: '#888' } })
      .jpeg()
      .toFile(path.join(photos, 'wall-neutral.jpg'));
    await writeFile(path.join(photos, 'LICENSE.md'), 'not a photo');
    expect(await faces.run(args('--data', photos))).toEqual({
      detection_rate: 0.8,
      accuracy: 0.8,
      n: 5,
      per_label: {
        happiness: { detection_rate: 1, accuracy: 1, n: 2 },
        neutral: { detection_rate: expect.closeTo(2 / 3, 9), accuracy: expect.closeTo(2 / 3, 9), n: 3 },
      },
      wrong: ['wall-neutral.jpg: no face'],
    });
  });

  const data = process.env.RAGAMALA_DATA ?? path.join(import.meta.dirname, '../../../../shared/data');
  const london = path.join(data, 'faces');
  it.runIf(existsSync(london))(
    'finds every face of the London set (skipped without RAGAMALA_DATA)',
    async () => {
      const { detection_rate, accuracy } = (await faces.run(args('--data', london))) as Record<
        string,
        number
      >;
      expect(detection_rate).toBe(1);
      expect(accuracy).toBeGreaterThan(0.7);
    },
  );
});
