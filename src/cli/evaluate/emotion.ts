/**
 * The emotion model on labelled tiles, read as the bot reads a crop (mirrored averaging, no neutral fallback). The two
 * label sets are never mixed: each head is judged by its own labels, in emotions and in the moods they lead to.
 */
import { EMOTIONS, type Emotion, type EmotionScores } from '../../domain/emotion.ts';
import { argmax, softmax } from '../../inference/emotion/calibrate.ts';
import { FER2013_LABELS, type Fer2013Label } from '../../inference/emotion/classifier.ts';
import { moodScores, strongestMood } from '../../inference/emotion/mood-table.ts';
import { openEmotion } from '../../inference/reader.ts';
import type { Task } from '../command-line.ts';
import { accuracy, calibrationError, macroF1 } from './metrics.ts';
import { evaluateOptions } from './options.ts';
import { type LabelledTiles, readTiles } from './tiles.ts';

type Row = LabelledTiles['rows'][number];

/** FER2013's words for what FER+ names otherwise. */
const EMOTION_OF: Readonly<Record<Fer2013Label, Emotion>> = {
  angry: 'anger',
  disgust: 'disgust',
  fear: 'fear',
  happy: 'happiness',
  sad: 'sadness',
  surprise: 'surprise',
  neutral: 'neutral',
};

const BATCH = 64;
const VOTES = [...EMOTIONS, 'unknown', 'not_face'] as const;

export const emotion: Task = {
  name: 'emotion',
  summary:
    'accuracy, F1 and calibration on tiles: --data FOLDER [--usage NAME] [--models FOLDER] [--limit N]',
  async run({ rest, logger }) {
    const options = evaluateOptions(rest);
    const tiles = await readTiles(options.data);
    const rows = tiles.rows
      .filter(({ usage }) => (options.usage === undefined ? usage !== 'train' : usage === options.usage))
      .slice(0, options.limit);
    if (rows.length === 0)
      throw new Error(`${options.data}: no row of usage ${options.usage ?? 'other than train'}`);
    const { classifier, table } = await openEmotion(options.models);
    const { temperatures } = classifier.manifest;
    const ferplus = [];
    const fer2013 = [];
    for (let at = 0; at < rows.length; at += BATCH) {
      const batch = rows.slice(at, at + BATCH);
      const logits = await classifier.classify(batch.map(tiles.tile));
      for (const [i, row] of batch.entries()) {
        const scores = softmax(logits[i]?.ferplus ?? [], temperatures.ferplus);
        const truth = majority(row);
        if (truth !== undefined) {
          const emotions = Object.fromEntries(EMOTIONS.map((name, k) => [name, scores[k]])) as EmotionScores;
          const predicted = EMOTIONS[argmax(scores)] as Emotion;
          const mood = { truth: table[truth], predicted: strongestMood(moodScores(emotions, table)) };
          ferplus.push({ truth, predicted, confidence: Math.max(...scores), mood });
        }
        const label = row.fer2013_label as Fer2013Label | undefined;
        if (label === undefined || !FER2013_LABELS.includes(label)) continue;
        const own = softmax(logits[i]?.fer2013 ?? [], temperatures.fer2013);
        const emotions = fromFer2013(own);
        const mood = {
          truth: table[EMOTION_OF[label]],
          predicted: strongestMood(moodScores(emotions, table)),
        };
        fer2013.push({ truth: label, predicted: FER2013_LABELS[argmax(own)], mood });
      }
      if ((at / BATCH) % 20 === 0) logger.info(`${at} of ${rows.length} tiles`);
    }
    await classifier.close();
    return {
      ferplus_accuracy: accuracy(ferplus),
      ferplus_macro_f1: macroF1(ferplus),
      fer2013_accuracy: accuracy(fer2013),
      fer2013_macro_f1: macroF1(fer2013),
      mood_accuracy_ferplus: accuracy(ferplus.map(({ mood }) => mood)),
      mood_accuracy_fer2013: accuracy(fer2013.map(({ mood }) => mood)),
      ece: calibrationError(ferplus),
      n: ferplus.length,
      n_fer2013: fer2013.length,
    };
  },
};

/** The emotion with most votes among all ten columns; undefined for a tie and where unknown or not_face leads. */
export function majority(row: Row): Emotion | undefined {
  const votes = VOTES.map((name) => Number(row[`ferplus_${name}`] ?? 0));
  const most = Math.max(...votes);
  if (!(most > 0) || votes.indexOf(most) !== votes.lastIndexOf(most)) return undefined;
  return EMOTIONS[votes.indexOf(most)];
}

function fromFer2013(probabilities: readonly number[]): EmotionScores {
  const scores = Object.fromEntries(EMOTIONS.map((name) => [name, 0])) as Record<Emotion, number>;
  FER2013_LABELS.forEach((label, i) => {
    scores[EMOTION_OF[label]] = probabilities[i] ?? 0;
  });
  return scores;
}
