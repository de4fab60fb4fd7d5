/** The whole path from photo to emotion, on photos named for what they show: NNN-neutral.jpg, NNN-smiling.jpg. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { EMOTIONS, type Emotion } from '../../domain/emotion.ts';
import type { FaceReading } from '../../domain/reading.ts';
import { openReader, readPhoto } from '../../inference/reader.ts';
import type { Task } from '../command-line.ts';
import { mean } from '../statistics.ts';
import { evaluateOptions } from './options.ts';

const PHOTO = /-([a-z]+)\.(?:jpe?g|png|webp)$/i;

export const faces: Task = {
  name: 'faces',
  summary: 'detection and emotion on photos NAME-neutral.jpg, NAME-smiling.jpg: --data FOLDER [--limit N]',
  async run({ rest }) {
    const options = evaluateOptions(rest);
    const photos = (await readdir(options.data))
      .sort()
      .flatMap((name) => {
        const truth = emotionOf(PHOTO.exec(name)?.[1]?.toLowerCase());
        return truth === undefined ? [] : [{ name, truth }];
      })
      .slice(0, options.limit);
    if (photos.length === 0)
      throw new Error(`${options.data}: no photo named NAME-neutral.jpg, NAME-smiling.jpg`);
    const reader = await openReader(options.models);
    const results = [];
    for (const { name, truth } of photos) {
      const look = await readPhoto(await readFile(path.join(options.data, name)), reader);
      results.push({ name, truth, ...judge(look.faces[0], truth) });
    }
    const perLabel = Map.groupBy(results, ({ truth }) => truth);
    return {
      ...summarise(results),
      per_label: Object.fromEntries([...perLabel].map(([label, some]) => [label, summarise(some)])),
      wrong: results.filter(({ right }) => !right).map(({ name, predicted }) => `${name}: ${predicted}`),
    };
  },
};

function emotionOf(word: string | undefined): Emotion | undefined {
  return word === 'smiling' ? 'happiness' : EMOTIONS.find((emotion) => emotion === word);
}

/** The largest face's most probable emotion, before the neutral fallback. */
function judge(face: FaceReading | undefined, truth: Emotion) {
  if (face === undefined) return { found: false, right: false, predicted: 'no face' };
  const predicted = EMOTIONS.reduce((best, emotion) =>
    face.emotions[emotion] > face.emotions[best] ? emotion : best,
  );
  return { found: true, right: predicted === truth, predicted };
}

function summarise(results: readonly { found: boolean; right: boolean }[]) {
  return {
    detection_rate: mean(results.map(({ found }) => Number(found))),
    accuracy: mean(results.map(({ right }) => Number(right))),
    n: results.length,
  };
}
