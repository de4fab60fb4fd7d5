import type { LanguageTag } from '../domain/track.ts';
import { type Check, finite, isoTime, languageCode, object, optional, text } from '../storage/shape.ts';

/** Raised when what is asked for changes, so that everyone is asked again. */
export const CONSENT_VERSION = 1;

/** What a member chose. Nothing of a photo and nothing that was read from one is ever part of it. */
export interface Profile {
  /** The language of their music. */
  readonly language?: LanguageTag;
  /** The locale of the bot's replies. */
  readonly interface?: string;
  /** Given when they let their photos be read; absent when not asked, declined or forgotten. */
  readonly consent?: { readonly agreedAt: string; readonly version: number };
}

/** Whether photos of this member may be read under the present wording. */
export function hasAgreed(profile: Profile): boolean {
  return profile.consent?.version === CONSENT_VERSION;
}

/** Closed: a field that is not named here never reaches the store. */
export const checkProfile: Check = object(
  {
    language: optional(languageCode),
    interface: optional(text),
    consent: optional(object({ agreedAt: isoTime, version: finite }, { closed: true })),
  },
  { closed: true },
);
