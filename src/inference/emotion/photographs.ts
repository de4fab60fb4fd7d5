/**
 * Neutral or happy, in photographs. The network learned from what most of ten people saw in grey tiles of 48 x 48 pixels,
 * where a faint smile counts as neutral. A photograph is judged by what the person did, so there a head of its own
 * decides between the two: whether anybody would see a smile (training/emotion/smile.py).
 */
import { EMOTIONS } from '../../domain/emotion.ts';

const NEUTRAL = EMOTIONS.indexOf('neutral');
const HAPPINESS = EMOTIONS.indexOf('happiness');

/**
 * Divides the probability of neutral and happiness anew between the two; every other probability stays.
 * @param probabilities one per emotion of EMOTIONS
 * @param smile log-odds of a smile
 */
export function asInPhotographs(probabilities: readonly number[], smile: number): number[] {
  const both = (probabilities[NEUTRAL] as number) + (probabilities[HAPPINESS] as number);
  const share = 1 / (1 + Math.exp(-smile));
  return probabilities.map((value, i) => {
    if (i === HAPPINESS) return both * share;
    return i === NEUTRAL ? both * (1 - share) : value;
  });
}
