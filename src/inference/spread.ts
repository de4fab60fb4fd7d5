/** Frames that one moment is read from, at most: more do not make the mean steadier. */
export const MAX_FRAMES = 16;

/** @param files that the moment is told in, 1 or more */
export function framesPerFile(files: number): number {
  return Math.max(1, Math.floor(MAX_FRAMES / files));
}

/**
 * Which of `total` frames to take: the middle of each of `count` equal parts, so that they are evenly spread and a
 * fade at either end is left out.
 * @returns ascending indices from 0, all of them where there are no more than `count`
 */
export function evenlySpread(total: number, count: number): number[] {
  const taken = Math.min(total, count);
  return Array.from({ length: taken }, (_, i) => Math.floor(((i + 0.5) * total) / taken));
}
