import type { Mood } from '../domain/mood.ts';

/** Pigments of Rajput and Deccani miniatures: paper, lampblack, gold leaf, and one colour for each mood. */
export const PALETTE = {
  paper: '#f8eed8',
  paperShade: '#ecdcb9',
  ink: '#3a1f14',
  inkSoft: '#7b5a44',
  frame: '#7c1f23',
  gold: '#c99a3c',
} as const;

/** Marigold, indigo, verdigris, vermilion. */
export const MOOD_COLOURS: Readonly<Record<Mood, string>> = {
  happy: '#e29a17',
  sad: '#35507f',
  calm: '#3f8571',
  energetic: '#cb3f27',
};

/** From what hardly mattered to what mattered most: lac, vermilion, marigold, gold. */
export const HEAT = ['#3b1420', '#8c1f2b', '#cb3f27', '#eda21b', '#ffe27a'] as const;
