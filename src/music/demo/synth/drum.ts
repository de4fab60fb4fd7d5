/** One blow on a drum: decaying modes whose pitch may slide, and a burst of filtered noise for the hand or the stick. */
import type { Random } from '../random.ts';
import { type Coefficients, design, filterInPlace } from './filter.ts';
import { SAMPLE_RATE, seconds } from './gesture.ts';

export interface Blow {
  /** Hertz of ratio 1. */
  readonly hz: number;
  /** Ratio, strength, seconds to fall by 60 dB. */
  readonly modes: readonly (readonly [ratio: number, strength: number, t60: number])[];
  /** Pitch starts at this factor and settles at 1 within `slide` seconds (an exponential). */
  readonly from?: number;
  readonly slide?: number;
  /** A push of the heel of the hand: pitch rises by this factor over the sound. */
  readonly push?: number;
  readonly noise?: {
    readonly strength: number;
    readonly t60: number;
    readonly band: readonly [low: number, high: number];
  };
}

/** Renders named strokes; a stroke's level is 0..1. */
export type Kit<Stroke extends string = string> = Readonly<
  Record<Stroke, (level: number, random: Random) => Float32Array>
>;

/** Mono samples of one blow. */
export function strike(blow: Blow, level: number, random: Random): Float32Array {
  const longest = Math.max(0.05, blow.noise?.t60 ?? 0, ...blow.modes.map((mode) => mode[2]));
  const out = new Float32Array(seconds(longest));
  const base = blow.hz * (1 + (random() - 0.5) * 0.004);
  const slideRate = 1 / ((blow.slide ?? 0.03) * SAMPLE_RATE);
  const rise = blow.push === undefined ? 0 : Math.log(blow.push);
  for (const [ratio, strength, t60] of blow.modes) {
    const decay = 10 ** (-3 / (t60 * SAMPLE_RATE));
    const gain = strength * level ** (1 + 0.25 * Math.max(0, Math.log2(ratio))) * (0.92 + 0.16 * random());
    let phase = 0;
    let envelope = gain;
    let slide = (blow.from ?? 1) - 1;
    for (let n = 0; n < out.length; n++) {
      const pushed = rise === 0 ? 1 : Math.exp(rise * (1 - Math.exp(-n / (0.09 * SAMPLE_RATE))));
      phase += (2 * Math.PI * base * ratio * (1 + slide) * pushed) / SAMPLE_RATE;
      out[n] = (out[n] ?? 0) + envelope * Math.sin(phase);
      envelope *= decay;
      slide -= slide * slideRate;
    }
  }
  if (blow.noise !== undefined) {
    const burst = hiss(out.length, blow.noise.t60, blow.noise.band, random);
    for (let n = 0; n < out.length; n++) {
      out[n] = (out[n] ?? 0) + blow.noise.strength * level * (burst[n] ?? 0);
    }
  }
  const tail = seconds(0.008);
  for (let n = 0; n < out.length; n++) {
    out[n] = (out[n] ?? 0) * Math.min(1, n / 24, (out.length - n) / tail);
  }
  return out;
}

function hiss(length: number, t60: number, band: readonly [number, number], random: Random): Float32Array {
  const out = new Float32Array(length);
  const decay = 10 ** (-3 / (t60 * SAMPLE_RATE));
  let envelope = 1;
  for (let n = 0; n < length; n++) {
    out[n] = envelope * (random() * 2 - 1);
    envelope *= decay;
  }
  const edges: Coefficients[] = [design('highpass', band[0]), design('lowpass', band[1])];
  return filterInPlace(out, ...edges);
}

/** Sounds together, e.g. both hands. */
export function together(...parts: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(Math.max(...parts.map((part) => part.length)));
  for (const part of parts) for (let n = 0; n < part.length; n++) out[n] = (out[n] ?? 0) + (part[n] ?? 0);
  return out;
}
