/**
 * Whether the maps behind "Why?" are true: what they call important is taken away or left alone, and the answer must
 * follow (the deletion and insertion games of Petsiuk et al. 2018, "RISE", section 4.2).
 */
import { argmax, softmax } from '../../inference/emotion/calibrate.ts';
import type { EmotionClassifier, EmotionLogits } from '../../inference/emotion/classifier.ts';
import {
  COVERS,
  type Covers,
  logOdds,
  occlusionMap,
  occlusionPasses,
} from '../../inference/emotion/occlusion.ts';
import { openEmotion } from '../../inference/reader.ts';
import type { Task } from '../command-line.ts';
import { mean } from '../statistics.ts';
import { rowsToMeasure } from './fer2013.ts';
import { evaluateOptions } from './options.ts';
import { readTiles, type TileRow } from './tiles.ts';

/** Ways to lay the covers, the bot's own first. */
const LAYOUTS: readonly Covers[] = [
  COVERS,
  ...[
    { grid: 6, steps: 1 },
    { grid: 8, steps: 1 },
    { grid: 8, steps: 1.5 },
    { grid: 12, steps: 1 },
    { grid: 12, steps: 1.5 },
    { grid: 12, steps: 2 },
    { grid: 12, steps: 3 },
  ].filter(({ grid, steps }) => grid !== COVERS.grid || steps !== COVERS.steps),
];

/** Shares of the crop that are taken away or shown. */
const SHARES = [0.05, 0.1, 0.2, 0.3] as const;

/** What is left of the answer's probability, the mean over the shares. */
interface Verdict {
  readonly without_most: number;
  readonly without_least: number;
  readonly most_alone: number;
}

/** What the network answers about a crop. */
interface Answer {
  readonly probability: (logits: EmotionLogits) => number;
  readonly confidence: number;
}

export const why: Task = {
  name: 'why',
  summary: 'whether the maps behind "Why?" are true, on tiles: --data FOLDER [--usage NAME] [--limit N]',
  help: `--data FOLDER [--usage NAME] [--limit N] [--models FOLDER] [--json]

For N tiles spread evenly over FER2013's rows (every usage but train, or --usage), the map of the answered emotion is made
with several layouts of covers, named by the side of a cover and the step between two in pixels. Then the
${SHARES.map((share) => `${100 * share} %`).join(', ')} of the pixels that a map calls most important are made grey (without_most: the lower the
truer), or the least important (without_least), or all others (most_alone: the higher the truer). Each figure is the mean
probability of the answer; gap = most_alone - without_most. another_face judges each tile by the map of the tile before
it: what any face would give.`,
  async run({ rest, logger }) {
    const options = evaluateOptions(rest, ['usage']);
    const tiles = await readTiles(options.data);
    const all = rowsToMeasure(tiles, options.usage, Number.POSITIVE_INFINITY);
    const n = Math.min(options.limit, all.length);
    const { classifier } = await openEmotion(options.models);
    const verdicts: Record<string, Verdict[]> = {};
    const confidences: number[] = [];
    let another: Float32Array | undefined;
    for (let k = 0; k < n; k++) {
      if (k % 10 === 0) logger.info(`${k} of ${n} tiles`);
      const crop = await tiles.tile(all[Math.floor((k * all.length) / n)] as TileRow);
      const { probability, confidence } = await answerOf(crop, classifier);
      confidences.push(confidence);
      const judge = async (name: string, map: Float32Array) => {
        verdicts[name] ??= [];
        verdicts[name].push(await verdictOn(map, crop, probability, classifier));
      };
      if (another !== undefined) await judge('another_face', another);
      for (const covers of LAYOUTS) {
        const map = await occlusionMap(crop, classifier, (logits) => logOdds(probability(logits)), covers);
        await judge(nameOf(covers, classifier), map);
        if (covers === COVERS) another = map;
      }
    }
    await classifier.close();
    return {
      n,
      confidence: mean(confidences),
      shipped: nameOf(COVERS, classifier),
      passes: Object.fromEntries(
        LAYOUTS.map((covers) => [nameOf(covers, classifier), occlusionPasses(covers)]),
      ),
      maps: Object.fromEntries(Object.entries(verdicts).map(([name, some]) => [name, summary(some)])),
    };
  },
};

function nameOf({ grid, steps }: Covers, { manifest: { size } }: EmotionClassifier): string {
  return `${(steps * size) / grid}px_every_${size / grid}px`;
}

async function answerOf(crop: Float32Array, { classify, manifest }: EmotionClassifier): Promise<Answer> {
  const probabilities = (logits: EmotionLogits) => softmax(logits.ferplus, manifest.temperatures.ferplus);
  const [bare] = await classify([crop]);
  if (bare === undefined) throw new Error('the network said nothing');
  const index = argmax(probabilities(bare));
  const probability = (logits: EmotionLogits) => probabilities(logits)[index] as number;
  return { probability, confidence: probability(bare) };
}

/** Grey, the mean of the crop, is another cover than the one that made the map. */
async function verdictOn(
  map: Float32Array,
  crop: Float32Array,
  probability: Answer['probability'],
  classifier: EmotionClassifier,
): Promise<Verdict> {
  const order = [...map.keys()].sort((a, b) => (map[b] as number) - (map[a] as number));
  const grey = mean([...crop]);
  const without = (places: readonly number[]) => {
    const left = Float32Array.from(crop);
    for (const place of places) left[place] = grey;
    return left;
  };
  const views = SHARES.flatMap((share) => {
    const some = Math.round(share * order.length);
    return [without(order.slice(0, some)), without(order.slice(-some)), without(order.slice(some))];
  });
  const left = (await classifier.classify(views)).map(probability);
  const every = (first: number) => mean(left.filter((_, i) => i % 3 === first));
  return { without_most: every(0), without_least: every(1), most_alone: every(2) };
}

function summary(some: readonly Verdict[]): Verdict & { readonly gap: number } {
  const of = (key: keyof Verdict) => mean(some.map((verdict) => verdict[key]));
  const [without_most, without_least, most_alone] = [
    of('without_most'),
    of('without_least'),
    of('most_alone'),
  ];
  return { without_most, without_least, most_alone, gap: most_alone - without_most };
}
