import type { Mood } from '../../domain/mood.ts';
import type { Track } from '../../domain/track.ts';
import { AppError } from '../../errors.ts';
import { type Picks, pickTracks } from '../../music/recommend/pick.ts';
import type { Services } from '../context.ts';
import type { LanguageChoice } from '../language-choice.ts';

/** Tracks in one mix: some minutes of music that a reply can still list. */
export const MIX_SIZE = 5;

/** Where a mix plays, or why it does not. */
export type Place =
  | { readonly kind: 'waiting-for-channel' }
  | { readonly kind: 'waiting-for-play' }
  | { readonly kind: 'connecting'; readonly channelId: string }
  | { readonly kind: 'playing'; readonly channelId: string }
  | { readonly kind: 'queued'; readonly channelId: string; readonly before: number }
  | { readonly kind: 'replaced'; readonly channelId: string }
  | { readonly kind: 'refused'; readonly error: AppError };

/**
 * What a reply's buttons act on. Immutable: a press makes another mix with the same id. It knows the mood, never what
 * the face showed.
 */
export interface Mix {
  readonly id: string;
  readonly userId: string;
  readonly guildId: string;
  readonly language: LanguageChoice;
  /** Whether the member wants it to start without another press. */
  readonly playAtOnce: boolean;
  /** How the mood came about; nothing is picked before there is one. */
  readonly chosen?: { readonly mood: Mood; readonly by: 'photo' | 'correction' | 'menu' };
  readonly picks?: Picks;
  readonly place: Place;
}

/** The mix with tracks of its mood, others than before where the shelves allow it. */
export function withPicks(mix: Mix, services: Pick<Services, 'library' | 'random'>): Mix {
  if (mix.chosen === undefined) return mix;
  const { library, random } = services;
  const shown = mix.picks?.picks.map(({ track }) => track.id) ?? [];
  const picks = pickTracks({
    library,
    mood: mix.chosen.mood,
    language: mix.language.tag,
    count: MIX_SIZE,
    random,
    avoid: new Set(shown),
  });
  if (picks.picks.length === 0) throw new AppError('library.empty');
  return { ...mix, picks };
}

export function tracksOf(mix: Mix): Track[] {
  return mix.picks?.picks.map(({ track }) => track) ?? [];
}

/** True while this mix is in a player, or on its way into one. */
export function isInPlayer({ kind }: Place): boolean {
  return kind === 'connecting' || kind === 'playing' || kind === 'queued' || kind === 'replaced';
}
