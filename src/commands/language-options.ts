import { findLanguages, type Language, languageOf } from '../domain/language.ts';
import type { Translator } from '../i18n/i18n.ts';
import type { Choices } from './command.ts';
import { libraryLanguages, type Shelves } from './language-choice.ts';

/** Languages for an option as it is typed: with nothing typed those of the library, then by any of their names. */
export function languageChoices(typed: string, library: Shelves, words: Translator): Choices {
  const found =
    typed.trim() === '' ? libraryLanguages(library).map(({ tag }) => languageOf(tag)) : findLanguages(typed);
  return found.slice(0, 25).map((language) => ({ name: bothNames(language, words), value: language.tag }));
}

function bothNames({ tag, autonym }: Language, words: Translator): string {
  const name = words.languageName(tag);
  return name === autonym ? name : `${name} (${autonym})`;
}
