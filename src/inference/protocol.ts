/** What the process of the eyes says. It is asked with the bytes of a photo alone. */
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

export type EyesReply =
  | { readonly ok: true; readonly look: Look }
  | { readonly ok: false; readonly code: string; readonly context: ErrorContext; readonly cause: string };
