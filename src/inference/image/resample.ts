import type { Raster } from './raster.ts';

/** The source pixels that make one target pixel along one axis; the weights sum to 1. */
interface Tap {
  readonly first: number;
  readonly weights: Float32Array;
}

/**
 * Scales a raster: shrinking takes the mean over each target pixel's area, enlarging is bilinear.
 * @returns width x height x channels floats, 0..255
 */
export function resample(source: Raster, width: number, height: number): Float32Array {
  const { channels } = source;
  const columns = taps(source.width, width);
  const target = new Float32Array(width * height * channels);
  const line = new Float32Array(source.width * channels);
  taps(source.height, height).forEach((row, y) => {
    sumRows(source, row, line);
    sumColumns(line, columns, channels, target, y * width * channels);
  });
  return target;
}

/** Adds the source rows of one target row into `line`, weighted. */
function sumRows({ data }: Raster, { first, weights }: Tap, line: Float32Array): void {
  line.fill(0);
  for (let k = 0; k < weights.length; k++) {
    const weight = weights[k] as number;
    const start = (first + k) * line.length;
    for (let i = 0; i < line.length; i++)
      line[i] = (line[i] as number) + weight * (data[start + i] as number);
  }
}

/** Writes one target row, from `at` on. */
function sumColumns(
  line: Float32Array,
  columns: Tap[],
  channels: number,
  target: Float32Array,
  at: number,
): void {
  let to = at;
  for (const { first, weights } of columns) {
    for (let c = 0; c < channels; c++) {
      let sum = 0;
      for (let k = 0, from = first * channels + c; k < weights.length; k++, from += channels) {
        sum += (weights[k] as number) * (line[from] as number);
      }
      target[to++] = sum;
    }
  }
}

/** For each of `to` pixels, the weights over `from` pixels. */
function taps(from: number, to: number): Tap[] {
  const scale = from / to;
  return Array.from({ length: to }, (_, i) =>
    scale > 1 ? areaTap(i * scale, scale, from) : linearTap((i + 0.5) * scale, from),
  );
}

/** How much of each source pixel lies within `start`..`start + length`. */
function areaTap(start: number, length: number, from: number): Tap {
  const end = Math.min(from, start + length);
  const first = Math.floor(start);
  const weights = Float32Array.from(
    { length: Math.ceil(end) - first },
    (_, k) => (Math.min(end, first + k + 1) - Math.max(start, first + k)) / (end - start),
  );
  return { first, weights };
}

/** The two source pixels beside a point, the nearer the more; the edge repeats. */
function linearTap(point: number, from: number): Tap {
  const at = Math.max(0, Math.min(from - 1, point - 0.5));
  const first = Math.min(Math.floor(at), Math.max(0, from - 2));
  const share = at - first;
  return { first, weights: from === 1 ? Float32Array.of(1) : Float32Array.of(1 - share, share) };
}
