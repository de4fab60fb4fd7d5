import { EMOTIONS, type Emotion } from '../domain/emotion.ts';
import type { Explanation } from '../domain/explanation.ts';
import { AppError } from '../errors.ts';
import { argmax } from './emotion/calibrate.ts';
import type { EmotionLogits, EmotionManifest } from './emotion/classifier.ts';
import { logOdds, occlusionMap } from './emotion/occlusion.ts';
import { strongestRegion } from './face/regions.ts';
import { calibrate, readClosely } from './reader.ts';

/**
 * Reads a moment again and says why it was read so: of the largest face, the frame that speaks most for the answer.
 * @throws AppError `photo.no_face`, and what readMoment throws
 */
export async function explainMoment(...moment: Parameters<typeof readClosely>): Promise<Explanation> {
  const { look, frames } = await readClosely(...moment);
  const [reading] = look.faces;
  if (reading === undefined) throw new AppError('photo.no_face');
  const index = argmax(EMOTIONS.map((emotion) => reading.emotions[emotion]));
  const { crop } = frames.reduce((best, frame) =>
    (frame.probabilities[index] ?? 0) > (best.probabilities[index] ?? 0) ? frame : best,
  );
  const [, { classifier }] = moment;
  const { manifest } = classifier;
  const emotion = EMOTIONS[index] ?? 'neutral';
  const map = await occlusionMap(crop, classifier, evidenceFor(emotion, manifest));
  const { size, template } = manifest;
  const region = strongestRegion(map, size, template);
  return { reading, emotion, size, crop, map, region };
}

/**
 * What the network says for an emotion, in nats: its log-odds; of happiness those of a smile. Beside a smile
 * nothing else is likely, and the odds against the rest would show what speaks against surprise.
 */
export function evidenceFor(
  emotion: Emotion,
  manifest: Pick<EmotionManifest, 'temperatures'>,
): (logits: EmotionLogits) => number {
  if (emotion === 'happiness') return ({ smile }) => smile;
  const index = EMOTIONS.indexOf(emotion);
  return (logits) => logOdds(calibrate(logits, manifest)[index] as number);
}
