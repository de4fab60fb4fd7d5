/**
 * The tanpura: additive, since its sound is a cascade. The flat bridge (jvari) hands the energy down from high partials
 * to low ones while the string rings, so each partial has its own moment (Raman 1921; Bhattacharyya et al. 1956 measured
 * the slow growth and fall of single partials).
 */
import { decayPerSample, firstLevel, firstPitch, type Instrument, SAMPLE_RATE, seconds } from './gesture.ts';

const PARTIALS = 36;

export const tanpura: Instrument = (gesture, random) => {
  const hz = firstPitch(gesture);
  const level = firstLevel(gesture);
  const out = new Float32Array(seconds(5.5));
  for (let k = 1; k <= PARTIALS && k * hz < 7500; k++) {
    // Partials above the tenth speak at once, low ones swell in over more than a second.
    const peak = 0.03 + 1.1 * Math.exp(-k / 5) * (0.8 + 0.4 * random());
    const strength = (0.9 / (1 + k * 0.35)) * (0.6 + 0.8 * random()) * (k === 1 ? 0.6 : 1);
    const t60 = 1.2 + 5.5 * Math.exp(-k / 9);
    const stretched = hz * k * (1 + 0.00001 * k * k);
    const step = (2 * Math.PI * stretched) / SAMPLE_RATE;
    // A rotating phasor: two multiplications a sample in place of a sine.
    const cos = Math.cos(step);
    const sin = Math.sin(step);
    const start = random() * 2 * Math.PI;
    let x = Math.cos(start) * strength * level * 0.16;
    let y = Math.sin(start) * strength * level * 0.16;
    const decay = decayPerSample(t60);
    const rise = 1 - Math.exp(-1 / (peak * 0.4 * SAMPLE_RATE));
    let grown = 0;
    // 70 dB down it is not heard any more.
    const heard = Math.min(out.length, seconds(t60 * 1.17));
    for (let n = 0; n < heard; n++) {
      const nx = (x * cos - y * sin) * decay;
      y = (x * sin + y * cos) * decay;
      x = nx;
      grown += rise * (1 - grown);
      out[n] = (out[n] ?? 0) + y * grown;
    }
  }
  const tail = seconds(0.6);
  for (let n = 0; n < out.length; n++) {
    out[n] = (out[n] ?? 0) * Math.min(1, n / 240) * Math.min(1, (out.length - n) / tail);
  }
  return out;
};
