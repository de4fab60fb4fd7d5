/** One face, photographed a little differently, is one mood. Over a whole folder: npm run evaluate -- faces. */
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mood } from '../../src/domain/mood.ts';
import { openReader, type ReaderParts, readPhoto } from '../../src/inference/reader.ts';
import { type Fixture, fixture, MODELS } from './support.ts';

const PHOTOS: readonly Fixture[] = ['022-smiling', '129-smiling', '034-neutral', '119-neutral'];
const SIDE = 960;
const WALL = '#c8c8c8';

const VERSIONS: Readonly<Record<string, (photo: Sharp) => Sharp>> = {
  mirrored: (photo) => photo.flop(),
  'turned left': (photo) => photo.rotate(-8, { background: WALL }),
  'turned right': (photo) => photo.rotate(8, { background: WALL }),
  darker: (photo) => photo.linear(0.5, 0),
  'half as large': (photo) => photo.resize(SIDE / 2),
  'a quarter as large': (photo) => photo.resize(SIDE / 4),
};

describe('the mood of one face in several versions of its photo', { timeout: 300_000 }, () => {
  let parts: ReaderParts;
  beforeAll(async () => {
    parts = await openReader(MODELS);
  }, 60_000);
  afterAll(() => Promise.all([parts.detector.close(), parts.classifier.close()]));

  const moodOf = async (bytes: Uint8Array): Promise<Mood | 'no face'> =>
    (await readPhoto(bytes, parts)).faces[0]?.mood ?? 'no face';

  it('is the same in nine of ten pairs', async () => {
    const pairs: { photo: string; version: string; mood: string; as: string }[] = [];
    for (const photo of PHOTOS) {
      const bytes = await fixture(photo);
      const mood = await moodOf(bytes);
      for (const [version, change] of Object.entries(VERSIONS)) {
        const changed = await change(sharp(bytes)).jpeg({ quality: 90 }).toBuffer();
        pairs.push({ photo, version, mood, as: await moodOf(changed) });
      }
    }
    const different = pairs.filter(({ mood, as }) => mood !== as);
    expect(pairs).toHaveLength(PHOTOS.length * Object.keys(VERSIONS).length);
    expect(different.length / pairs.length, JSON.stringify(different)).toBeLessThanOrEqual(0.1);
    // A reader that says one thing of everybody would be consistent too.
    expect(new Set(pairs.map(({ mood }) => mood))).toEqual(new Set(['happy', 'calm']));
  });
});
