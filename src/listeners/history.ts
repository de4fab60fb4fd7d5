import { MOODS, type Mood } from '../domain/mood.ts';
import { type Check, isoTime, listOf, object, oneOf, tagged, text } from '../storage/shape.ts';

/** What a member did, as it is told to `record`: tracks and moods they chose, never what a face showed. */
export type ListeningEvent =
  | { readonly kind: 'play'; readonly tracks: readonly string[] }
  | { readonly kind: 'correction'; readonly mood: Mood };

/** With the time it happened, ISO 8601. */
export type HistoryEntry = ListeningEvent & { readonly at: string };

/** Oldest first. */
export interface History {
  readonly entries: readonly HistoryEntry[];
}

/** Enough to know a taste; older entries are dropped. */
export const LONGEST_HISTORY = 500;

/** Closed: an emotion or a probability added to an event is refused, not stored. */
export const checkHistory: Check = object(
  {
    entries: listOf(
      tagged('kind', {
        play: object({ kind: text, tracks: listOf(text), at: isoTime }, { closed: true }),
        correction: object({ kind: text, mood: oneOf(...MOODS), at: isoTime }, { closed: true }),
      }),
    ),
  },
  { closed: true },
);

export function withEntry(history: History | undefined, entry: HistoryEntry): History {
  return { entries: [...(history?.entries ?? []), entry].slice(-LONGEST_HISTORY) };
}
