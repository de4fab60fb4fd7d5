/** Tiles as the bot reads a crop: mirrored averaging, calibrated, no neutral fallback. */

import { softmax } from '../../inference/emotion/calibrate.ts';
import type { EmotionClassifier } from '../../inference/emotion/classifier.ts';
import type { Logger } from '../../logger.ts';
import type { LabelledTiles, TileRow } from './tiles.ts';

export interface TileReading {
  readonly row: TileRow;
  /** Calibrated probabilities in the order of EMOTIONS. */
  readonly ferplus: readonly number[];
  /** Calibrated probabilities in the order of FER2013_LABELS. */
  readonly fer2013: readonly number[];
  /** What a probe may learn from. */
  readonly features: Float32Array;
}

const BATCH = 64;
const BATCHES_A_LINE = 20;

export async function readRows(
  rows: readonly TileRow[],
  tiles: LabelledTiles,
  classifier: EmotionClassifier,
  logger: Logger,
): Promise<TileReading[]> {
  const { temperatures } = classifier.manifest;
  const readings: TileReading[] = [];
  for (let at = 0; at < rows.length; at += BATCH) {
    if ((at / BATCH) % BATCHES_A_LINE === 0) logger.info(`${at} of ${rows.length} tiles`);
    const batch = rows.slice(at, at + BATCH);
    const logits = await classifier.classify(await Promise.all(batch.map((row) => tiles.tile(row))));
    logits.forEach(({ ferplus, fer2013, features }, i) => {
      readings.push({
        row: batch[i] as TileRow,
        ferplus: softmax(ferplus, temperatures.ferplus),
        fer2013: softmax(fer2013, temperatures.fer2013),
        features,
      });
    });
  }
  return readings;
}
