/** A page in the manner of a ragamala: a frame around paper, gold rules, and a title under a lotus. */
import { PALETTE } from './palette.ts';
import { escapeXml, FONT_FAMILIES } from './render.ts';

export interface Page {
  /** In units of the SVG. */
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** Size of the title's letters; 27 where it has room. */
  readonly titleSize?: number;
  readonly subtitle: string;
  /** Colour of the lotus. */
  readonly colour: string;
  /** SVG, drawn onto the paper. */
  readonly content: string;
}

/** Where the content begins, under the title and the subtitle. */
export const PAGE_HEADER = 98;
export const TITLE_SIZE = 27;

/** The page as an SVG. */
export function pageSvg({ width, height, titleSize = TITLE_SIZE, ...o }: Page): string {
  const middle = width / 2;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="${FONT_FAMILIES}">
${frame(width, height)}
${lotus(middle, 22, o.colour)}
<text x="${middle}" y="62" text-anchor="middle" font-size="${titleSize}" fill="${PALETTE.ink}">${escapeXml(o.title)}</text>
<text x="${middle}" y="84" text-anchor="middle" font-size="14" fill="${PALETTE.inkSoft}">${escapeXml(o.subtitle)}</text>
${o.content}
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
