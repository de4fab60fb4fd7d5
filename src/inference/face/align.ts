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
  const toPicture = similarityBetween(template, eyes);
  const scale = Math.hypot(toPicture.a, toPicture.b);
  const samples = Math.min(MAX_SAMPLES, Math.max(1, Math.ceil(scale)));
  const crop = new Float32Array(size * size);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      let sum = 0;
      for (let j = 0; j < samples; j++) {
        for (let i = 0; i < samples; i++) {
          const within = { x: x + (i + 0.5) / samples, y: y + (j + 0.5) / samples };
          sum += greyAt(picture, apply(toPicture, within));
        }
      }
      crop[y * size + x] = sum / (samples * samples);
    }
  }
  return crop;
}

/** Bilinear grey at a point; pixel (0, 0) has its centre at (0.5, 0.5). */
function greyAt(picture: Raster, point: Point): number {
  const x = clamp(point.x - 0.5, 0, picture.width - 1);
  const y = clamp(point.y - 0.5, 0, picture.height - 1);
  const left = Math.floor(x);
  const top = Math.floor(y);
  const right = Math.min(left + 1, picture.width - 1);
  const bottom = Math.min(top + 1, picture.height - 1);
  const fx = x - left;
  const fy = y - top;
  const upper = lumaAt(picture, left, top) * (1 - fx) + lumaAt(picture, right, top) * fx;
  const lower = lumaAt(picture, left, bottom) * (1 - fx) + lumaAt(picture, right, bottom) * fx;
  return upper * (1 - fy) + lower * fy;
}

function lumaAt({ data, width }: Raster, x: number, y: number): number {
  const at = (y * width + x) * 3;
  return (
    LUMA[0] * (data[at] as number) + LUMA[1] * (data[at + 1] as number) + LUMA[2] * (data[at + 2] as number)
  );
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
