import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { whyPicture } from '../../src/commands/mood/why-view.ts';
import { EMOTIONS } from '../../src/domain/emotion.ts';
import type { Explanation } from '../../src/domain/explanation.ts';
import { REPLY_LOCALES, translator } from '../../src/i18n/i18n.ts';
import { heatColour } from '../../src/pictures/heat.ts';
import { drawWhyMap, WHY_MAP_WIDTH, type WhyMap } from '../../src/pictures/why-map.ts';

const SIZE = 48;
const grid = (value: (x: number, y: number) => number) =>
  Float32Array.from({ length: SIZE * SIZE }, (_, i) => value(i % SIZE, Math.floor(i / SIZE)));
const crop = grid((x, y) => 60 + 2 * x + y);
/** High around one place, below 0 around another. */
const map = grid(
  (x, y) => Math.exp(-((x - 12) ** 2 + (y - 36) ** 2) / 30) - Math.exp(-((x - 36) ** 2 + (y - 12) ** 2) / 30),
);

const page = (over: Partial<WhyMap> = {}): WhyMap => ({
  explanation: { crop, map, size: SIZE },
  mood: 'happy',
  title: 'T',
  subtitle: 's',
  seen: 'a',
  mattered: 'b',
  less: '-',
  more: '+',
  caption: 'c',
  ...over,
});

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** At a point in units of the SVG. */
  at(x: number, y: number): number[];
}

async function pixelsOf(png: Buffer): Promise<Pixels> {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  return { width, height, at: (x, y) => [...data.subarray(3 * (2 * y * width + 2 * x)).subarray(0, 3)] };
}

/** The middle of a pixel of the crop, in the left panel or in the right one. */
const placeOf = (panel: 'left' | 'right', x: number, y: number) => {
  const side = 216;
  const left = panel === 'left' ? 34 : 270;
  return [Math.round(left + ((x + 0.5) / SIZE) * side), Math.round(102 + ((y + 0.5) / SIZE) * side)] as const;
};

describe('the picture of what the model looked at', { timeout: 60_000 }, () => {
  it('shows the face as it is, and beside it a glow where it mattered and nowhere else', async () => {
    const { at } = await pixelsOf(await drawWhyMap(page()));
    for (const [x, y] of [
      [12, 36],
      [36, 12],
      [24, 24],
    ] as const) {
      const [red = 0, green = 0, blue = 0] = at(...placeOf('left', x, y));
      expect([green - red, blue - red]).toEqual([0, 0]);
      expect(Math.abs(red - (60 + 2 * x + y))).toBeLessThan(4);
    }
    const warmth = (x: number, y: number) => {
      const [red = 0, , blue = 0] = at(...placeOf('right', x, y));
      return red - blue;
    };
    expect(warmth(12, 36)).toBeGreaterThan(100);
    // What speaks against the answer is as dark as what says nothing.
    expect(warmth(36, 12)).toBeLessThan(40);
    expect(warmth(40, 40)).toBeLessThan(40);
  });

  it('does not make noise look like a reason', async () => {
    const { at } = await pixelsOf(
      await drawWhyMap(page({ explanation: { crop, size: SIZE, map: map.map((value) => value * 0.01) } })),
    );
    const [red = 0, , blue = 0] = at(...placeOf('right', 12, 36));
    expect(red - blue).toBeLessThan(40);
  });

  it.each(REPLY_LOCALES)('has room for its words in %s', async (locale) => {
    const words = translator(locale);
    const longest = [...EMOTIONS].sort(
      (a, b) => words.t(`emotion.${b}`).length - words.t(`emotion.${a}`).length,
    )[0];
    const reading = { mood: 'sad', confidence: 0.9 };
    const explanation = { crop, map, size: SIZE, emotion: longest, region: 'mouth', reading };
    await expectQuietMargins(await whyPicture(explanation as unknown as Explanation, words));
  });

  it('breaks, shrinks and escapes what it is given', async () => {
    const long = 'அளவுக்கு மீறி நீளமான சொற்கள் & <b>"markup"</b> '.repeat(3);
    const words = {
      title: long,
      seen: long,
      mattered: long,
      less: long,
      more: long,
      caption: long.repeat(3),
    };
    const png = await drawWhyMap(page(words));
    const { width, height } = await pixelsOf(png);
    expect(width).toBe(2 * WHY_MAP_WIDTH);
    expect(height).toBeGreaterThan((await pixelsOf(await drawWhyMap(page()))).height);
    await expectQuietMargins(png);
  });
});

/** Between the inner gold rule and where words may stand, and between the two panels, there is paper alone. */
async function expectQuietMargins(png: Buffer): Promise<void> {
  const { at, height } = await pixelsOf(png);
  const PAPER = [0xf8, 0xee, 0xd8];
  const marked: string[] = [];
  for (let y = 20; y < height / 2 - 20; y++) {
    for (const x of [18, 24, 29, WHY_MAP_WIDTH - 29, WHY_MAP_WIDTH - 24, WHY_MAP_WIDTH - 18]) {
      if (at(x, y).join() !== PAPER.join()) marked.push(`${x},${y}`);
    }
  }
  for (let x = 40; x < WHY_MAP_WIDTH - 40; x++) {
    if (at(x, Math.floor(height / 2) - 20).join() !== PAPER.join()) marked.push(`${x},foot`);
  }
  expect(marked).toEqual([]);
}

describe('the scale of the glow', () => {
  it('grows lighter from end to end', () => {
    const light = ([red, green, blue]: readonly number[]) =>
      0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
    const steps = Array.from({ length: 21 }, (_, i) => light(heatColour(i / 20)));
    expect([...steps].sort((a, b) => a - b)).toEqual(steps);
    expect(heatColour(-1)).toEqual(heatColour(0));
    expect(heatColour(2)).toEqual(heatColour(1));
  });
});
