/** The four shelves of music: the quadrants of valence and arousal. The literature's Neutral is calm. */
export const MOODS = ['happy', 'sad', 'calm', 'energetic'] as const;

export type Mood = (typeof MOODS)[number];

export type MoodScores = Readonly<Record<Mood, number>>;

export function isMood(value: string): value is Mood {
  return (MOODS as readonly string[]).includes(value);
}
