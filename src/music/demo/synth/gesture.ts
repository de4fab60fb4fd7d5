/**
 * What an instrument is asked to sound: one gesture, a stroke or a whole breath, with its pitch and its strength as
 * curves. Bending one note and tying several into one breath are the same thing here.
 */
import type { Random } from '../random.ts';

export const SAMPLE_RATE = 48_000;
/** Curves are evaluated once a block of this many samples (1.3 ms) and run straight in between. */
export const BLOCK = 64;

/** Seconds from the start of the gesture, and the value there: hertz or strength 0..1. */
export type Point = readonly [seconds: number, value: number];

export interface Gesture {
  /** Seconds from the start of the piece. */
  readonly at: number;
  /** Seconds until the player lets go; the sound may ring on. */
  readonly duration: number;
  readonly pitch: readonly Point[];
  readonly level: readonly Point[];
}

/** Renders one gesture as mono samples at {@link SAMPLE_RATE}, from its start on, its ringing included. */
export type Instrument = (gesture: Gesture, random: Random) => Float32Array;

/** Rounded-off steps: a finger does not leave a pitch with a corner. */
const ease = (x: number): number => 0.5 - 0.5 * Math.cos(Math.PI * x);

/**
 * The curve through the points, one value a block, eased between neighbours and held outside them.
 * @param logarithmic true for pitch, which the ear hears in ratios
 */
export function curve(points: readonly Point[], blocks: number, logarithmic: boolean): Float64Array {
  const out = new Float64Array(blocks);
  const to = logarithmic ? Math.log2 : (x: number) => x;
  const from = logarithmic ? (x: number) => 2 ** x : (x: number) => x;
  let i = 0;
  for (let block = 0; block < blocks; block++) {
    const t = (block * BLOCK) / SAMPLE_RATE;
    while (i + 1 < points.length && (points[i + 1]?.[0] ?? 0) <= t) i++;
    const left = points[i] ?? ([0, 0] as const);
    const right = points[i + 1];
    if (right === undefined || t <= left[0]) out[block] = left[1];
    else {
      const share = ease((t - left[0]) / (right[0] - left[0]));
      out[block] = from(to(left[1]) + (to(right[1]) - to(left[1])) * share);
    }
  }
  return out;
}

/** The value between two blocks of a {@link curve}. */
export function sample(values: Float64Array, index: number): number {
  const block = Math.min(Math.floor(index / BLOCK), values.length - 1);
  const here = values[block] ?? 0;
  const next = values[block + 1] ?? here;
  return here + ((next - here) * (index - block * BLOCK)) / BLOCK;
}

export const seconds = (time: number): number => Math.round(time * SAMPLE_RATE);
export const blocksOf = (samples: number): number => Math.ceil(samples / BLOCK) + 1;
export const firstPitch = (gesture: Gesture): number => gesture.pitch[0]?.[1] ?? 220;
export const firstLevel = (gesture: Gesture): number => gesture.level[0]?.[1] ?? 0.7;

/** The factor a sample that makes a level fall by 60 dB in the given seconds. */
export const decayPerSample = (t60: number): number => 10 ** (-3 / (t60 * SAMPLE_RATE));
