/**
 * Bowed strings, reeds and pads: band-limited saws (polyBLEP, Välimäki & Huovilainen 2007) through a low-pass that opens
 * with the bow's pressure, then the fixed resonances of a body.
 */
import { Biquad, type Coefficients, design, filterInPlace } from './filter.ts';
import { BLOCK, blocksOf, curve, type Instrument, SAMPLE_RATE, sample, seconds } from './gesture.ts';

export interface BowShape {
  /** Players in unison, detuned by this many cents around the pitch. */
  readonly voices: readonly number[];
  /** Corner of the low-pass at full pressure, as a multiple of the pitch. */
  readonly open: number;
  readonly noise: number;
  readonly vibratoHz: number;
  readonly vibrato: number;
  readonly attack: number;
  readonly release: number;
  readonly body: readonly Coefficients[];
  readonly gain: number;
}

export function bowedInstrument(shape: BowShape): Instrument {
  return (gesture, random) => {
    const held = seconds(gesture.duration);
    const length = held + seconds(shape.release * 1.6);
    const pitch = curve(gesture.pitch, blocksOf(length), true);
    const level = curve(gesture.level, blocksOf(length), false);
    const out = new Float32Array(length);
    const mute = new Biquad(design('lowpass', 800));
    const phases = shape.voices.map(() => random());
    const rate = shape.vibratoHz * (0.93 + 0.14 * random());
    const factors = shape.voices.map((cents) => 2 ** (cents / 1200));
    let pressure = 0;
    for (let n = 0; n < length; n++) {
      const t = n / SAMPLE_RATE;
      const depth = shape.vibrato * Math.min(1, Math.max(0, (t - 0.25) / 0.5));
      const hz = sample(pitch, n) * 2 ** ((depth * Math.sin(2 * Math.PI * rate * t)) / 1200);
      const target = n < held ? sample(level, n) : 0;
      pressure += (target - pressure) / ((n < held ? shape.attack : shape.release) * SAMPLE_RATE * 0.4);
      if (n % BLOCK === 0) {
        mute.tune(design('lowpass', Math.min(9000, hz * (1.2 + (shape.open - 1.2) * pressure)), 0.6));
      }
      let saw = 0;
      for (let v = 0; v < phases.length; v++) {
        const step = (hz * (factors[v] ?? 1)) / SAMPLE_RATE;
        let phase = (phases[v] ?? 0) + step;
        if (phase >= 1) phase -= 1;
        phases[v] = phase;
        saw += 2 * phase - 1 - blep(phase, step);
      }
      const bow = shape.noise * (random() * 2 - 1);
      out[n] = mute.step((saw / Math.sqrt(phases.length) + bow) * pressure) * shape.gain;
    }
    filterInPlace(out, ...shape.body);
    const tail = seconds(0.02);
    for (let n = Math.max(0, length - tail); n < length; n++) out[n] = ((out[n] ?? 0) * (length - n)) / tail;
    return out;
  };
}

/** The correction that rounds the saw's step off, so that it does not alias. */
function blep(phase: number, step: number): number {
  if (phase < step) {
    const t = phase / step;
    return t + t - t * t - 1;
  }
  if (phase > 1 - step) {
    const t = (phase - 1) / step;
    return t * t + t + t + 1;
  }
  return 0;
}
