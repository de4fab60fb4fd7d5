/**
 * Struck bars, bells and keys. Bars and bells are modal: a sum of decaying partials at the ratios of a tuned bar (1, 4,
 * 10 for a marimba: Fletcher & Rossing, The Physics of Musical Instruments, 1998, ch. 19). The electric piano is
 * frequency modulation (Chowning 1973): a modulator whose strength falls with time darkens the tone.
 */
import { decayPerSample, firstLevel, firstPitch, type Instrument, SAMPLE_RATE, seconds } from './gesture.ts';

export interface Mode {
  readonly ratio: number;
  readonly strength: number;
  /** Seconds to fall by 60 dB, at 440 Hz. */
  readonly t60: number;
}

export interface MalletShape {
  readonly modes: readonly Mode[];
  /** Knock of the mallet, 0..1. */
  readonly knock: number;
  /** Amplitude modulation (vibraphone's fans): hertz and depth. */
  readonly tremolo?: readonly [hertz: number, depth: number];
  /** Damped when let go, seconds; undefined rings. */
  readonly release?: number;
}

export function malletInstrument(shape: MalletShape): Instrument {
  return (gesture, random) => {
    const hz = firstPitch(gesture);
    const level = firstLevel(gesture);
    const lower = Math.min(1.8, Math.max(0.4, Math.sqrt(440 / hz)));
    const longest = Math.max(...shape.modes.map((mode) => mode.t60)) * lower;
    const ring = shape.release === undefined ? longest : Math.min(longest, gesture.duration + shape.release);
    const out = new Float32Array(seconds(ring));
    for (const mode of shape.modes) {
      const partial = hz * mode.ratio;
      if (partial > 16000) continue;
      // A hard stroke wakes the upper modes more than a soft one.
      const gain = mode.strength * level ** (1 + 0.35 * Math.log2(mode.ratio)) * 0.4;
      const decay = decayPerSample(mode.t60 * lower);
      const step = (2 * Math.PI * partial) / SAMPLE_RATE;
      const phase = random() * 0.6;
      let envelope = gain;
      for (let n = 0; n < out.length; n++) {
        out[n] = (out[n] ?? 0) + envelope * Math.sin(step * n + phase);
        envelope *= decay;
      }
    }
    let dull = 0;
    for (let n = 0; n < Math.min(out.length, seconds(0.02)); n++) {
      dull += 0.25 * (random() * 2 - 1 - dull);
      out[n] = (out[n] ?? 0) + shape.knock * level * 0.5 * dull * Math.exp(-n / (0.003 * SAMPLE_RATE));
    }
    finish(out, gesture.duration, shape.release);
    if (shape.tremolo !== undefined) {
      const [rate, depth] = shape.tremolo;
      for (let n = 0; n < out.length; n++) {
        out[n] = (out[n] ?? 0) * (1 - depth * (0.5 - 0.5 * Math.cos((2 * Math.PI * rate * n) / SAMPLE_RATE)));
      }
    }
    return out;
  };
}

/** An electric piano of two operator pairs: a soft body at 1:1, and a tine that rings high and short. */
export const electricPiano: Instrument = (gesture, random) => {
  const hz = firstPitch(gesture);
  const level = firstLevel(gesture);
  const t60 = 5.5 * Math.min(1.6, Math.max(0.45, Math.sqrt(260 / hz)));
  const out = new Float32Array(seconds(Math.min(t60, gesture.duration + 0.7)));
  const step = (2 * Math.PI * hz) / SAMPLE_RATE;
  const drift = 1 + (random() - 0.5) * 0.0006;
  for (let n = 0; n < out.length; n++) {
    const t = n / SAMPLE_RATE;
    const envelope = 10 ** ((-3 * t) / t60);
    const index = 1.5 * level * Math.exp(-t * 2.2) + 0.15;
    const body = Math.sin(step * n + index * Math.sin(step * n * drift));
    const tine = Math.exp(-t * 9) * level * 0.16 * Math.sin(step * n * 14 + 0.4 * Math.sin(step * n));
    out[n] = 0.34 * level * envelope * (body + tine);
  }
  finish(out, gesture.duration, 0.35);
  return out;
};

/** A soft felt piano: stretched partials (Fletcher 1962), two strings a note that beat slowly. */
export const feltPiano: Instrument = (gesture, random) => {
  const hz = firstPitch(gesture);
  const level = firstLevel(gesture);
  const t60 = 9 * Math.min(1.5, Math.max(0.3, Math.sqrt(200 / hz)));
  const out = new Float32Array(seconds(Math.min(t60, gesture.duration + 1.6)));
  const stiffness = 0.0004 * (hz / 260);
  for (let k = 1; k <= 14; k++) {
    const partial = hz * k * Math.sqrt(1 + stiffness * k * k);
    if (partial > 9000) break;
    const strength =
      0.26 * level ** (1 + 0.12 * k) * Math.exp(-(k - 1) * (0.62 - 0.3 * level)) * (k === 1 ? 0.85 : 1);
    const decay = decayPerSample(t60 / (1 + 0.28 * (k - 1)));
    for (const side of [-1, 1]) {
      const step = (2 * Math.PI * partial * (1 + side * 0.00022)) / SAMPLE_RATE;
      const phase = random() * 0.5;
      let envelope = strength;
      for (let n = 0; n < out.length; n++) {
        out[n] = (out[n] ?? 0) + envelope * Math.sin(step * n + phase);
        envelope *= decay;
      }
    }
  }
  let dull = 0;
  for (let n = 0; n < Math.min(out.length, seconds(0.05)); n++) {
    dull += 0.06 * (random() * 2 - 1 - dull);
    out[n] = (out[n] ?? 0) + 0.5 * level * dull * Math.exp(-n / (0.012 * SAMPLE_RATE));
  }
  finish(out, gesture.duration, 0.45);
  return out;
};

/** No click at the start, damping from the moment of letting go, no click at the end. */
function finish(samples: Float32Array, duration: number, release: number | undefined): void {
  const held = seconds(duration);
  const decay = release === undefined ? 1 : decayPerSample(release * 1.4);
  const tail = seconds(0.03);
  let gain = 1;
  for (let n = 0; n < samples.length; n++) {
    if (n > held) gain *= decay;
    const edge = Math.min(1, n / 48, (samples.length - n) / tail);
    samples[n] = (samples[n] ?? 0) * gain * edge;
  }
}
