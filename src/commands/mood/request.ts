import type { LanguageChoice } from '../language-choice.ts';

/** What `/mood` was asked: enough to read the same photo after consent, without the photo itself. */
export interface MoodRequest {
  readonly userId: string;
  /** The way to the attachment, which Discord lets expire. */
  readonly url: string;
  readonly language: LanguageChoice;
  readonly play: boolean;
}
