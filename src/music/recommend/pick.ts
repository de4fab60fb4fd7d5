/** Chooses tracks for a mood and a language, and says why each was chosen and where the shelf was too short. */
import { INSTRUMENTAL } from '../../domain/language.ts';
import type { Mood } from '../../domain/mood.ts';
import type { LanguageTag, Track } from '../../domain/track.ts';
import type { Library } from '../library/library.ts';
import { shuffled, spreadArtists } from './order.ts';

/** Turned into words by i18n. */
export type Reason =
  | { readonly kind: 'mood'; readonly mood: Mood }
  | { readonly kind: 'language'; readonly language: LanguageTag }
  | { readonly kind: 'instrumental-fill' }
  | { readonly kind: 'other-language-fill'; readonly language: LanguageTag }
  /** What the piece is made of. */
  | { readonly kind: 'note'; readonly note: string }
  /** Not among those to avoid, where there were some. */
  | { readonly kind: 'fresh' };

export interface Pick {
  readonly track: Track;
  readonly reasons: readonly Reason[];
}

export interface Picks {
  /** In playing order: first the shelf that was asked for, then what fills it. */
  readonly picks: readonly Pick[];
  readonly wanted: number;
  /** How many come from the shelf of the mood and the language asked for. */
  readonly fromShelf: number;
  /** Where the rest comes from: instrumental first, then other languages. Empty when the shelf was enough. */
  readonly fill: readonly { readonly language: LanguageTag; readonly count: number }[];
}

export interface PickOptions {
  readonly library: { shelf: Library['shelf']; languages: Library['languages'] };
  readonly mood: Mood;
  readonly language: LanguageTag;
  readonly count: number;
  /** In [0, 1). */
  readonly random: () => number;
  /** Ids heard lately: taken only after every fresh track of the same shelf. */
  readonly avoid?: ReadonlySet<string>;
}

/**
 * Every pick is of the mood. The language's shelf is used up, first what is fresh, before instrumental pieces fill, and
 * those before other languages. Within each step the order is shuffled, artists are spread. Fewer than `count` come only
 * when the mood has no more tracks at all. Pure: the same random numbers give the same picks.
 */
export function pickTracks(o: PickOptions): Picks {
  const { library, mood, language, random } = o;
  const avoid = o.avoid ?? new Set<string>();
  const chosen: Track[] = [];
  for (const step of steps(library, mood, language)) {
    if (chosen.length >= o.count) break;
    chosen.push(...inOrder(step(), avoid, random).slice(0, o.count - chosen.length));
  }

  const fill = new Map<LanguageTag, number>();
  for (const track of chosen) {
    if (track.language !== language) fill.set(track.language, (fill.get(track.language) ?? 0) + 1);
  }
  return {
    picks: chosen.map((track) => ({ track, reasons: reasonsFor(track, language, avoid) })),
    wanted: o.count,
    fromShelf: chosen.filter((track) => track.language === language).length,
    fill: [...fill].map(([tag, count]) => ({ language: tag, count })),
  };
}

/** Where picks come from, in this order; a later step is not even read while an earlier one is enough. */
function steps(
  library: PickOptions['library'],
  mood: Mood,
  language: LanguageTag,
): (() => readonly Track[])[] {
  const isOther = (tag: LanguageTag) => tag !== language && tag !== INSTRUMENTAL;
  return [
    () => library.shelf(mood, language),
    () => (language === INSTRUMENTAL ? [] : library.shelf(mood, INSTRUMENTAL)),
    () =>
      library
        .languages()
        .filter(({ tag }) => isOther(tag))
        .flatMap(({ tag }) => library.shelf(mood, tag)),
  ];
}

function inOrder(tracks: readonly Track[], avoid: ReadonlySet<string>, random: () => number): Track[] {
  const { fresh = [], heard = [] } = Object.groupBy(tracks, ({ id }) => (avoid.has(id) ? 'heard' : 'fresh'));
  return [...spreadArtists(shuffled(fresh, random)), ...spreadArtists(shuffled(heard, random))];
}

function reasonsFor(track: Track, language: LanguageTag, avoid: ReadonlySet<string>): Reason[] {
  const reasons: Reason[] = [{ kind: 'mood', mood: track.mood }];
  if (track.language === language) reasons.push({ kind: 'language', language });
  else if (track.language === INSTRUMENTAL) reasons.push({ kind: 'instrumental-fill' });
  else reasons.push({ kind: 'other-language-fill', language: track.language });
  if (track.note !== undefined) reasons.push({ kind: 'note', note: track.note });
  if (avoid.size > 0 && !avoid.has(track.id)) reasons.push({ kind: 'fresh' });
  return reasons;
}
