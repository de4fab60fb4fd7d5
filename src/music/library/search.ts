/** Finds tracks by what someone types: titles, artists, albums, notes, and the mood and language they stand under. */
import MiniSearch from 'minisearch';
import { fold } from '../../domain/fold.ts';
import { languageOf } from '../../domain/language.ts';
import type { Track } from '../../domain/track.ts';

export interface TrackSearch {
  add(tracks: readonly Track[]): void;
  remove(tracks: readonly Track[]): void;
  /** Ids, best first. */
  find(query: string, limit: number): string[];
}

/** Scripts written without spaces are searched by the character. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;
const BETWEEN_WORDS = /[\s\p{P}\p{S}]+/u;

/** Shorter words are not forgiven a typo: too many others are one letter away. */
const SHORTEST_FUZZY = 5;

/** What is searched, and how much a hit in it counts. */
const FIELDS: Readonly<Record<string, { readonly boost: number; of(track: Track): string | undefined }>> = {
  title: { boost: 4, of: ({ title }) => title },
  artist: { boost: 3, of: ({ artist }) => artist },
  album: { boost: 2, of: ({ album }) => album },
  note: { boost: 1, of: ({ note }) => note },
  shelf: {
    boost: 0.5,
    of({ mood, language }) {
      const { english, autonym } = languageOf(language);
      return `${mood} ${english} ${autonym}`;
    },
  },
};

export function createTrackSearch(): TrackSearch {
  const index = new MiniSearch<Track>({
    fields: Object.keys(FIELDS),
    extractField: (track, field) => (field === 'id' ? track.id : (FIELDS[field]?.of(track) ?? '')),
    tokenize: words,
    processTerm: (term) => term,
    searchOptions: {
      boost: Object.fromEntries(Object.entries(FIELDS).map(([name, { boost }]) => [name, boost])),
      prefix: true,
      fuzzy: (term) => (term.length >= SHORTEST_FUZZY ? 0.2 : false),
    },
  });
  return {
    add: (tracks) => index.addAll(tracks),
    remove: (tracks) => index.removeAll([...tracks]),
    find(query, limit) {
      // All words first; if no track has them all, any of them.
      let found = index.search(query, { combineWith: 'AND' });
      if (found.length === 0) found = index.search(query, { combineWith: 'OR' });
      return found.slice(0, limit).map(({ id }) => String(id));
    },
  };
}

function words(text: string): string[] {
  return fold(text)
    .replace(UNSPACED, ' $& ')
    .split(BETWEEN_WORDS)
    .filter((word) => word !== '');
}
