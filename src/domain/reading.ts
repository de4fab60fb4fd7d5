import type { EmotionScores } from './emotion.ts';
import type { Mood, MoodScores } from './mood.ts';

/** Pixels of the upright photo (after EXIF orientation), origin top left. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What one face shows. */
export interface FaceReading {
  readonly box: Box;
  /** Probability of the detector that this is a face, 0..1. */
  readonly faceScore: number;
  /** Calibrated probabilities, before the neutral fallback. */
  readonly emotions: EmotionScores;
  /** The largest probability, 0..1. */
  readonly confidence: number;
  /** False when the confidence is under the model's threshold: the mood then is that of neutral. */
  readonly confident: boolean;
  /** Emotion probabilities summed per mood by the emotion-to-mood table. */
  readonly moods: MoodScores;
  readonly mood: Mood;
}

/**
 * What the eyes saw in the pictures of one moment. Faces are those of the first picture with a face, ordered by area,
 * largest first; empty means no face was found.
 */
export interface Look {
  readonly width: number;
  readonly height: number;
  readonly faces: readonly FaceReading[];
  /** Pictures that the first face was read from; 0 without a face. */
  readonly frames: number;
  /** Milliseconds per stage; total includes waiting for its turn. */
  readonly ms: {
    readonly decode: number;
    readonly detect: number;
    readonly emotion: number;
    readonly total: number;
  };
}
