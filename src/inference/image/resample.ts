import type { Raster } from './raster.ts';

/** Where a scaled picture is written, and in which unit: written value = gain x value + offset. */
export interface Canvas {
  readonly pixels: Float32Array;
  /** Index of the picture's first value. */
  readonly at: number;
  /** Values from one row to the next. */
  readonly stride: number;
  readonly gain: number;
  readonly offset: number;
}

/**
 * Scales a raster: shrinking takes the mean over each target pixel's area, enlarging is bilinear.
 * @returns width x height x channels floats, 0..255
 */
export function resample(source: Raster, width: number, height: number): Float32Array {
  const stride = width * source.channels;
  const pixels = new Float32Array(stride * height);
  resampleOnto(source, width, height, { pixels, at: 0, stride, gain: 1, offset: 0 });
  return pixels;
}

/** As resample(), into pixels that are there already. */
export function resampleOnto(source: Raster, width: number, height: number, canvas: Canvas): void {
  const rows = taps(source.height, height, 1);
  const columns = taps(source.width, width, canvas.gain);
  const line = new Float32Array(source.width * source.channels);
  for (let y = 0; y < height; y++) {
    sumRows(source.data, rows, y, line);
    sumColumns(line, columns, source.channels, canvas, canvas.at + y * canvas.stride);
  }
}

/** For each target pixel of one axis, the source pixels that make it; their weights sum to the gain. */
interface Taps {
  readonly first: Int32Array;
  /** Weights of target pixel i: from[i]..from[i + 1]. */
  readonly from: Int32Array;
  readonly weights: Float32Array;
}

/** Writes the weighted source rows of one target row into `line`: pairs, so that `line` is passed half as often. */
function sumRows(data: Uint8Array, { first, from, weights }: Taps, y: number, line: Float32Array): void {
  const { length } = line;
  const end = from[y + 1] as number;
  let start = (first[y] as number) * length;
  for (let k = from[y] as number; k < end; k += 2, start += 2 * length) {
    const upper = weights[k] as number;
    // An odd last row is its own partner, with no weight.
    const lower = k + 1 < end ? (weights[k + 1] as number) : 0;
    const next = k + 1 < end ? start + length : start;
    const before = k === from[y] ? 0 : 1;
    for (let i = 0; i < length; i++) {
      const pair = upper * (data[start + i] as number) + lower * (data[next + i] as number);
      line[i] = before * (line[i] as number) + pair;
    }
  }
}

/** Writes one target row, from `at` on. */
function sumColumns(
  line: Float32Array,
  { first, from, weights }: Taps,
  channels: number,
  { pixels, offset }: Canvas,
  at: number,
): void {
  let to = at;
  for (let x = 0; x < first.length; x++) {
    const start = (first[x] as number) * channels;
    const begin = from[x] as number;
    const end = from[x + 1] as number;
    for (let c = 0; c < channels; c++) {
      let sum = offset;
      for (let k = begin, i = start + c; k < end; k++, i += channels) {
        sum += (weights[k] as number) * (line[i] as number);
      }
      pixels[to++] = sum;
    }
  }
}

function taps(size: number, target: number, gain: number): Taps {
  const scale = size / target;
  const first = new Int32Array(target);
  const from = new Int32Array(target + 1);
  const weights: number[] = [];
  for (let i = 0; i < target; i++) {
    first[i] =
      scale > 1 ? addArea(weights, i * scale, scale, size) : addLinear(weights, (i + 0.5) * scale, size);
    from[i + 1] = weights.length;
  }
  return { first, from, weights: Float32Array.from(weights, (weight) => weight * gain) };
}

/** How much of each source pixel lies within `start`..`start + length`. @returns the first of them */
function addArea(weights: number[], start: number, length: number, size: number): number {
  const end = Math.min(size, start + length);
  const first = Math.floor(start);
  for (let pixel = first; pixel < end; pixel++) {
    weights.push((Math.min(end, pixel + 1) - Math.max(start, pixel)) / (end - start));
  }
  return first;
}

/** The two source pixels beside a point, the nearer the more; the edge repeats. @returns the first of them */
function addLinear(weights: number[], point: number, size: number): number {
  const at = Math.max(0, Math.min(size - 1, point - 0.5));
  const first = Math.min(Math.floor(at), Math.max(0, size - 2));
  if (size === 1) weights.push(1);
  else weights.push(1 - (at - first), at - first);
  return first;
}
