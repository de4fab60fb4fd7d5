/** Languages of music: found while someone types, resolved from free text, named from a tag. */
import { fold } from './fold.ts';
import { LANGUAGE_TABLE } from './language-table.ts';
import type { LanguageTag } from './track.ts';

export interface Language {
  /** BCP 47, lower case. */
  readonly tag: LanguageTag;
  readonly english: string;
  /** What its speakers call it, in their script. */
  readonly autonym: string;
  readonly aliases: readonly string[];
}

/** No linguistic content (ISO 639-2): music without words. */
export const INSTRUMENTAL: LanguageTag = 'zxx';
/** Undetermined (ISO 639-2). */
export const UNKNOWN_LANGUAGE: LanguageTag = 'und';

/** The table, in its order. */
export const LANGUAGES: readonly Language[] = LANGUAGE_TABLE.map(([tag, english, autonym, aliases]) => ({
  tag,
  english,
  autonym,
  aliases: aliases === '' ? [] : aliases.split('|'),
}));

/** Everything a language answers to, folded. */
const NAMES: ReadonlyMap<LanguageTag, readonly string[]> = new Map(
  LANGUAGES.map((l) => [l.tag, [l.tag, l.english, l.autonym, ...l.aliases].map(fold)]),
);
const BY_TAG: ReadonlyMap<LanguageTag, Language> = new Map(LANGUAGES.map((l) => [l.tag, l]));
/** Two languages never share a name (a test holds the table to it). */
const BY_NAME: ReadonlyMap<string, Language> = new Map(
  LANGUAGES.flatMap((l) => (NAMES.get(l.tag) ?? []).map((name) => [name, l] as const)),
);

/** Names in ISO 639 that name no language one could sing in. */
const NO_LANGUAGE: ReadonlySet<string> = new Set([UNKNOWN_LANGUAGE, 'mul', 'mis']);
const ENGLISH_NAMES = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

/**
 * For autocomplete: equal names first, then names that begin so, then words within that begin so, then any part; within
 * each the order of the table. An empty query gives the table's beginning.
 */
export function findLanguages(query: string, limit = 25): Language[] {
  const wanted = fold(query);
  if (wanted === '') return LANGUAGES.slice(0, limit);
  const found = LANGUAGES.map((language) => ({ language, rank: rankOf(language, wanted) }))
    .filter(({ rank }) => rank < NO_MATCH)
    .sort((a, b) => a.rank - b.rank)
    .map(({ language }) => language);
  if (found.length === 0) {
    const resolved = resolveLanguage(query);
    return resolved === undefined ? [] : [resolved].slice(0, limit);
  }
  return found.slice(0, limit);
}

const NO_MATCH = 4;

function rankOf(language: Language, wanted: string): number {
  let best = NO_MATCH;
  for (const name of NAMES.get(language.tag) ?? []) {
    const at = name.indexOf(wanted);
    if (at < 0) continue;
    best = Math.min(best, name === wanted ? 0 : at === 0 ? 1 : name.includes(` ${wanted}`) ? 2 : 3);
  }
  return best;
}

/**
 * The language that free text names, by tag, English name, own name or another spelling: `tamil`, `தமிழ்`, `ta`, `TAM`,
 * `ta-IN`, `Tamil (தமிழ்)`, `tamil songs`. Nothing is guessed: `klingon` and `tamul` give undefined.
 */
export function resolveLanguage(freeText: string): Language | undefined {
  const text = fold(freeText);
  // What an autocomplete choice looks like when it is pasted: a name, then another in brackets.
  const [, before = '', within = ''] = /^([^()]+)\(([^()]+)\)$/.exec(text) ?? [];
  const bare = text.replace(/ (?:language|songs?|music)$/, '');
  for (const name of [text, bare, before.trim(), within.trim()]) {
    const known = BY_NAME.get(name);
    if (known !== undefined) return known;
  }
  return fromTag(text);
}

/** The language of a tag, also of one that is not in the table: named by the platform, or by itself. */
export function languageOf(tag: LanguageTag): Language {
  if (tag === UNKNOWN_LANGUAGE) return { tag, english: 'Unknown', autonym: 'Unknown', aliases: [] };
  return BY_TAG.get(tag) ?? fromTag(tag) ?? { tag, english: tag, autonym: tag, aliases: [] };
}

function fromTag(text: string): Language | undefined {
  // Two or three letters, then regions and scripts: longer first parts are legal, but no language has one.
  if (!/^[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*$/.test(text)) return undefined;
  let tag: string;
  try {
    tag = (Intl.getCanonicalLocales(text.replaceAll('_', '-'))[0] ?? '').split('-')[0] ?? '';
  } catch {
    return undefined;
  }
  const known = BY_NAME.get(tag);
  if (known !== undefined) return known;
  if (NO_LANGUAGE.has(tag)) return undefined;
  const english = ENGLISH_NAMES.of(tag);
  if (english === undefined) return undefined;
  const autonym = new Intl.DisplayNames(tag, { type: 'language', fallback: 'none' }).of(tag) ?? english;
  return { tag, english, autonym, aliases: [] };
}
