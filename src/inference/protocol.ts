/** What the process of the eyes is asked, and what it says. */
import type { Explanation } from '../domain/explanation.ts';
import type { Look } from '../domain/reading.ts';
import type { ErrorContext } from '../errors.ts';

/** Whether a model can be used, and if not, what is wrong and what the host can do. */
export type ModelHealth =
  | { readonly model: 'face-detector' | 'emotion'; readonly ok: true; readonly sha256: string }
  | {
      readonly model: 'face-detector' | 'emotion';
      readonly ok: false;
      readonly problem: string;
      readonly remedy: string;
    };

/** The first message, once the models are open or found wanting. */
export interface Greeting {
  readonly health: readonly ModelHealth[];
}

/** A picture as bytes in a format of image/format.ts. */
export interface Picture {
  readonly bytes: Uint8Array;
  /** Of the upright picture as sent, in pixels, where the bytes hold a smaller copy. */
  readonly sent?: { readonly width: number; readonly height: number };
}

/** Look at one moment, or look again and say why it was read so. */
export interface EyesRequest {
  readonly kind: keyof EyesAnswers;
  /** The files of the moment, each as the pictures in it, in the order of time. */
  readonly files: readonly (readonly Picture[])[];
}

/** What each kind of request is answered with. */
export interface EyesAnswers {
  readonly look: Look;
  readonly explain: Explanation;
}

export type EyesReply =
  | { readonly ok: true; readonly answer: EyesAnswers[EyesRequest['kind']] }
  | { readonly ok: false; readonly code: string; readonly context: ErrorContext; readonly cause: string };
