/** Winds: a few partials that brighten with the breath, a narrow band of breath noise on the tone, vibrato that comes late. */
import { Biquad, design } from './filter.ts';
import { BLOCK, blocksOf, curve, type Instrument, SAMPLE_RATE, sample, seconds } from './gesture.ts';

export interface WindShape {
  /** Strength of partials 1.. at full breath. */
  readonly partials: readonly number[];
  /** Breath noise relative to the tone, 0..1. */
  readonly breath: number;
  readonly vibratoHz: number;
  /** Depth in cents. */
  readonly vibrato: number;
  /** Seconds to speak and to end. */
  readonly attack: number;
  readonly release: number;
}

export function windInstrument(shape: WindShape): Instrument {
  return (gesture, random) => {
    const held = seconds(gesture.duration);
    const length = held + seconds(shape.release);
    const pitch = curve(gesture.pitch, blocksOf(length), true);
    const level = curve(gesture.level, blocksOf(length), false);
    const out = new Float32Array(length);
    const air = new Biquad(design('bandpass', pitch[0] ?? 440, 9));
    const hiss = new Biquad(design('bandpass', 3800, 0.6));
    const rate = shape.vibratoHz * (0.94 + 0.12 * random());
    let phase = random();
    let wander = 0;
    let breath = 0;
    for (let n = 0; n < length; n++) {
      const t = n / SAMPLE_RATE;
      // Vibrato sets in after a third of a second and grows.
      const depth = shape.vibrato * Math.min(1, Math.max(0, (t - 0.3) / 0.6));
      const cents = depth * Math.sin(2 * Math.PI * rate * t) + wander;
      const hz = sample(pitch, n) * 2 ** (cents / 1200);
      if (n % BLOCK === 0) {
        air.tune(design('bandpass', hz, 9));
        wander = wander * 0.97 + (random() - 0.5) * 1.6;
      }
      phase += hz / SAMPLE_RATE;
      if (phase > 1) phase -= 1;
      const target = n < held ? sample(level, n) : 0;
      const speed = n < held ? shape.attack : shape.release * 0.35;
      breath += (target - breath) / (speed * SAMPLE_RATE * 0.5);
      const swell =
        breath * (1 + 0.1 * (depth / (shape.vibrato + 1e-9)) * Math.sin(2 * Math.PI * rate * t + 0.6));
      let tone = 0;
      for (let k = 0; k < shape.partials.length; k++) {
        // High partials follow the square and more of the breath.
        tone += (shape.partials[k] ?? 0) * swell ** (k * 0.55) * Math.sin(2 * Math.PI * (k + 1) * phase);
      }
      const noise = random() * 2 - 1;
      const chiff = 1 + 2.2 * Math.exp(-t / 0.035);
      const air1 = air.step(noise) * 1.5 + hiss.step(noise) * 0.05;
      out[n] = 0.3 * swell * (tone + shape.breath * chiff * air1);
    }
    const tail = seconds(0.02);
    for (let n = Math.max(0, length - tail); n < length; n++) out[n] = ((out[n] ?? 0) * (length - n)) / tail;
    return out;
  };
}
