/**
 * Loudness as broadcasters measure it: ITU-R BS.1770-4, annex 1 (K-weighting, gating) and annex 2 (true peak), the
 * figures that EBU R 128 is about. Stereo or mono at 48 kHz.
 */

/** Annex 1, tables 1 and 2: a shelf for the head, and a high-pass (RLB), at 48 kHz. */
const SHELF = {
  b: [1.53512485958697, -2.69169618940638, 1.19839281085285],
  a: [-1.69065929318241, 0.73248077421585],
} as const;
const RLB = { b: [1, -2, 1], a: [-1.99004745483398, 0.99007225036621] } as const;

const RATE = 48_000;
/** Blocks of 400 ms every 100 ms. */
const STEP = RATE / 10;
const BLOCK_STEPS = 4;
const ABSOLUTE_GATE = -70;
const RELATIVE_GATE = -10;

type Stage = { readonly b: readonly [number, number, number]; readonly a: readonly [number, number] };

function weigh(samples: Float32Array, stage: Stage): Float32Array {
  const out = new Float32Array(samples.length);
  let x1 = 0;
  let x2 = 0;
  let y1 = 0;
  let y2 = 0;
  const { a, b } = stage;
  for (let n = 0; n < samples.length; n++) {
    const x = samples[n] ?? 0;
    const y = b[0] * x + b[1] * x1 + b[2] * x2 - a[0] * y1 - a[1] * y2;
    x2 = x1;
    x1 = x;
    y2 = y1;
    y1 = y;
    out[n] = y;
  }
  return out;
}

const loudnessOf = (power: number): number => -0.691 + 10 * Math.log10(power);

/**
 * Integrated loudness in LUFS; -Infinity when all is under the absolute gate of -70 LUFS or shorter than 400 ms.
 * @param channels left and right (both weigh 1), or one
 */
export function integratedLoudness(channels: readonly Float32Array[]): number {
  const steps: number[] = [];
  for (const channel of channels) {
    const weighted = weigh(weigh(channel, SHELF), RLB);
    for (let s = 0; (s + 1) * STEP <= weighted.length; s++) {
      let sum = 0;
      for (let n = s * STEP; n < (s + 1) * STEP; n++) sum += (weighted[n] ?? 0) ** 2;
      steps[s] = (steps[s] ?? 0) + sum / STEP;
    }
  }
  const blocks: number[] = [];
  for (let s = 0; s + BLOCK_STEPS <= steps.length; s++) {
    blocks.push(steps.slice(s, s + BLOCK_STEPS).reduce((sum, power) => sum + power, 0) / BLOCK_STEPS);
  }
  const heard = blocks.filter((power) => loudnessOf(power) > ABSOLUTE_GATE);
  const gate = loudnessOf(mean(heard)) + RELATIVE_GATE;
  const loud = heard.filter((power) => loudnessOf(power) > gate);
  return loud.length === 0 ? Number.NEGATIVE_INFINITY : loudnessOf(mean(loud));
}

/**
 * True peak in dBTP (annex 2): the largest sample after four-fold oversampling with a 48-tap windowed sinc.
 */
export function truePeak(channels: readonly Float32Array[]): number {
  let peak = 0;
  for (const channel of channels) peak = Math.max(peak, ...oversampledPeaks(channel, RATE));
  return 20 * Math.log10(peak);
}

const TAPS = 12;
const PHASES = [1, 2, 3].map((phase) =>
  Array.from({ length: TAPS }, (_, k) => {
    const x = k - TAPS / 2 + 1 - phase / 4;
    const window = 0.5 + 0.5 * Math.cos((Math.PI * x) / (TAPS / 2 + 0.5));
    return (Math.sin(Math.PI * x) / (Math.PI * x)) * window;
  }),
);

/** The largest oversampled value in each run of `size` samples. */
export function oversampledPeaks(channel: Float32Array, size: number): number[] {
  const out: number[] = [];
  for (let n = 0; n < channel.length; n++) {
    const run = Math.floor(n / size);
    let peak = Math.max(out[run] ?? 0, Math.abs(channel[n] ?? 0));
    // Only where the samples come near the peak so far can the curve between them pass it.
    if (Math.abs(channel[n] ?? 0) > 0.4 * peak) {
      for (const taps of PHASES) {
        let value = 0;
        for (let k = 0; k < TAPS; k++) value += (taps[k] ?? 0) * (channel[n + k - TAPS / 2 + 1] ?? 0);
        peak = Math.max(peak, Math.abs(value));
      }
    }
    out[run] = peak;
  }
  return out;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
