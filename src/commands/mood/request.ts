import type { LanguageChoice } from '../language-choice.ts';

/** What `/mood` was asked: enough to read the same photos after consent, without the photos themselves. */
export interface MoodRequest {
  readonly userId: string;
  /** The ways to the attachments, which Discord lets expire; all show one moment. */
  readonly urls: readonly string[];
  readonly language: LanguageChoice;
  readonly play: boolean;
}

/** The way to photos that were read. */
export type SeenPhotos = Pick<MoodRequest, 'userId' | 'urls'>;
