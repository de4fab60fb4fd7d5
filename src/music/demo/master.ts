/** The last step: bring a piece to its loudness, and hold its peaks under a ceiling without being heard doing it. */
import { integratedLoudness, oversampledPeaks } from './loudness.ts';
import type { Stereo } from './render.ts';

/** Gain changes once a run of 1 ms. */
const RUN = 48;
/** The limiter begins to turn down this many runs before the peak, and lets go slowly. */
const AHEAD = 5;
const RELEASE = 0.988;

/** Brings a piece to a loudness in LUFS, its peaks under a ceiling in dBTP. */
export type Master = (target: number, ceiling: number) => Stereo;

/** Measures the piece once, so that several masters of it cost little. */
export function prepareMaster(sound: Stereo): Master {
  const loudness = integratedLoudness([sound.left, sound.right]);
  const right = oversampledPeaks(sound.right, RUN);
  const peaks = oversampledPeaks(sound.left, RUN).map((peak, i) => Math.max(1e-9, peak, right[i] ?? 0));
  return (target, ceiling) => {
    // Limiting takes some loudness away again: a few rounds meet the target.
    let gain = 10 ** ((target - loudness) / 20);
    for (let round = 0; ; round++) {
      const result = apply(sound, envelope(peaks, gain, 10 ** (ceiling / 20)));
      const miss = target - integratedLoudness([result.left, result.right]);
      if (Math.abs(miss) < 0.05 || round === 4) return result;
      gain *= 10 ** (miss / 20);
    }
  };
}

/** The gain at each run: the wanted one, lowered ahead of every peak that would pass the ceiling. */
function envelope(peaks: readonly number[], gain: number, ceiling: number): Float64Array {
  const wanted = peaks.map((peak) => Math.min(1, ceiling / (gain * peak)));
  const held = new Float64Array(wanted.length + 1);
  let now = 1;
  for (let i = 0; i < wanted.length; i++) {
    let lowest = 1;
    for (let k = Math.max(0, i - 1); k <= Math.min(wanted.length - 1, i + AHEAD); k++) {
      lowest = Math.min(lowest, wanted[k] ?? 1);
    }
    now = Math.min(lowest, 1 - (1 - now) * RELEASE);
    held[i] = now;
  }
  held[wanted.length] = now;
  // Four runs are averaged, so that the gain turns without a corner.
  return held.map((_, i) => {
    const span = held.subarray(Math.max(0, i - 3), i + 1);
    return (gain * span.reduce((sum, value) => sum + value, 0)) / span.length;
  });
}

function apply(sound: Stereo, gains: Float64Array): Stereo {
  const turned = (channel: Float32Array): Float32Array => {
    const out = new Float32Array(channel.length);
    for (let n = 0; n < out.length; n++) {
      const i = Math.floor(n / RUN);
      const share = (n - i * RUN) / RUN;
      out[n] = (channel[n] ?? 0) * ((gains[i] ?? 1) * (1 - share) + (gains[i + 1] ?? 1) * share);
    }
    return out;
  };
  return { left: turned(sound.left), right: turned(sound.right) };
}
