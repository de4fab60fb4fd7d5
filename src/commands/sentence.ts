import { AppError } from '../errors.ts';
import type { Translator } from '../i18n/i18n.ts';
import { slash } from './describe.ts';

/** Commands that error sentences point to. */
const COMMANDS = Object.fromEntries(['mood', 'play', 'help', 'language'].map((name) => [name, slash(name)]));

/** What a member reads about an error they can be told about; undefined for one without words. */
export function knownSentence(error: unknown, words: Translator): string | undefined {
  if (!(error instanceof AppError)) return undefined;
  return words.error(error.code, { ...COMMANDS, command: slash('resume'), ...error.context });
}

/** As {@link knownSentence}, and for one without words its code, which the log has too. */
export function sentenceFor(error: AppError, words: Translator): string {
  return knownSentence(error, words) ?? words.t('error.unknown', { reference: error.code });
}
