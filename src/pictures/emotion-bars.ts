import { EMOTIONS, type Emotion, type EmotionScores } from '../domain/emotion.ts';
import type { Mood } from '../domain/mood.ts';
import { MOOD_COLOURS, PALETTE } from './palette.ts';
import { escapeXml, FONT_FAMILIES, renderPng } from './render.ts';

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
const HEADER = 98;
const ROW = 34;
const BAR = { left: 168, right: 432, height: 18 } as const;
const FOOT = 26;
export const EMOTION_BARS_SIZE = { width: WIDTH, height: HEADER + ROW * EMOTIONS.length + FOOT } as const;

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
    row(o, emotion, HEADER + ROW * index, index === 0),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="${FONT_FAMILIES}">
${frame(width, height)}
${lotus(width / 2, 22, MOOD_COLOURS[o.mood])}
<text x="${width / 2}" y="62" text-anchor="middle" font-size="27" fill="${PALETTE.ink}">${escapeXml(o.title)}</text>
<text x="${width / 2}" y="84" text-anchor="middle" font-size="14" fill="${PALETTE.inkSoft}">${escapeXml(o.subtitle)}</text>
${rows.join('\n')}
</svg>`;
}

function frame(width: number, height: number): string {
  const ring = (inset: number, colour: string, stroke: number) =>
    `<rect x="${inset}" y="${inset}" width="${width - 2 * inset}" height="${height - 2 * inset}" rx="3" fill="none" stroke="${colour}" stroke-width="${stroke}"/>`;
  return [
    `<rect width="${width}" height="${height}" fill="${PALETTE.frame}"/>`,
    `<rect x="8" y="8" width="${width - 16}" height="${height - 16}" rx="3" fill="${PALETTE.paper}"/>`,
    ring(8, PALETTE.gold, 2),
    ring(13, PALETTE.gold, 0.8),
  ].join('\n');
}

/** A small lotus between two rules, in the colour of the mood. */
function lotus(x: number, y: number, colour: string): string {
  const petal = (angle: number, length: number) =>
    `<path d="M0 0 C ${length * 0.42} ${-length * 0.35}, ${length * 0.3} ${-length * 0.8}, 0 ${-length} C ${-length * 0.3} ${-length * 0.8}, ${-length * 0.42} ${-length * 0.35}, 0 0 Z" transform="rotate(${angle})" fill="${colour}" stroke="${PALETTE.paper}" stroke-width="0.8"/>`;
  const rule = (from: number, to: number) =>
    `<path d="M${from} 0 H${to}" stroke="${PALETTE.gold}" stroke-width="1"/>`;
  const petals = [petal(-72, 11), petal(72, 11), petal(-38, 13), petal(38, 13), petal(0, 14)];
  return `<g transform="translate(${x} ${y + 8})">${rule(-120, -24)}${rule(24, 120)}${petals.join('')}</g>`;
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
