/**
 * A room: eight delay lines fed back through a Hadamard matrix (feedback delay network, Jot & Chaigne 1991), each with
 * the loss that makes the room die away in the wanted time and a low-pass, since air and walls swallow the highs first.
 */
import { decayPerSample, SAMPLE_RATE } from './synth/gesture.ts';

/** Prime lengths in samples, 31 to 89 ms, so that echoes do not fall together. */
const LENGTHS = [1487, 1733, 2053, 2399, 2801, 3251, 3719, 4273] as const;
const PRE_DELAY = Math.round(0.018 * SAMPLE_RATE);

/**
 * @param left,right what is sent to the room
 * @param t60 seconds to fall by 60 dB, 0.3..4
 * @returns the room alone, same length
 */
export function reverb(left: Float32Array, right: Float32Array, t60: number): [Float32Array, Float32Array] {
  const lines = LENGTHS.map((length) => new Float64Array(length));
  const losses = LENGTHS.map((length) => decayPerSample(t60) ** length);
  const held = new Float64Array(8);
  const taps = new Float64Array(8);
  const outLeft = new Float32Array(left.length);
  const outRight = new Float32Array(right.length);
  const damping = 0.36;
  for (let n = 0; n < left.length; n++) {
    const inLeft = n >= PRE_DELAY ? (left[n - PRE_DELAY] ?? 0) : 0;
    const inRight = n >= PRE_DELAY ? (right[n - PRE_DELAY] ?? 0) : 0;
    for (let k = 0; k < 8; k++) {
      const line = lines[k];
      if (line === undefined) continue;
      const read = (line[n % line.length] ?? 0) * (losses[k] ?? 0);
      held[k] = (held[k] ?? 0) * damping + read * (1 - damping);
      taps[k] = held[k] ?? 0;
    }
    outLeft[n] = 0.35 * ((taps[0] ?? 0) - (taps[2] ?? 0) + (taps[4] ?? 0) - (taps[6] ?? 0));
    outRight[n] = 0.35 * ((taps[1] ?? 0) - (taps[3] ?? 0) + (taps[5] ?? 0) - (taps[7] ?? 0));
    hadamard(taps);
    for (let k = 0; k < 8; k++) {
      const line = lines[k];
      if (line !== undefined) line[n % line.length] = (taps[k] ?? 0) + (k % 2 === 0 ? inLeft : inRight);
    }
  }
  return [outLeft, outRight];
}

/** In place, scaled to keep the energy. */
function hadamard(x: Float64Array): void {
  for (let half = 1; half < 8; half *= 2) {
    for (let i = 0; i < 8; i += 2 * half) {
      for (let j = i; j < i + half; j++) {
        const a = x[j] ?? 0;
        const b = x[j + half] ?? 0;
        x[j] = a + b;
        x[j + half] = a - b;
      }
    }
  }
  for (let i = 0; i < 8; i++) x[i] = (x[i] ?? 0) / Math.sqrt(8);
}
