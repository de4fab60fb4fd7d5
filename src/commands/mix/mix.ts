import type { Mood } from '../../domain/mood.ts';
import type { Track } from '../../domain/track.ts';
import type { AppError } from '../../errors.ts';
import type { Picks } from '../../music/recommend/pick.ts';
import type { LanguageChoice } from '../language-choice.ts';

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
  /** Whether a reading stands above it, which "Why?" explains. */
  readonly hasReading?: boolean;
  readonly picks?: Picks;
  readonly place: Place;
}

export function tracksOf(mix: Mix): Track[] {
  return mix.picks?.picks.map(({ track }) => track) ?? [];
}

/** True while this mix is in a player, or on its way into one. */
export function isInPlayer({ kind }: Place): boolean {
  return kind === 'connecting' || kind === 'playing' || kind === 'queued' || kind === 'replaced';
}
