import type { Explanation } from '../domain/explanation.ts';
import type { Mood } from '../domain/mood.ts';
import { glowingPixels, greyPixels } from './heat.ts';
import { PAGE_HEADER, pageSvg, TITLE_SIZE } from './page.ts';
import { HEAT, MOOD_COLOURS, PALETTE } from './palette.ts';
import { escapeXml, type Inlay, renderPixels, renderPng, renderText } from './render.ts';

export interface WhyMap {
  readonly explanation: Pick<Explanation, 'crop' | 'map' | 'size'>;
  /** Its colour is the lotus's. */
  readonly mood: Mood;
  readonly title: string;
  readonly subtitle: string;
  /** Under the face as the model gets it, and under the same with the glow. */
  readonly seen: string;
  readonly mattered: string;
  /** The ends of the scale. */
  readonly less: string;
  readonly more: string;
  /** What the glow means, and what it does not. */
  readonly caption: string;
}

/** Units of the SVG; the PNG has twice as many pixels. */
export const WHY_MAP_WIDTH = 520;
const MARGIN = 34;
const GAP = 20;
const PANEL = (WHY_MAP_WIDTH - 2 * MARGIN - GAP) / 2;
const LEFT = MARGIN;
const RIGHT = MARGIN + PANEL + GAP;
const SCALE = { width: 150, height: 10, gap: 12 } as const;
const WORDS_WIDTH = WHY_MAP_WIDTH - 2 * MARGIN;

/** Evidence in nats. What takes away less than this glows faintly: noise is not made to look like a reason. */
const FAINTEST = 0.2;

/** What the model looked at, as a PNG: the face as it gets it, and the same with the places glowing that mattered. */
export async function drawWhyMap(o: WhyMap): Promise<Buffer> {
  return renderPng(await whyMapSvg(o));
}

export async function whyMapSvg(o: WhyMap): Promise<string> {
  const { crop, map, size } = o.explanation;
  const face = await renderPixels(greyPixels(crop), size, PANEL);
  const lit = await renderPixels(glowingPixels(crop, toGlow(map)), size, PANEL);
  const caption = await renderText(o.caption, { size: 13, width: WORDS_WIDTH, colour: PALETTE.inkSoft });
  const panelTop = PAGE_HEADER + 4;
  const labelBase = panelTop + PANEL + 24;
  const scaleTop = labelBase + 22;
  const captionTop = scaleTop + SCALE.height + 22;
  const middle = WHY_MAP_WIDTH / 2;
  const label = { y: labelBase, size: 15, width: PANEL, anchor: 'middle', colour: PALETTE.ink } as const;
  const end = {
    y: scaleTop + SCALE.height - 1,
    size: 13,
    width: (WORDS_WIDTH - SCALE.width) / 2 - SCALE.gap,
    colour: PALETTE.inkSoft,
  } as const;
  const words = await Promise.all([
    line(o.seen, { ...label, x: LEFT + PANEL / 2 }),
    line(o.mattered, { ...label, x: RIGHT + PANEL / 2 }),
    line(o.less, { ...end, x: middle - SCALE.width / 2 - SCALE.gap, anchor: 'end' }),
    line(o.more, { ...end, x: middle + SCALE.width / 2 + SCALE.gap, anchor: 'start' }),
  ]);
  return pageSvg({
    width: WHY_MAP_WIDTH,
    height: Math.ceil(captionTop + caption.height + 28),
    title: o.title,
    titleSize: await fittingSize(o.title, TITLE_SIZE, WORDS_WIDTH),
    subtitle: o.subtitle,
    colour: MOOD_COLOURS[o.mood],
    content: [
      panel(face, LEFT, panelTop),
      panel(lit, RIGHT, panelTop),
      scale(middle - SCALE.width / 2, scaleTop),
      ...words,
      inlay(caption, middle - caption.width / 2, captionTop),
    ].join('\n'),
  });
}

/** One line of text, its letters smaller where it would not fit. */
async function line(
  text: string,
  o: {
    x: number;
    y: number;
    anchor: 'start' | 'middle' | 'end';
    size: number;
    width: number;
    colour: string;
  },
): Promise<string> {
  const size = await fittingSize(text, o.size, o.width);
  return `<text x="${o.x}" y="${o.y}" text-anchor="${o.anchor}" font-size="${size}" fill="${o.colour}">${escapeXml(text)}</text>`;
}

async function fittingSize(text: string, size: number, width: number): Promise<number> {
  if (text === '') return size;
  const drawn = await renderText(text, { size, width: 8 * width, colour: PALETTE.ink });
  return Math.min(size, Math.floor((10 * size * width) / drawn.width) / 10);
}

/** What speaks for the answer, as shares of what speaks for it most; what speaks against it does not glow. */
function toGlow(map: Float32Array): Float32Array {
  const most = map.reduce((a, b) => Math.max(a, b), FAINTEST);
  return map.map((value) => Math.max(0, value) / most);
}

function panel(face: Inlay, x: number, y: number): string {
  return `${inlay(face, x, y)}
<rect x="${x}" y="${y}" width="${PANEL}" height="${PANEL}" fill="none" stroke="${PALETTE.gold}" stroke-width="2"/>`;
}

/** At whole pixels, where its letters stay crisp. */
function inlay({ href, width, height }: Inlay, x: number, y: number): string {
  const whole = (value: number) => Math.round(2 * value) / 2;
  return `<image href="${href}" x="${whole(x)}" y="${whole(y)}" width="${width}" height="${height}"/>`;
}

function scale(x: number, y: number): string {
  const stops = HEAT.map((colour, i) => `<stop offset="${i / (HEAT.length - 1)}" stop-color="${colour}"/>`);
  return `<linearGradient id="heat">${stops.join('')}</linearGradient>
<rect x="${x}" y="${y}" width="${SCALE.width}" height="${SCALE.height}" rx="${SCALE.height / 2}" fill="url(#heat)" stroke="${PALETTE.gold}"/>`;
}
