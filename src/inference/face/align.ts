import { LUMA, type Raster } from '../image/raster.ts';
import type { Point } from './face.ts';

/** The two eye centres. Left and right are the viewer's: the left eye has the smaller x in an upright face. */
export interface Eyes {
  readonly leftEye: Point;
  readonly rightEye: Point;
}

/** Rotation, uniform scaling and shift: (x, y) -> (a x - b y + tx, b x + a y + ty). */
export interface Similarity {
  readonly a: number;
  readonly b: number;
  readonly tx: number;
  readonly ty: number;
}

/** More samples than this along one side of a target pixel change nothing visible in the crop. */
const MAX_SAMPLES = 16;

/**
 * The similarity that takes both eyes of `from` to those of `to` exactly: two points determine it. As complex numbers,
 * a + bi = (to.right - to.left) / (from.right - from.left).
 */
export function similarityBetween(from: Eyes, to: Eyes): Similarity {
  const dx = from.rightEye.x - from.leftEye.x;
  const dy = from.rightEye.y - from.leftEye.y;
  const ex = to.rightEye.x - to.leftEye.x;
  const ey = to.rightEye.y - to.leftEye.y;
  const length = Math.max(dx * dx + dy * dy, Number.EPSILON);
  const a = (ex * dx + ey * dy) / length;
  const b = (ey * dx - ex * dy) / length;
  return {
    a,
    b,
    tx: to.leftEye.x - (a * from.leftEye.x - b * from.leftEye.y),
    ty: to.leftEye.y - (b * from.leftEye.x + a * from.leftEye.y),
  };
}

export function apply({ a, b, tx, ty }: Similarity, { x, y }: Point): Point {
  return { x: a * x - b * y + tx, y: b * x + a * y + ty };
}

/**
 * Cuts a face out so that its eyes lie at the template's places, as BT.601 grey. Each target pixel is the mean over its
 * own area in the picture, so that shrinking does not alias; what lies outside the picture repeats its edge.
 * @param picture RGB
 * @param template eye centres in the crop, in pixels; the centre of the first pixel is (0.5, 0.5)
 * @param size side of the square crop in pixels
 * @returns size x size floats, 0..255
 */
export function alignFace(picture: Raster, eyes: Eyes, template: Eyes, size: number): Float32Array {
  const { a, b, tx, ty } = similarityBetween(template, eyes);
  const samples = Math.min(MAX_SAMPLES, Math.max(1, Math.ceil(Math.hypot(a, b))));
  const crop = new Float32Array(size * size);
  // Numbers alone in these loops: an object for every point would take most of the time.
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      let sum = 0;
      for (let j = 0; j < samples; j++) {
        const v = y + (j + 0.5) / samples;
        for (let i = 0; i < samples; i++) {
          const u = x + (i + 0.5) / samples;
          sum += greyAt(picture, a * u - b * v + tx, b * u + a * v + ty);
        }
      }
      crop[y * size + x] = sum / (samples * samples);
    }
  }
  return crop;
}

/** Bilinear grey at a point; pixel (0, 0) has its centre at (0.5, 0.5). */
function greyAt({ data, width, height }: Raster, pointX: number, pointY: number): number {
  const x = Math.max(0, Math.min(width - 1, pointX - 0.5));
  const y = Math.max(0, Math.min(height - 1, pointY - 0.5));
  const left = Math.floor(x);
  const top = Math.floor(y);
  const fx = x - left;
  const fy = y - top;
  const upperLeft = (top * width + left) * 3;
  const right = left + 1 < width ? 3 : 0;
  const below = top + 1 < height ? width * 3 : 0;
  const upper = lumaAt(data, upperLeft) * (1 - fx) + lumaAt(data, upperLeft + right) * fx;
  const lower = lumaAt(data, upperLeft + below) * (1 - fx) + lumaAt(data, upperLeft + below + right) * fx;
  return upper * (1 - fy) + lower * fy;
}

function lumaAt(data: Uint8Array, at: number): number {
  return (
    LUMA[0] * (data[at] as number) + LUMA[1] * (data[at + 1] as number) + LUMA[2] * (data[at + 2] as number)
  );
}
