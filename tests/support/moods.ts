import type { MoodTable } from '../../src/inference/emotion/mood-table.ts';

/** Which mood each emotion leads to by the design; `models/emotion-to-mood.csv` is held to it. */
export const MOOD_OF: MoodTable = {
  neutral: 'calm',
  happiness: 'happy',
  surprise: 'energetic',
  sadness: 'sad',
  anger: 'energetic',
  disgust: 'energetic',
  fear: 'sad',
  contempt: 'calm',
};
