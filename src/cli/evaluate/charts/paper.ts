/** What the charts share: SVG for print, on white, in one hue and a second for what is compared. */
import { escapeXml, FONT_FAMILIES } from '../../../pictures/render.ts';

export const PAPER = {
  ink: '#1c1c22',
  soft: '#5b5b66',
  grid: '#dcdce2',
  blue: '#21407a',
  red: '#b3402a',
} as const;

/** Pixels for each unit: 300 dpi at the width of a column of a paper. */
export const PRINT_SCALE = 3;

export interface TextStyle {
  readonly size?: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly colour?: string;
  /** Degrees, clockwise, about the point. */
  readonly turn?: number;
}

/** @param y of the baseline */
export function text(x: number, y: number, words: string, style: TextStyle = {}): string {
  const { size = 13, anchor = 'start', colour = PAPER.ink, turn } = style;
  const turned = turn === undefined ? '' : ` transform="rotate(${turn} ${n(x)} ${n(y)})"`;
  return `<text x="${n(x)}" y="${n(y)}" font-size="${size}" text-anchor="${anchor}" fill="${colour}"${turned}>${escapeXml(words)}</text>`;
}

export function rectangle(
  x: number,
  y: number,
  width: number,
  height: number,
  fill: string,
  stroke = 'none',
): string {
  return `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" fill="${fill}" stroke="${stroke}"/>`;
}

export function line(
  points: readonly (readonly [x: number, y: number])[],
  colour: string,
  width = 1,
  dash = '',
): string {
  const d = points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${n(x)} ${n(y)}`).join('');
  const dashes = dash === '' ? '' : ` stroke-dasharray="${dash}"`;
  return `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linejoin="round"${dashes}/>`;
}

export function page(width: number, height: number, parts: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="${FONT_FAMILIES}">
${rectangle(0, 0, width, height, '#ffffff')}
${parts.join('\n')}
</svg>`;
}

/** White for 0, the blue of the charts for 1. */
export function tint(share: number): string {
  const full = [1, 3, 5].map((at) => Number.parseInt(PAPER.blue.slice(at, at + 2), 16));
  return `rgb(${full.map((channel) => Math.round(255 + (channel - 255) * share)).join()})`;
}

/** `83.9 %`, or a dash for nothing. */
export function percent(share: number, places = 1): string {
  return Number.isFinite(share) ? `${(100 * share).toFixed(places)} %` : '–';
}

export function thousands(count: number): string {
  return count.toLocaleString('en-GB');
}

/** A coordinate, short. */
function n(value: number): string {
  return String(Math.round(value * 100) / 100);
}
