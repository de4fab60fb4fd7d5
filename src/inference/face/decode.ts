import type { Anchor } from './anchors.ts';
import type { Face, Point } from './face.ts';

/** Which of the six keypoints, and so which pair of the 16 numbers behind the box, an eye is. */
export interface EyeIndices {
  readonly leftEye: number;
  readonly rightEye: number;
}

const VALUES_PER_ANCHOR = 16;
/** Logits beyond this say nothing more and would overflow in training; MediaPipe clips there as well. */
const CLIP = 100;

export function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-Math.max(-CLIP, Math.min(CLIP, logit))));
}

/**
 * Turns one grid's raw outputs into candidates at or above a score.
 * @param logits one per anchor
 * @param boxes 16 per anchor: centre x and y, width, height, six keypoints, all in input pixels; centre and keypoints
 *   are offsets from the anchor's centre
 * @returns candidates in pixels of the model's input
 */
export function decodeGrid(
  logits: Float32Array,
  boxes: Float32Array,
  anchors: readonly Anchor[],
  eyes: EyeIndices,
  threshold: number,
): Face[] {
  return anchors.flatMap((anchor, i) => {
    const score = sigmoid(logits[i] ?? -CLIP);
    if (score < threshold) return [];
    const value = (k: number) => boxes[i * VALUES_PER_ANCHOR + k] as number;
    const keypoint = (k: number): Point => ({
      x: anchor.x + value(4 + 2 * k),
      y: anchor.y + value(5 + 2 * k),
    });
    const x = anchor.x + value(0);
    const y = anchor.y + value(1);
    const width = value(2);
    const height = value(3);
    return {
      left: x - width / 2,
      top: y - height / 2,
      right: x + width / 2,
      bottom: y + height / 2,
      score,
      leftEye: keypoint(eyes.leftEye),
      rightEye: keypoint(eyes.rightEye),
    };
  });
}
