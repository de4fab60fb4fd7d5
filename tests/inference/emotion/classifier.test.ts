import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EMOTIONS } from '../../../src/domain/emotion.ts';
import {
  type EmotionClassifier,
  FER2013_LABELS,
  mirror,
  openEmotionClassifier,
} from '../../../src/inference/emotion/classifier.ts';
import { openSession, type Session } from '../../../src/inference/session.ts';
import { MODELS } from '../support.ts';

const FOLDER = path.join(MODELS, 'emotion');
const SIDE = 48;

interface Golden {
  readonly tolerance: number;
  readonly pixelSums: readonly number[];
  readonly ferplus_logits: readonly (readonly number[])[];
  readonly fer2013_logits: readonly (readonly number[])[];
  readonly smile_logit: readonly (readonly number[])[];
}

let golden: Golden;
let manifest: { sha256: string; outputs: Record<string, string[]> };
let session: Session;
let classifier: EmotionClassifier;
beforeAll(async () => {
  const json = async (name: string) => JSON.parse(await readFile(path.join(FOLDER, name), 'utf8'));
  golden = await json('golden.json');
  manifest = await json('manifest.json');
  session = await openSession(path.join(FOLDER, 'model.onnx'), {
    sha256: manifest.sha256,
    inputs: ['pixels'],
    outputs: ['ferplus_logits', 'fer2013_logits', 'smile_logit'],
  });
  classifier = await openEmotionClassifier(FOLDER);
});
afterAll(async () => {
  await session.close();
  await classifier.close();
});

/** Golden input number k, by the formula in golden.json; training computes the same pixels. */
function goldenImage(k: number): Float32Array {
  let state = k + 1;
  return Float32Array.from({ length: SIDE * SIDE }, (_, i) => {
    const x = i % SIDE;
    const y = Math.floor(i / SIDE);
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    const wave = Math.abs(((4 * ((k % 7) + 1) * x + 6 * (Math.floor(k / 7) + 1) * y) % 510) - 255);
    return ((k % 4) * (state >>> 24) + (4 - (k % 4)) * wave) >> 2;
  });
}

function expectClose(received: ArrayLike<number> | undefined, expected: readonly number[] | undefined): void {
  expect(received).toHaveLength(expected?.length ?? -1);
  expected?.forEach((value, i) => {
    expect(Math.abs((received?.[i] ?? Number.NaN) - value)).toBeLessThanOrEqual(golden.tolerance);
  });
}

describe('the emotion model', () => {
  it('has the labels of the domain, in their order', () => {
    expect(manifest.outputs).toEqual({ ferplus_logits: [...EMOTIONS], fer2013_logits: [...FER2013_LABELS] });
  });

  it('gives the logits that training pinned', async () => {
    const images = golden.pixelSums.map((_, k) => goldenImage(k));
    expect(images.map((image) => image.reduce((a, b) => a + b))).toEqual(golden.pixelSums);
    const data = new Float32Array(images.length * SIDE * SIDE);
    images.forEach((image, k) => {
      data.set(image, k * SIDE * SIDE);
    });
    const outputs = await session.run({ pixels: { data, shape: [images.length, 1, SIDE, SIDE] } });
    images.forEach((_, k) => {
      expectClose(outputs.ferplus_logits?.data.subarray(k * 8, k * 8 + 8), golden.ferplus_logits[k]);
      expectClose(outputs.fer2013_logits?.data.subarray(k * 7, k * 7 + 7), golden.fer2013_logits[k]);
      expectClose(outputs.smile_logit?.data.subarray(k, k + 1), golden.smile_logit[k]);
    });
  });
});

describe('classifier', () => {
  it('mirrors left and right', () => {
    expect([...mirror(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9), 3)]).toEqual([3, 2, 1, 6, 5, 4, 9, 8, 7]);
  });

  it('reads a face and its mirror image alike', async () => {
    const image = goldenImage(5);
    const [one, other] = await classifier.classify([image, mirror(image, SIDE)]);
    expectClose(other?.ferplus, [...(one?.ferplus ?? [])]);
    expectClose(other?.fer2013, [...(one?.fer2013 ?? [])]);
  });

  it('reads each crop as if it were alone', async () => {
    const images = [goldenImage(1), goldenImage(2), goldenImage(3)];
    const together = await classifier.classify(images);
    for (const [i, image] of images.entries()) {
      const [alone] = await classifier.classify([image]);
      expectClose(together[i]?.ferplus, [...(alone?.ferplus ?? [])]);
    }
  });

  it('gives the mean features of a face and its mirror image', async () => {
    const image = goldenImage(4);
    const model = await openSession(path.join(FOLDER, 'model.onnx'), {
      sha256: manifest.sha256,
      inputs: ['pixels'],
      outputs: ['features'],
    });
    const pixels = { data: Float32Array.of(...image, ...mirror(image, SIDE)), shape: [2, 1, SIDE, SIDE] };
    const features = (await model.run({ pixels })).features?.data;
    await model.close();
    const [read] = await classifier.classify([image]);
    if (features === undefined) throw new Error('the model gives no features');
    const width = features.length / 2;
    const means = Array.from({ length: width }, (_, i) => {
      return ((features[i] as number) + (features[width + i] as number)) / 2;
    });
    expectClose(read?.features, means);
  });

  it('has nothing to say about nothing', async () => {
    expect(await classifier.classify([])).toEqual([]);
  });
});
