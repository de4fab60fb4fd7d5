import type { Raster } from './raster.ts';

/** The source pixels that make one target pixel along one axis. */
interface Tap {
  readonly first: number;
  readonly weights: Float32Array;
}

/**
 * Scales a raster with an antialiased triangle filter: bilinear when enlarging; when shrinking, the triangle is widened
 * by the factor so that every source pixel counts (as in Pillow's BILINEAR).
 * @returns width x height x channels floats, 0..255
 */
export function resample(source: Raster, width: number, height: number): Float32Array {
  const { channels } = source;
  const columns = taps(source.width, width);
  const rows = taps(source.height, height);
  const target = new Float32Array(width * height * channels);
  const line = new Float32Array(source.width * channels);
  rows.forEach((row, y) => {
    sumRows(source, row, line);
    columns.forEach((column, x) => {
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        let at = column.first * channels + c;
        for (const weight of column.weights) {
          sum += weight * (line[at] as number);
          at += channels;
        }
        target[(y * width + x) * channels + c] = sum;
      }
    });
  });
  return target;
}

/** Adds the source rows of one target row into `line`, weighted. */
function sumRows(source: Raster, row: Tap, line: Float32Array): void {
  line.fill(0);
  let at = row.first * line.length;
  for (const weight of row.weights) {
    for (let i = 0; i < line.length; i++) {
      line[i] = (line[i] as number) + weight * (source.data[at + i] as number);
    }
    at += line.length;
  }
}

/** For each of `to` pixels, the weights over `from` pixels; they sum to 1. */
function taps(from: number, to: number): Tap[] {
  const scale = from / to;
  const support = Math.max(1, scale);
  return Array.from({ length: to }, (_, i) => {
    const centre = (i + 0.5) * scale - 0.5;
    const first = Math.max(0, Math.ceil(centre - support));
    const last = Math.min(from - 1, Math.floor(centre + support));
    const weights = Float32Array.from({ length: last - first + 1 }, (_, k) =>
      Math.max(0, 1 - Math.abs(first + k - centre) / support),
    );
    const sum = weights.reduce((a, b) => a + b, 0);
    return { first, weights: weights.map((weight) => weight / sum) };
  });
}
