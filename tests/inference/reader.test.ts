import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EMOTIONS } from '../../src/domain/emotion.ts';
import { MOODS } from '../../src/domain/mood.ts';
import type { Look } from '../../src/domain/reading.ts';
import type { MoodTable } from '../../src/inference/emotion/mood-table.ts';
import { openReader, type ReaderParts, readPhoto, toReading } from '../../src/inference/reader.ts';
import { MOOD_OF } from '../support/moods.ts';
import { emptyScene, fixture, group, MODELS } from './support.ts';

let parts: ReaderParts;
beforeAll(async () => {
  parts = await openReader(MODELS);
});
afterAll(() => Promise.all([parts.detector.close(), parts.classifier.close()]));

const read = (bytes: Uint8Array): Promise<Look> => readPhoto(bytes, parts);
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

describe('readPhoto', () => {
  it.each([
    ['022-smiling', 'happy', 'happiness'],
    ['129-smiling', 'happy', 'happiness'],
    ['034-neutral', 'calm', 'neutral'],
    ['119-neutral', 'calm', 'neutral'],
  ] as const)('reads %s as %s', async (name, mood, emotion) => {
    const { faces, width, height } = await read(await fixture(name));
    expect({ width, height }).toEqual({ width: 960, height: 960 });
    expect(faces).toHaveLength(1);
    const [face] = faces;
    expect(face).toMatchObject({ mood, confident: true });
    expect(face?.confidence).toBe(face?.emotions[emotion]);
  });

  it('gives probabilities, and sums them by mood', async () => {
    const [face] = (await read(await fixture('129-smiling'))).faces;
    expect(Object.keys(face?.emotions ?? {})).toEqual([...EMOTIONS]);
    expect(Object.keys(face?.moods ?? {})).toEqual([...MOODS]);
    expect(sum(Object.values(face?.emotions ?? {}))).toBeCloseTo(1, 9);
    expect(sum(Object.values(face?.moods ?? {}))).toBeCloseTo(1, 9);
  });

  it('puts the largest of several faces first, and each is read as if it were alone', async () => {
    const photo = await group([
      { name: '034-neutral', side: 420 },
      { name: '129-smiling', side: 800 },
      { name: '119-neutral', side: 600 },
    ]);
    const { faces } = await read(photo);
    expect(faces.map(({ mood }) => mood)).toEqual(['happy', 'calm', 'calm']);
    const widths = faces.map(({ box }) => box.width);
    expect(widths).toEqual([...widths].sort((a, b) => b - a));
    expect(faces[0]?.box.x).toBeGreaterThan(420);
  });

  it('gives boxes in whole pixels of the photo as it was sent, upright', async () => {
    const upright = await sharp(await fixture('022-smiling'))
      .resize(2400, 2400)
      .jpeg()
      .toBuffer();
    const turned = await sharp(upright).rotate(-90).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const [small] = (await read(await fixture('022-smiling'))).faces;
    for (const photo of [upright, turned]) {
      const look = await read(photo);
      expect(look).toMatchObject({ width: 2400, height: 2400 });
      const box = look.faces[0]?.box;
      for (const side of ['x', 'y', 'width', 'height'] as const) {
        expect(Number.isInteger(box?.[side])).toBe(true);
        expect(Math.abs((box?.[side] ?? 0) - 2.5 * (small?.box[side] ?? 0))).toBeLessThan(40);
      }
    }
  });

  it('keeps a box within the photo', async () => {
    const cut = await sharp(await fixture('034-neutral'))
      .extract({ left: 330, top: 330, width: 290, height: 300 })
      .toBuffer();
    const [face] = (await read(cut)).faces;
    expect(face?.box.x).toBeGreaterThanOrEqual(0);
    expect(face?.box.y).toBeGreaterThanOrEqual(0);
    expect((face?.box.x ?? 0) + (face?.box.width ?? 0)).toBeLessThanOrEqual(290);
    expect((face?.box.y ?? 0) + (face?.box.height ?? 0)).toBeLessThanOrEqual(300);
  });

  it('reads grey, CMYK, 16-bit and small versions of a smile as a smile', async () => {
    const bytes = await fixture('129-smiling');
    const versions = [
      sharp(bytes).greyscale().jpeg(),
      sharp(bytes).toColourspace('cmyk').jpeg(),
      sharp(bytes).toColourspace('rgb16').png(),
      sharp(bytes).resize(200).jpeg({ quality: 60 }),
    ];
    for (const version of versions) {
      expect((await read(await version.toBuffer())).faces[0]?.mood).toBe('happy');
    }
  });

  it('finds nobody where nobody is', async () => {
    expect((await read(await emptyScene())).faces).toEqual([]);
  });
});

describe('toReading', () => {
  const table: MoodTable = { ...MOOD_OF, neutral: 'sad' };
  const box = { x: 0, y: 0, width: 1, height: 1 };
  const reading = (ferplus: number[], neutralThreshold: number, temperature = 1) =>
    toReading(
      box,
      1,
      {
        ferplus: Float32Array.from(ferplus),
        fer2013: new Float32Array(7),
        // A head that agrees with the other about neutral and happiness.
        smile: ((ferplus[1] as number) - (ferplus[0] as number)) / temperature,
        features: new Float32Array(),
      },
      { temperatures: { ferplus: temperature, fer2013: 1 }, neutralThreshold },
      table,
    );

  it('falls back to the mood of neutral, as the table has it, when it is not confident', () => {
    const logits = [0, 3, 0, 0, 0, 0, 0, 0];
    const { confidence } = reading(logits, 0);
    expect(reading(logits, confidence)).toMatchObject({ confident: true, mood: 'happy' });
    expect(reading(logits, confidence + 1e-9)).toMatchObject({ confident: false, mood: 'sad', confidence });
  });

  it('lets the mood with the largest sum win, not that of the largest emotion', () => {
    const share = [0, 0.4, 0.2, 0, 0.2, 0.2, 0, 0].map((p) => Math.log(p + 1e-9));
    expect(reading(share, 0)).toMatchObject({ mood: 'energetic', confidence: expect.closeTo(0.4, 6) });
  });

  it('divides the logits by the temperature', () => {
    const logits = [0, 2, 0, 0, 0, 0, 0, 0];
    expect(reading(logits, 0, 2).confidence).toBeCloseTo(Math.E / (Math.E + 7), 9);
  });
});
