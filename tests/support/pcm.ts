/**
 * How alike two pieces of sound are, whatever their loudness, at the best of all shifts: the largest normalised
 * cross-correlation of a stretch of `heard` with `made`, 0 (nothing in common) to 1.
 * @param heard interleaved stereo, 48 kHz
 * @param made the same; where to look in
 * @param seconds how long a stretch to compare, from the start of `heard`
 */
export function likeness(
  heard: Int16Array,
  made: Int16Array,
  seconds = 1,
): { score: number; atSeconds: number } {
  const needle = thin(heard).subarray(0, Math.round(seconds * RATE));
  const hay = thin(made);
  let best = { score: 0, atSeconds: 0 };
  const needleEnergy = energy(needle, 0, needle.length);
  for (let shift = 0; shift + needle.length <= hay.length; shift++) {
    let sum = 0;
    for (let i = 0; i < needle.length; i++) sum += (needle[i] ?? 0) * (hay[shift + i] ?? 0);
    const norm = Math.sqrt(needleEnergy * energy(hay, shift, needle.length));
    const score = norm === 0 ? 0 : sum / norm;
    if (score > best.score) best = { score, atSeconds: shift / RATE };
  }
  return best;
}

const STEP = 12;
/** Samples a second that are compared; enough for the tones that tests play. */
const RATE = 48_000 / STEP;

/** The left channel, averaged down. */
function thin(pcm: Int16Array): Float64Array {
  const out = new Float64Array(Math.floor(pcm.length / 2 / STEP));
  for (let i = 0; i < out.length; i++) {
    let sum = 0;
    for (let j = 0; j < STEP; j++) sum += pcm[2 * (i * STEP + j)] ?? 0;
    out[i] = sum / STEP;
  }
  return out;
}

function energy(samples: Float64Array, from: number, count: number): number {
  let sum = 0;
  for (let i = from; i < from + count; i++) sum += (samples[i] ?? 0) ** 2;
  return sum;
}
