import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Explanation } from '../../../src/domain/explanation.ts';
import { type EmotionClassifier, mirror } from '../../../src/inference/emotion/classifier.ts';
import { logOdds, occlusionMap, occlusionPasses } from '../../../src/inference/emotion/occlusion.ts';
import { evidenceFor, explainMoment } from '../../../src/inference/explain.ts';
import { openReader, type ReaderParts } from '../../../src/inference/reader.ts';
import { type Fixture, fixture, MODELS } from '../support.ts';

const SLOW = 300_000;

describe('where the covers are put', () => {
  const SIDE = 48;
  type Reader = Pick<EmotionClassifier, 'classify' | 'manifest'>;
  /** Reads nothing but the light of one place: what it hangs on is known. */
  const looksAt = (left: number, top: number, side: number, passes?: { crops: number }): Reader => ({
    manifest: { size: SIDE } as EmotionClassifier['manifest'],
    classify: async (crops) => {
      if (passes !== undefined) passes.crops += crops.length;
      return crops.map((crop) => {
        const light = crop.reduce((sum, value, i) => {
          const [x, y] = [i % SIDE, Math.floor(i / SIDE)];
          return x >= left && x < left + side && y >= top && y < top + side ? sum + value : sum;
        }, 0);
        return {
          ferplus: Float32Array.of(light),
          fer2013: new Float32Array(),
          smile: 0,
          features: new Float32Array(),
        };
      });
    },
  });
  const lightOf = ({ ferplus }: { ferplus: Float32Array }) => ferplus[0] as number;
  /** A lamp on a dark wall. */
  const lamp = (left: number, top: number, side: number) =>
    Float32Array.from({ length: SIDE * SIDE }, (_, i) => {
      const [x, y] = [i % SIDE, Math.floor(i / SIDE)];
      return x >= left && x < left + side && y >= top && y < top + side ? 200 : 20;
    });

  it.each([
    [12, 30],
    [0, 0],
    [42, 20],
    [20, 42],
  ])('finds the place that is looked at: %i, %i', async (left, top) => {
    const map = await occlusionMap(lamp(left, top, 6), looksAt(left, top, 6), lightOf);
    const most = map.indexOf(Math.max(...map));
    expect(Math.abs((most % SIDE) + 0.5 - (left + 3))).toBeLessThanOrEqual(4);
    expect(Math.abs(Math.floor(most / SIDE) + 0.5 - (top + 3))).toBeLessThanOrEqual(4);
    // Farther than a cover and its neighbour reach, nothing is to be found.
    const far = map.filter((_, i) => Math.hypot((i % SIDE) - left - 3, Math.floor(i / SIDE) - top - 3) > 24);
    expect(far.length).toBeGreaterThan(0);
    expect(Math.max(...far.map(Math.abs))).toBe(0);
  });

  it('gives a place that speaks against the answer a value below 0', async () => {
    const map = await occlusionMap(lamp(20, 20, 8), looksAt(20, 20, 8), (logits) => -lightOf(logits));
    expect(Math.min(...map)).toBeLessThan(0);
    expect(Math.max(...map)).toBe(0);
  });

  it('asks the network the same number of times whatever the crop', async () => {
    for (const crop of [lamp(4, 4, 9), new Float32Array(SIDE * SIDE)]) {
      const passes = { crops: 0 };
      await occlusionMap(crop, looksAt(4, 4, 9, passes), lightOf);
      // The classifier reads each crop and its mirror image.
      expect(2 * passes.crops).toBe(occlusionPasses());
    }
  });
});

describe('log-odds', () => {
  it('is 0 at one half, turns its sign with the answer, and stays finite', () => {
    expect(logOdds(0.5)).toBe(0);
    expect(logOdds(0.9)).toBeCloseTo(Math.log(9), 12);
    expect(logOdds(0.1)).toBeCloseTo(-Math.log(9), 12);
    expect(Number.isFinite(logOdds(1))).toBe(true);
    expect(Number.isFinite(logOdds(0))).toBe(true);
  });
});

describe('the map of a face, by the real model', { timeout: SLOW }, () => {
  const NAMES = ['022-smiling', '129-smiling', '034-neutral', '119-neutral'] as const;
  let parts: ReaderParts;
  const explained = new Map<Fixture, Explanation>();
  beforeAll(async () => {
    parts = await openReader(MODELS);
    for (const name of NAMES) {
      explained.set(name, await explainMoment([[{ bytes: await fixture(name) }]], parts));
    }
  }, SLOW);
  afterAll(() => Promise.all([parts.detector.close(), parts.classifier.close()]));
  const explanationOf = (name: Fixture) => explained.get(name) as Explanation;

  const evidence = async (crops: readonly Float32Array[], { emotion }: Explanation) => {
    const { classifier } = parts;
    return (await classifier.classify(crops)).map(evidenceFor(emotion, classifier.manifest));
  };

  it.each(['022-smiling', '129-smiling'] as const)('%s: a smile is seen in the lower half', (name) => {
    const { map, size, emotion } = explanationOf(name);
    expect(emotion).toBe('happiness');
    const positive = map.map((value) => Math.max(0, value));
    const total = positive.reduce((a, b) => a + b);
    const lower = positive.slice((size * size) / 2).reduce((a, b) => a + b);
    // Half would be there if no place mattered more than another.
    expect(lower / total).toBeGreaterThan(0.65);
  });

  // Another cover than the map was made with: the mean grey. A map that says nothing would fail half of the time.
  it.each(NAMES)(
    '%s: covering the most important tenth costs more than the least important one',
    async (name) => {
      const explanation = explanationOf(name);
      const { crop, map } = explanation;
      const mean = crop.reduce((a, b) => a + b) / crop.length;
      const order = [...map.keys()].sort((a, b) => (map[b] as number) - (map[a] as number));
      const tenth = Math.round(order.length / 10);
      const without = (places: readonly number[]) => {
        const covered = Float32Array.from(crop);
        for (const place of places) covered[place] = mean;
        return covered;
      };
      const views = [crop, without(order.slice(0, tenth)), without(order.slice(-tenth))];
      const [bare = 0, most = 0, least = 0] = await evidence(views, explanation);
      expect(bare - most).toBeGreaterThan(bare - least + 0.25);
    },
  );

  it('gives the same crop the same map, and its mirror image the mirrored one', async () => {
    const { crop, map, size, emotion } = explanationOf('129-smiling');
    const { classifier } = parts;
    const again = (of: Float32Array) =>
      occlusionMap(of, classifier, evidenceFor(emotion, classifier.manifest));
    expect(await again(crop)).toEqual(map);
    const mirrored = mirror(await again(mirror(crop, size)), size);
    const largest = Math.max(...map.map(Math.abs));
    map.forEach((value, i) => {
      expect(Math.abs((mirrored[i] as number) - value)).toBeLessThan(0.01 * largest);
    });
    // And it is no map that is its own mirror image.
    const own = mirror(map, size);
    expect(Math.max(...map.map((value, i) => Math.abs(value - (own[i] as number))))).toBeGreaterThan(
      0.05 * largest,
    );
  });
});
