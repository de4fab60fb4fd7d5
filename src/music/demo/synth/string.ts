/**
 * Plucked strings: Karplus & Strong (1983) as extended by Jaffe & Smith (1983), with a delay that may change its length
 * while it sounds, so that a string can be pulled (meend, gamaka, bend) and the pitch follows.
 */
import type { Random } from '../random.ts';
import { type Coefficients, design, filterInPlace } from './filter.ts';
import {
  BLOCK,
  blocksOf,
  curve,
  decayPerSample,
  firstLevel,
  firstPitch,
  type Gesture,
  type Instrument,
  SAMPLE_RATE,
  sample,
  seconds,
} from './gesture.ts';

export interface StringShape {
  /** Share of the string between bridge and plectrum, 0..0.5: small is nasal. */
  readonly pluck: number;
  /** 0 is a soft finger, 1 a wire plectrum. */
  readonly brightness: number;
  /** Seconds for the string at 220 Hz to fall by 60 dB; higher strings die sooner. */
  readonly sustain: number;
  /** How much high partials are lost each period, 0..0.5. */
  readonly damping: number;
  /** Strength of the buzz of a flat bridge (jvari), 0 for none. */
  readonly buzz: number;
  /** Seconds from letting go to silence; undefined lets it ring. */
  readonly release?: number;
  readonly body: readonly Coefficients[];
}

const LONGEST = 4096;

export function stringInstrument(shape: StringShape): Instrument {
  return (gesture, random) => {
    const start = firstPitch(gesture);
    const level = firstLevel(gesture);
    const t60 = shape.sustain * Math.min(2.5, Math.max(0.35, Math.sqrt(220 / start)));
    const ring = shape.release === undefined ? t60 : Math.min(t60, gesture.duration + shape.release);
    const length = seconds(Math.min(ring, Math.max(gesture.duration + 2.5, 1)));
    const out = vibrate(shape, gesture, length, t60, excite(shape, start, level, random));
    if (shape.buzz > 0) addBuzz(out, shape.buzz);
    filterInPlace(out, ...shape.body);
    fadeTail(out, seconds(gesture.duration), shape.release);
    const gain = 0.35 + 0.65 * level;
    for (let i = 0; i < out.length; i++) out[i] = (out[i] ?? 0) * gain;
    return out;
  };
}

/** The displaced string: noise of one period, softened by strength, combed by the place of the pluck. */
function excite(shape: StringShape, hz: number, level: number, random: Random): Float32Array {
  const period = Math.max(8, Math.round(SAMPLE_RATE / hz));
  const burst = new Float32Array(period);
  // A triangle gives the tone its body and repeats exactly; the noise gives each pluck its own grain.
  const peak = Math.max(1, Math.round(period * shape.pluck));
  for (let i = 0; i < period; i++) {
    const triangle = i < peak ? i / peak : (period - i) / (period - peak);
    burst[i] = (triangle - 0.5) * 0.9 + (random() - 0.5) * (0.35 + 0.9 * shape.brightness);
  }
  const soft = Math.min(0.97, Math.max(0.02, 1 - (0.25 + 0.75 * shape.brightness) * (0.35 + 0.65 * level)));
  let held = burst[period - 1] ?? 0;
  for (let turn = 0; turn < 2; turn++) {
    for (let i = 0; i < period; i++) {
      held += (1 - soft) * ((burst[i] ?? 0) - held);
      if (turn === 1) burst[i] = held;
    }
  }
  const comb = Math.max(1, Math.round(period * shape.pluck));
  const combed = burst.map((value, i) => value - 0.7 * (burst[(i - comb + period) % period] ?? 0));
  const mean = combed.reduce((sum, value) => sum + value, 0) / period;
  let power = 0;
  for (let i = 0; i < period; i++) {
    combed[i] = (combed[i] ?? 0) - mean;
    power += (combed[i] ?? 0) ** 2;
  }
  const scale = 0.25 / Math.sqrt(power / period + 1e-12);
  return combed.map((value) => value * scale);
}

/** The loop: a fractional delay (third-order Lagrange), a one-zero low-pass, and the loss per period. */
function vibrate(
  shape: StringShape,
  gesture: Gesture,
  length: number,
  t60: number,
  burst: Float32Array,
): Float32Array {
  const out = new Float32Array(length);
  const line = new Float64Array(LONGEST);
  const pitch = curve(gesture.pitch, blocksOf(length), true);
  const s = shape.damping;
  let write = 0;
  let previous = 0;
  let loss = 1;
  for (let n = 0; n < length; n++) {
    const hz = sample(pitch, n);
    const delay = Math.min(LONGEST - 4, SAMPLE_RATE / hz) - s;
    if (n % BLOCK === 0) loss = decayPerSample(t60) ** (SAMPLE_RATE / hz);
    const whole = Math.floor(delay) - 1;
    const d = delay - whole;
    const at = (k: number): number => line[(write - whole - k + 2 * LONGEST) % LONGEST] ?? 0;
    const read =
      (-(d - 1) * (d - 2) * (d - 3) * at(0)) / 6 +
      (d * (d - 2) * (d - 3) * at(1)) / 2 -
      (d * (d - 1) * (d - 3) * at(2)) / 2 +
      (d * (d - 1) * (d - 2) * at(3)) / 6;
    const value = loss * ((1 - s) * read + s * previous) + (n < burst.length ? (burst[n] ?? 0) : 0);
    previous = read;
    line[write] = value;
    write = (write + 1) % LONGEST;
    out[n] = value;
  }
  return out;
}

/** The string grazing a flat bridge makes new high partials while it swings wide; they die before the tone does. */
function addBuzz(samples: Float32Array, amount: number): void {
  const edge = new Float32Array(samples.length);
  for (let i = 0; i < samples.length; i++) {
    const x = samples[i] ?? 0;
    edge[i] = Math.max(0, x - 0.12) * 2.4;
  }
  filterInPlace(edge, design('highpass', 1100), design('peak', 2600, 0.9, 5), design('lowpass', 6500));
  for (let i = 0; i < samples.length; i++) samples[i] = (samples[i] ?? 0) + amount * (edge[i] ?? 0);
}

function fadeTail(samples: Float32Array, held: number, release: number | undefined): void {
  const decay = release === undefined ? 1 : decayPerSample(release);
  let gain = 1;
  const end = seconds(0.03);
  for (let i = 0; i < samples.length; i++) {
    if (i > held) gain *= decay;
    samples[i] = (samples[i] ?? 0) * gain * Math.min(1, (samples.length - i) / end);
  }
}
