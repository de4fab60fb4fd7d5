import { EMOTIONS, type Emotion, type EmotionScores } from '../domain/emotion.ts';
import type { Mood } from '../domain/mood.ts';
import { PAGE_HEADER, pageSvg } from './page.ts';
import { MOOD_COLOURS, PALETTE } from './palette.ts';
import { escapeXml, renderPng } from './render.ts';

export interface EmotionBars {
  /** Probabilities, 0..1. */
  readonly emotions: EmotionScores;
  /** The mood that each emotion leads to gives its bar the colour. */
  readonly moodOf: Readonly<Record<Emotion, Mood>>;
  /** The mood that was chosen, and its word. */
  readonly mood: Mood;
  readonly title: string;
  readonly subtitle: string;
  readonly label: (emotion: Emotion) => string;
  readonly percent: (share: number) => string;
}

/** Units of the SVG; the PNG has twice as many pixels. */
const WIDTH = 520;
const ROW = 34;
const BAR = { left: 168, right: 432, height: 18 } as const;
const FOOT = 26;
export const EMOTION_BARS_SIZE = {
  width: WIDTH,
  height: PAGE_HEADER + ROW * EMOTIONS.length + FOOT,
} as const;

/** Emotions with the largest first; equal ones keep the order of FER+. */
export function byProbability(emotions: EmotionScores): Emotion[] {
  return [...EMOTIONS].sort((a, b) => emotions[b] - emotions[a]);
}

/** The eight probabilities of one face as a PNG in the manner of a ragamala page: paper, gold rules, pigments. */
export async function drawEmotionBars(o: EmotionBars): Promise<Buffer> {
  return renderPng(emotionBarsSvg(o));
}

export function emotionBarsSvg(o: EmotionBars): string {
  const { width, height } = EMOTION_BARS_SIZE;
  const rows = byProbability(o.emotions).map((emotion, index) =>
    row(o, emotion, PAGE_HEADER + ROW * index, index === 0),
  );
  return pageSvg({
    width,
    height,
    title: o.title,
    subtitle: o.subtitle,
    colour: MOOD_COLOURS[o.mood],
    content: rows.join('\n'),
  });
}

function row(o: EmotionBars, emotion: Emotion, top: number, leading: boolean): string {
  const share = Math.min(1, Math.max(0, o.emotions[emotion]));
  const colour = MOOD_COLOURS[o.moodOf[emotion]];
  const middle = top + ROW / 2;
  const barTop = middle - BAR.height / 2;
  const full = BAR.right - BAR.left;
  // Half a per cent would be no bar at all: a sliver says that it was looked at.
  const length = Math.max(3, share * full);
  const ink = leading ? PALETTE.ink : PALETTE.inkSoft;
  const round = BAR.height / 2;
  return `<text x="${BAR.left - 14}" y="${middle + 6}" text-anchor="end" font-size="17" fill="${ink}">${escapeXml(o.label(emotion))}</text>
<rect x="${BAR.left}" y="${barTop}" width="${full}" height="${BAR.height}" rx="${round}" fill="${PALETTE.paperShade}"/>
<rect x="${BAR.left}" y="${barTop}" width="${length.toFixed(1)}" height="${BAR.height}" rx="${Math.min(round, length / 2).toFixed(1)}" fill="${colour}"/>
<text x="${BAR.right + 14}" y="${middle + 6}" font-size="17" fill="${ink}">${escapeXml(o.percent(share))}</text>`;
}
