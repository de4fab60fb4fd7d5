import type { Raster } from '../image/raster.ts';
import { resampleOnto } from '../image/resample.ts';
import type { Point } from './face.ts';

/** A picture fitted into a square without distortion; the rest of the square is black. */
export interface Letterbox {
  /** size x size x 3 floats: gain x 0..255 + offset. */
  readonly pixels: Float32Array;
  /** From the square's pixels back to the picture's. */
  toPicture(point: Point): Point;
  /** Picture pixels per square pixel. */
  readonly scale: number;
}

/** Scales an RGB picture so that its longer side fills the square, centred; values are gain x pixel + offset. */
export function letterbox(picture: Raster, size: number, gain = 1, offset = 0): Letterbox {
  const scale = Math.max(picture.width, picture.height) / size;
  const width = Math.max(1, Math.round(picture.width / scale));
  const height = Math.max(1, Math.round(picture.height / scale));
  const left = Math.floor((size - width) / 2);
  const top = Math.floor((size - height) / 2);
  const pixels = new Float32Array(size * size * 3);
  if (offset !== 0) pixels.fill(offset);
  resampleOnto(picture, width, height, {
    pixels,
    at: (top * size + left) * 3,
    stride: size * 3,
    gain,
    offset,
  });
  return {
    pixels,
    scale,
    toPicture: ({ x, y }) => ({
      x: ((x - left) * picture.width) / width,
      y: ((y - top) * picture.height) / height,
    }),
  };
}
