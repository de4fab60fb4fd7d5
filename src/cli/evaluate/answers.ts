/** What a pair of eyes, ours or a peer's, says about a photo, and how often that is right. */
import { EMOTIONS, type Emotion, type EmotionScores } from '../../domain/emotion.ts';
import type { Mood } from '../../domain/mood.ts';
import { type MoodTable, moodScores, strongestMood } from '../../inference/emotion/mood-table.ts';
import { type ReaderParts, readPhoto } from '../../inference/reader.ts';
import type { Peer } from '../peers/peer.ts';
import { mean } from '../statistics.ts';
import { asEmotions } from './fer2013.ts';
import { confidenceInterval } from './interval.ts';
import { inOrder } from './peers.ts';
import { uprightFile } from './variants.ts';

/** About the largest face. */
export type Answer =
  | { readonly found: false }
  | {
      readonly found: true;
      /** The most probable, and the mood with the largest sum: before the neutral fallback. */
      readonly emotion: Emotion;
      readonly mood: Mood;
      /** After it: what the bot says. */
      readonly confident: boolean;
      readonly answeredMood: Mood;
    };

export type Look = (photo: Uint8Array) => Promise<Answer>;

/** @throws AppError `photo.*` for a photo that cannot be read */
export function ourLook(parts: ReaderParts): Look {
  return async (photo) => {
    const [face] = (await readPhoto(photo, parts)).faces;
    if (face === undefined) return { found: false };
    const { emotions, moods, confident, mood } = face;
    return {
      found: true,
      emotion: strongest(emotions),
      mood: strongestMood(moods),
      confident,
      answeredMood: mood,
    };
  };
}

/** Peers have no fallback: what they find most probable is their answer. */
export function peerLook(peer: Peer, table: MoodTable): Look {
  return async (photo) => {
    const reading = await peer.readPhoto(await uprightFile(photo));
    if (!reading.found) return { found: false };
    const emotions = asEmotions(inOrder(reading.probabilities));
    const mood = strongestMood(moodScores(emotions, table));
    return { found: true, emotion: strongest(emotions), mood, confident: true, answeredMood: mood };
  };
}

function strongest(emotions: EmotionScores): Emotion {
  return EMOTIONS.reduce((best, emotion) => (emotions[emotion] > emotions[best] ? emotion : best));
}

export interface Judged {
  readonly person: string;
  readonly truth: Emotion;
  readonly answer: Answer;
}

export function isRight({ truth, answer }: Judged): boolean {
  return answer.found && answer.emotion === truth;
}

/** Shares of all photos: one without a found face is wrong. */
export function summarise(judged: readonly Judged[], table: MoodTable) {
  const share = (holds: (one: Judged) => boolean) => mean(judged.map((one) => Number(holds(one))));
  const answered = ({ answer }: Judged) =>
    answer.found ? (answer.confident ? answer.emotion : 'neutral') : undefined;
  return {
    detection_rate: share(({ answer }) => answer.found),
    accuracy: share(isRight),
    mood_accuracy: share(({ answer, truth }) => answer.found && answer.mood === table[truth]),
    answered_accuracy: share((one) => answered(one) === one.truth),
    answered_mood_accuracy: share(
      ({ answer, truth }) => answer.found && answer.answeredMood === table[truth],
    ),
    confident_rate: share(({ answer }) => answer.found && answer.confident),
    n: judged.length,
  };
}

/** {@link summarise}, for all and for each true emotion. */
export function summariseByLabel(judged: readonly Judged[], table: MoodTable) {
  const labels = [...Map.groupBy(judged, ({ truth }) => truth)];
  return {
    ...summarise(judged, table),
    per_label: Object.fromEntries(labels.map(([label, some]) => [label, summarise(some, table)])),
  };
}

/** 95 %, people drawn whole. */
export function accuracyInterval(judged: readonly Judged[]): [number, number] {
  const people = [...Map.groupBy(judged, ({ person }) => person).values()];
  return confidenceInterval(people.map((photos) => photos.map((photo) => Number(isRight(photo)))));
}
