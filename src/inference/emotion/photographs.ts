/**
 * Neutral or happy, in photographs. The network learned from people who saw grey tiles of 48 x 48 pixels, in which a faint
 * smile goes unseen: to them it is neutral. Photographs are judged by what the person did, so the odds of happiness against neutral
 * are multiplied by a factor fitted on photographs (npm run evaluate -- photographs). Every other probability stays.
 */
import { EMOTIONS } from '../../domain/emotion.ts';

const NEUTRAL = EMOTIONS.indexOf('neutral');
const HAPPINESS = EMOTIONS.indexOf('happiness');

/**
 * Divides the probability of neutral and happiness anew between the two.
 * @param probabilities one per emotion of EMOTIONS
 * @param logOdds added to ln(happiness / neutral); 0 changes nothing
 */
export function asInPhotographs(probabilities: readonly number[], logOdds: number): number[] {
  const neutral = probabilities[NEUTRAL] as number;
  const happiness = probabilities[HAPPINESS] as number;
  const both = neutral + happiness;
  const weighted = happiness * Math.exp(logOdds);
  const share = both > 0 ? weighted / (weighted + neutral) : 0;
  return probabilities.map((value, i) => {
    if (i === HAPPINESS) return both * share;
    return i === NEUTRAL ? both * (1 - share) : value;
  });
}

/** One photograph of a neutral or smiling person. */
export interface SmileSample {
  /** ln(happiness / neutral) as the network says. */
  readonly margin: number;
  readonly smiling: boolean;
}

const STEPS = 100;

/**
 * The shift under which the photographs are most likely: logistic regression with the margin as offset and the intercept
 * as its only parameter, by Newton's method (recalibration in the large; Cox 1958, "Two further applications of a model for
 * binary regression"). Both kinds must occur, or there is no finite answer.
 */
export function fitLogOdds(samples: readonly SmileSample[]): number {
  let shift = 0;
  for (let step = 0; step < STEPS; step++) {
    let gradient = 0;
    let curvature = 1e-9;
    for (const { margin, smiling } of samples) {
      const p = 1 / (1 + Math.exp(-(margin + shift)));
      gradient += Number(smiling) - p;
      curvature += p * (1 - p);
    }
    // Newton's step overshoots where the curve is flat.
    shift += Math.max(-1, Math.min(1, gradient / curvature));
  }
  return shift;
}
