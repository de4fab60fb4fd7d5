import type { Emotion } from './emotion.ts';
import type { FaceReading } from './reading.ts';

/** Parts of a face from above. */
export const FACE_REGIONS = ['forehead', 'eyes', 'nose', 'mouth'] as const;

export type FaceRegion = (typeof FACE_REGIONS)[number];

/** Why a face was read as it was: on which places of its crop the answer hangs. */
export interface Explanation {
  /** What was answered. */
  readonly reading: FaceReading;
  /** The most probable emotion of the reading, which the map is about. */
  readonly emotion: Emotion;
  /** Side of the crop and of the map in pixels. */
  readonly size: number;
  /** The face as the model gets it: upright, size x size grey values, 0..255. */
  readonly crop: Float32Array;
  /** size x size values in nats: how much the log-odds of the emotion fall when the place is covered; below 0 they rise. */
  readonly map: Float32Array;
  /** The part of the face where the map is highest on average. */
  readonly region: FaceRegion;
}
