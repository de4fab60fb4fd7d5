import { AttachmentBuilder, EmbedBuilder } from 'discord.js';
import type { Emotion } from '../../domain/emotion.ts';
import type { Mood } from '../../domain/mood.ts';
import type { FaceReading } from '../../domain/reading.ts';
import { capitalised } from '../../i18n/format.ts';
import type { MessageKey, Translator } from '../../i18n/i18n.ts';
import { byProbability, drawEmotionBars } from '../../pictures/emotion-bars.ts';
import { moodColour } from '../colour.ts';
import { MOOD_EMOJI } from '../mix/mix-view.ts';

/** The picture's name in the message. */
export const EMOTIONS_FILE = 'emotions.png';

/** From which probability on which words are right, the surest first. */
const SURENESS = [
  { from: 0.85, key: 'sureness.very' },
  { from: 0.6, key: 'sureness.fairly' },
  { from: 0.4, key: 'sureness.hardly' },
  { from: 0, key: 'sureness.not' },
] as const satisfies readonly { from: number; key: MessageKey }[];

export function surenessKey(confidence: number): (typeof SURENESS)[number]['key'] {
  return SURENESS.find(({ from }) => confidence >= from)?.key ?? 'sureness.not';
}

/** What the largest face shows, in words and as a picture of the eight probabilities. */
export async function readingView(
  face: FaceReading,
  o: { faces: number; frames: number; moodOf: Readonly<Record<Emotion, Mood>>; words: Translator },
): Promise<{ embed: EmbedBuilder; picture: AttachmentBuilder }> {
  const { words } = o;
  const order = byProbability(face.emotions);
  const strongest = order[0] ?? 'neutral';
  const emotion = words.t(`emotion.${strongest}`);
  const mood = words.t(`mood.${face.mood}`);
  const sureness = words.t(surenessKey(face.confidence));
  const { confidence } = face;

  const png = await drawEmotionBars({
    emotions: face.emotions,
    moodOf: o.moodOf,
    mood: face.mood,
    title: capitalised(mood),
    subtitle: `${emotion} · ${sureness}`,
    label: (name) => words.t(`emotion.${name}`),
    percent: words.percent,
  });
  const described = order.map(
    (name) => `${words.t(`emotion.${name}`)} ${words.percent(face.emotions[name])}`,
  );
  const sentences = [
    face.confident
      ? words.t('reading.seen', { emotion, sureness, confidence })
      : words.t('reading.unsure', { emotion, confidence, mood }),
    o.frames > 1 ? words.t('reading.frames', { count: o.frames }) : undefined,
    o.faces > 1 ? words.t('reading.several', { count: o.faces }) : undefined,
  ];
  const embed = new EmbedBuilder()
    .setColor(moodColour(face.mood))
    .setTitle(`${MOOD_EMOJI[face.mood]} ${capitalised(mood)}`)
    .setDescription(sentences.filter((sentence) => sentence !== undefined).join('\n'))
    .setImage(`attachment://${EMOTIONS_FILE}`)
    .setFooter({ text: words.t('reading.private') });
  const picture = new AttachmentBuilder(png, {
    name: EMOTIONS_FILE,
    description: words.t('reading.chart', { emotions: described.join(', ') }),
  });
  return { embed, picture };
}
