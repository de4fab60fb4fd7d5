import { type Language, resolveLanguage } from '../domain/language.ts';
import type { LanguageTag } from '../domain/track.ts';
import { AppError } from '../errors.ts';
import type { Translator } from '../i18n/i18n.ts';
import type { Profile } from '../listeners/listeners.ts';
import type { Library } from '../music/library/library.ts';

/** The language of a member's music, and whether it was asked for or is a guess from their Discord. */
export interface LanguageChoice {
  readonly tag: LanguageTag;
  readonly from: 'option' | 'profile' | 'locale';
}

export type Shelves = Pick<Library, 'languages'>;

/** The option of this once, else what the member saved, else the language of their Discord. */
export function chooseLanguage(o: {
  option: Language | undefined;
  profile: Pick<Profile, 'language'>;
  locale: string;
}): LanguageChoice {
  if (o.option !== undefined) return { tag: o.option.tag, from: 'option' };
  if (o.profile.language !== undefined) return { tag: o.profile.language, from: 'profile' };
  return { tag: localeLanguage(o.locale), from: 'locale' };
}

/** The language of a Discord locale such as `en-GB` or `hi`. */
export function localeLanguage(locale: string): LanguageTag {
  return resolveLanguage(locale)?.tag ?? 'en';
}

/** @throws AppError `language.unknown` {received, available} naming the library's languages */
export function parseLanguage(text: string, library: Shelves, words: Translator): Language {
  const language = resolveLanguage(text);
  if (language !== undefined) return language;
  const available = libraryLanguages(library).map(({ tag }) => words.languageName(tag));
  throw new AppError('language.unknown', {
    received: text,
    available: available.length === 0 ? words.t('privacy.none') : words.list(available.slice(0, 25)),
  });
}

/** The library's languages with tracks, those with the most first. */
export function libraryLanguages(library: Shelves): { tag: LanguageTag; count: number }[] {
  return [...library.languages()].filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
}
