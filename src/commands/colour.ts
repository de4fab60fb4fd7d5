import type { Mood } from '../domain/mood.ts';
import { MOOD_COLOURS, PALETTE } from '../pictures/palette.ts';

/** The colour of a mood as embeds take it: the same pigment as in the pictures. */
export function moodColour(mood: Mood): number {
  return embedColour(MOOD_COLOURS[mood]);
}

/** Gold and frame red, for replies about no mood. */
export const GOLD = embedColour(PALETTE.gold);
export const FRAME = embedColour(PALETTE.frame);

function embedColour(hex: string): number {
  return Number.parseInt(hex.slice(1), 16);
}
