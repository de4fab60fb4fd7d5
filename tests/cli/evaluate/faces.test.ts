import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Judged, summarise } from '../../../src/cli/evaluate/answers.ts';
import { faces } from '../../../src/cli/evaluate/faces.ts';
import { namedPhotos } from '../../../src/cli/evaluate/photos.ts';
import { readMoodTable } from '../../../src/inference/emotion/mood-table.ts';
import { type Fixture, fixture, MODELS, SILENT } from '../../inference/support.ts';
import { DATA } from './support.ts';

const args = (...rest: string[]) => ({ rest, logger: SILENT });
const FIXTURES: readonly Fixture[] = ['022-smiling', '034-neutral', '119-neutral', '129-smiling'];
const ALL_RIGHT = { detection_rate: 1, accuracy: 1, mood_accuracy: 1 };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ragamala-faces-'));
  for (const name of FIXTURES) {
    const photo = sharp(await fixture(name)).resize(640);
    await photo.jpeg({ quality: 95 }).toFile(path.join(folder, `${name}.jpg`));
  }
  await sharp({ create: { width: 300, height: 300, channels: 3, background: '#888' } })
    .jpeg()
    .toFile(path.join(folder, 'wall-sad.jpg'));
  await writeFile(path.join(folder, 'LICENSE.md'), 'not a photo');
  await writeFile(path.join(folder, '500-angry.jpg'), (await fixture('034-neutral')).subarray(0, 2000));
  await writeFile(path.join(folder, '501-happy.png'), 'not a picture');
});
afterAll(() => rm(folder, { recursive: true }));

describe('photos', () => {
  it('are named for what they show', async () => {
    expect(await namedPhotos(folder)).toEqual([
      { file: '022-smiling.jpg', person: '022', truth: 'happiness' },
      { file: '034-neutral.jpg', person: '034', truth: 'neutral' },
      { file: '119-neutral.jpg', person: '119', truth: 'neutral' },
      { file: '129-smiling.jpg', person: '129', truth: 'happiness' },
      { file: '500-angry.jpg', person: '500', truth: 'anger' },
      { file: '501-happy.png', person: '501', truth: 'happiness' },
      { file: 'wall-sad.jpg', person: 'wall', truth: 'sadness' },
    ]);
  });

  it('that there are none of is said with what a name looks like', async () => {
    const empty = await mkdtemp(path.join(tmpdir(), 'ragamala-faces-'));
    await writeFile(path.join(empty, 'holiday.jpg'), '');
    await expect(faces.run(args('--data', empty))).rejects.toMatchObject({
      code: 'photos.none',
      context: {
        problem: expect.stringContaining('none of its 1 files'),
        remedy: expect.stringContaining('afraid'),
      },
    });
    await rm(empty, { recursive: true });
    await expect(faces.run(args('--data', empty))).rejects.toMatchObject({ code: 'photos.none' });
  });
});

describe('what is counted', async () => {
  const table = await readMoodTable(path.join(MODELS, 'emotion-to-mood.csv'));
  const found = { found: true, confident: true } as const;

  it('no face is wrong, the mood may be right where the emotion is not, and doubt answers neutral', () => {
    const judged: Judged[] = [
      {
        person: 'a',
        truth: 'anger',
        answer: { ...found, emotion: 'disgust', mood: 'energetic', answeredMood: 'energetic' },
      },
      {
        person: 'b',
        truth: 'neutral',
        answer: { found: true, confident: false, emotion: 'fear', mood: 'sad', answeredMood: 'calm' },
      },
      {
        person: 'c',
        truth: 'happiness',
        answer: { ...found, emotion: 'happiness', mood: 'happy', answeredMood: 'happy' },
      },
      { person: 'd', truth: 'neutral', answer: { found: false } },
    ];
    expect(summarise(judged, table)).toEqual({
      detection_rate: 3 / 4,
      accuracy: 1 / 4,
      mood_accuracy: 2 / 4,
      answered_accuracy: 2 / 4,
      answered_mood_accuracy: 3 / 4,
      confident_rate: 2 / 4,
      n: 4,
    });
  });
});

describe('evaluate faces', { timeout: 300_000 }, () => {
  it('counts what is found and what is right, and names what cannot be read', async () => {
    expect(await faces.run(args('--data', folder, '--variants', 'none'))).toEqual({
      detection_rate: 0.8,
      accuracy: 0.8,
      mood_accuracy: 0.8,
      answered_accuracy: 0.8,
      answered_mood_accuracy: 0.8,
      confident_rate: expect.any(Number),
      n: 5,
      per_label: {
        happiness: expect.objectContaining({ ...ALL_RIGHT, n: 2 }),
        neutral: expect.objectContaining({ ...ALL_RIGHT, n: 2 }),
        sadness: expect.objectContaining({ detection_rate: 0, accuracy: 0, n: 1 }),
      },
      accuracy_interval: [expect.any(Number), 1],
      wrong: ['wall-sad.jpg: no face'],
      unreadable: {
        n: 2,
        files: [expect.stringContaining('500-angry.jpg'), expect.stringContaining('501-happy.png')],
      },
    });
  });

  it('reads every variant of each photo', async () => {
    const result = (await faces.run(args('--data', folder))) as Record<string, unknown>;
    const small = result.small as Record<string, object>;
    expect(Object.keys(small)).toEqual(['half', 'quarter', 'eighth']);
    for (const part of [result.dark, result.mirrored, result.jpeg, small.half, small.quarter, small.eighth])
      expect(part).toMatchObject({ detection_rate: 0.8, n: 5, per_label: { neutral: { n: 2 } } });
    expect(result.rolled).toMatchObject({ n: 20, per_angle: { left_30: { n: 5 }, right_15: { n: 5 } } });
    // Four photos with a face, five versions of each.
    expect(result.consistency_pairs).toBe(20);
    expect(result.consistency).toBeGreaterThanOrEqual(0.9);
    expect(Object.keys(result.consistency_per_variant as object)).toEqual([
      'mirrored',
      'turned_left',
      'turned_right',
      'darker',
      'smaller',
    ]);
  });

  it('reads the variants that are named, and names those that there are', async () => {
    const result = await faces.run(args('--data', folder, '--limit', '1', '--variants', 'jpeg'));
    expect(result).toMatchObject({ n: 1, jpeg: { n: 1 } });
    expect(result).not.toHaveProperty('dark');
    await expect(faces.run(args('--data', folder, '--variants', 'upside-down'))).rejects.toThrow(
      /expected some of rolled,small,.* received upside-down/,
    );
  });

  const london = path.join(DATA, 'faces');
  it.runIf(existsSync(london))(
    'finds every face of the London set (skipped without RAGAMALA_DATA)',
    async () => {
      const result = (await faces.run(args('--data', london, '--variants', 'none'))) as Record<
        string,
        number
      >;
      expect(result).toMatchObject({ n: 42, detection_rate: 1, unreadable: { n: 0 } });
      expect(result.accuracy).toBeGreaterThan(0.7);
    },
  );
});
