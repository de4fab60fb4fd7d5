import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EMOTIONS } from '../../src/domain/emotion.ts';
import type { FaceRegion } from '../../src/domain/explanation.ts';
import { explainMoment } from '../../src/inference/explain.ts';
import { openEyes } from '../../src/inference/eyes.ts';
import { strongestRegion } from '../../src/inference/face/regions.ts';
import { openReader, type ReaderParts, readClosely, readMoment } from '../../src/inference/reader.ts';
import { emptyScene, fixture, MODELS, SILENT } from './support.ts';

const SLOW = 300_000;

describe('explainMoment', { timeout: SLOW }, () => {
  let parts: ReaderParts;
  beforeAll(async () => {
    parts = await openReader(MODELS);
  }, SLOW);
  afterAll(() => Promise.all([parts.detector.close(), parts.classifier.close()]));

  it('explains the reading that was given, by the frame that speaks most for it', async () => {
    const clear = await fixture('129-smiling');
    const dull = await sharp(clear).resize(90).blur(2).jpeg({ quality: 30 }).toBuffer();
    const files = [[{ bytes: dull }], [{ bytes: clear }]];
    const { reading, emotion, size, crop, map, region } = await explainMoment(files, parts);
    expect(reading).toEqual((await readMoment(files, parts)).faces[0]);
    expect(emotion).toBe('happiness');
    expect(reading.emotions.happiness).toBe(reading.confidence);
    expect([crop.length, map.length]).toEqual([size * size, size * size]);
    expect(region).toBe('mouth');
    // The dull photo has the same face without its detail.
    const alone = await Promise.all(files.map((file) => readClosely([file], parts)));
    const frames = alone.map((one) => one.frames[0]);
    const [ofDull, ofClear] = frames.map((frame) => frame?.probabilities[EMOTIONS.indexOf(emotion)] ?? 0);
    expect(crop).toEqual(frames[(ofClear ?? 0) > (ofDull ?? 0) ? 1 : 0]?.crop);
    expect(frames[0]?.crop).not.toEqual(frames[1]?.crop);
  });

  it('has nothing to explain where nobody is', async () => {
    await expect(explainMoment([[{ bytes: await emptyScene() }]], parts)).rejects.toMatchObject({
      code: 'photo.no_face',
    });
  });
});

describe('eyes without their models', () => {
  it('say so when they are asked why', { timeout: 60_000 }, async () => {
    const eyes = await openEyes({ modelsFolder: import.meta.dirname, logger: SILENT });
    await expect(eyes.explain([await fixture('129-smiling')])).rejects.toMatchObject({
      code: 'eyes.unavailable',
    });
    await eyes.close();
  });
});

describe('the strongest region', () => {
  const SIDE = 48;
  const eyes = { leftEye: { x: 15, y: 18 }, rightEye: { x: 33, y: 18 } };
  const at = (row: number, value = 1) =>
    Float32Array.from({ length: SIDE * SIDE }, (_, i) => (Math.floor(i / SIDE) === row ? value : 0));

  it.each<[number, FaceRegion]>([
    [2, 'forehead'],
    [12, 'eyes'],
    [18, 'eyes'],
    [26, 'nose'],
    [35, 'mouth'],
    [46, 'mouth'],
  ])('of a map that is high in row %i is the %s', (row, region) => {
    expect(strongestRegion(at(row), SIDE, eyes)).toBe(region);
  });

  it('is not where the map is far below 0', () => {
    const map = at(35, -9);
    map.set(at(12).subarray(12 * SIDE, 13 * SIDE), 12 * SIDE);
    expect(strongestRegion(map, SIDE, eyes)).toBe('eyes');
  });
});
