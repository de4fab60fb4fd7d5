export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A detected face, in pixels of the picture that was searched. Left and right are the viewer's. */
export interface Face {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** Probability of the detector, 0..1. */
  readonly score: number;
  readonly leftEye: Point;
  readonly rightEye: Point;
}

export function areaOf(face: Face): number {
  return Math.max(0, face.right - face.left) * Math.max(0, face.bottom - face.top);
}

/** Intersection over union of two boxes, 0..1. */
export function overlap(a: Face, b: Face): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  if (width <= 0 || height <= 0) return 0;
  const both = width * height;
  return both / (areaOf(a) + areaOf(b) - both);
}
