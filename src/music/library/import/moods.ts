import { fold } from '../../../domain/fold.ts';
import { MOODS, type Mood } from '../../../domain/mood.ts';

/** Words a host's table may use, each for one of the four moods; the literature's Neutral is calm. */
const WORDS: Readonly<Record<Mood, string>> = {
  happy: 'happiness joy joyful joyous cheerful glad upbeat amusing',
  sad: 'sadness sorrow sorrowful melancholy melancholic gloomy tragic',
  calm: 'neutral calmness relaxed relaxing relax peaceful peace serene tender tenderness mellow soothing chill',
  energetic: 'energy excited exciting excitement angry anger aggressive intense tense power powerful party',
};

const BY_WORD: ReadonlyMap<string, Mood> = new Map(
  MOODS.flatMap((mood) => [mood, ...WORDS[mood].split(' ')].map((word) => [word, mood] as const)),
);

/** @returns undefined for a word that names none of the moods */
export function moodNamed(word: string): Mood | undefined {
  return BY_WORD.get(fold(word));
}
