import type { Emotion } from './emotion.ts';
import type { FaceReading } from './reading.ts';

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
}
