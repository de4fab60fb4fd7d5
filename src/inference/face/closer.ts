import type { Photo } from '../image/decode.ts';
import type { Raster } from '../image/raster.ts';
import type { Eyes } from './align.ts';
import type { Face } from './face.ts';

/** Picture pixels to a pixel of the crop, along a side: with fewer, a sharper picture would give another crop. */
const ENOUGH = 1.5;

/**
 * The picture that faces are cut from, and the faces in its pixels: the one that was searched, unless a face is so small
 * in it that its crop would be blurred, and the photo has more to show.
 * @param template eye centres in a crop, in its pixels
 * @throws AppError `photo.truncated`, see image/decode.ts
 */
export async function lookCloser(
  photo: Pick<Photo, 'raster' | 'detail'>,
  faces: readonly Face[],
  template: Eyes,
): Promise<{ raster: Raster; faces: readonly Face[] }> {
  const { raster, detail } = photo;
  const needed = ENOUGH * eyeDistance(template);
  if (detail === undefined || faces.every((face) => eyeDistance(face) >= needed)) return { raster, faces };
  const closer = await detail();
  return { raster: closer, faces: faces.map((face) => scaled(face, raster, closer)) };
}

function eyeDistance({ leftEye, rightEye }: Eyes): number {
  return Math.hypot(rightEye.x - leftEye.x, rightEye.y - leftEye.y);
}

/** From the pixels of one picture to those of another of the same photo. */
function scaled(face: Face, from: Raster, to: Raster): Face {
  const x = to.width / from.width;
  const y = to.height / from.height;
  return {
    left: face.left * x,
    top: face.top * y,
    right: face.right * x,
    bottom: face.bottom * y,
    score: face.score,
    leftEye: { x: face.leftEye.x * x, y: face.leftEye.y * y },
    rightEye: { x: face.rightEye.x * x, y: face.rightEye.y * y },
  };
}
