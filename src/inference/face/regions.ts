import { FACE_REGIONS, type FaceRegion } from '../../domain/explanation.ts';
import type { Eyes } from './align.ts';

/** Where each region begins, in distances between the eyes below the line through them. */
const BEGINS: Readonly<Record<FaceRegion, number>> = {
  forehead: Number.NEGATIVE_INFINITY,
  eyes: -0.5,
  nose: 0.2,
  mouth: 0.65,
};

/**
 * The part of an aligned face where a map's values above 0 are highest on average.
 * @param map size x size values
 * @param eyes of the crop's template, in pixels
 */
export function strongestRegion(map: Float32Array, size: number, { leftEye, rightEye }: Eyes): FaceRegion {
  const distance = rightEye.x - leftEye.x;
  const line = (leftEye.y + rightEye.y) / 2;
  const means = FACE_REGIONS.map((region, i) => {
    const next = FACE_REGIONS[i + 1];
    const end = next === undefined ? Number.POSITIVE_INFINITY : BEGINS[next];
    const within = map.filter((_, at) => {
      const below = (Math.floor(at / size) + 0.5 - line) / distance;
      return below >= BEGINS[region] && below < end;
    });
    return within.reduce((sum, value) => sum + Math.max(0, value), 0) / Math.max(1, within.length);
  });
  return FACE_REGIONS[means.indexOf(Math.max(...means))] ?? 'mouth';
}
