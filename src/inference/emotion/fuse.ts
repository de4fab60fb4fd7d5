/** What one frame says of one face. */
export interface FrameOfFace {
  /** The aligned crop, size x size grey floats, 0..255. */
  readonly crop: Float32Array;
  /** Calibrated probabilities, one per emotion of EMOTIONS. */
  readonly probabilities: readonly number[];
}

/**
 * One reading of 1 to 16 frames of one face, in the order of time: the mean of their probabilities (the sum rule of
 * Kittler et al. 1998, "On Combining Classifiers", section 3.2), so that a blink or a blur is outvoted.
 * @returns probabilities, one per emotion of EMOTIONS
 */
export function fuse(frames: readonly FrameOfFace[]): number[] {
  const [first, ...others] = frames;
  if (first === undefined) throw new RangeError('expected at least one frame but received none');
  return first.probabilities.map(
    (probability, i) =>
      others.reduce((sum, { probabilities }) => sum + (probabilities[i] as number), probability) /
      frames.length,
  );
}
