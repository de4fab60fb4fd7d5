/** FER+'s eight emotions (Barsoum et al. 2016), in the order of the model's logits. */
export const EMOTIONS = [
  'neutral',
  'happiness',
  'surprise',
  'sadness',
  'anger',
  'disgust',
  'fear',
  'contempt',
] as const;

export type Emotion = (typeof EMOTIONS)[number];

/** One value per emotion; as probabilities they are within 0..1 and sum to 1. */
export type EmotionScores = Readonly<Record<Emotion, number>>;
