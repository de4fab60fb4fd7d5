import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { EMOTIONS, type Emotion } from '../../src/domain/emotion.ts';
import { REPLY_LOCALES, type ReplyLocale, translator } from '../../src/i18n/i18n.ts';
import {
  byProbability,
  drawEmotionBars,
  EMOTION_BARS_SIZE,
  emotionBarsSvg,
} from '../../src/pictures/emotion-bars.ts';
import { MOOD_OF } from '../support/moods.ts';

const emotions = {
  neutral: 0.12,
  happiness: 0.63,
  surprise: 0.11,
  sadness: 0.05,
  anger: 0.04,
  disgust: 0.02,
  fear: 0.001,
  contempt: 0.029,
};

const bars = (
  locale: ReplyLocale,
  label = (emotion: Emotion) => translator(locale).t(`emotion.${emotion}`),
) => ({
  emotions,
  moodOf: MOOD_OF,
  mood: 'happy' as const,
  title: label('happiness'),
  subtitle: '',
  label,
  percent: translator(locale).percent,
});

/** Pixels that are nearer to ink than to paper, in the column of the words. */
async function inkOfWords(png: Buffer): Promise<number> {
  const { data, info } = await sharp(png)
    .extract({ left: 40, top: 200, width: 280, height: 540 })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return data.filter((value) => value < 140).length / (info.width * info.height);
}

/** The colour at a point of the SVG. */
async function colourAt(png: Buffer, x: number, y: number): Promise<number[]> {
  const pixel = sharp(png)
    .extract({ left: 2 * x, top: 2 * y, width: 1, height: 1 })
    .removeAlpha();
  return [...(await pixel.raw().toBuffer())];
}

describe('the picture of the emotions', () => {
  it.each(REPLY_LOCALES)('is drawn with words in %s, twice as dense as its size', async (locale) => {
    const png = await drawEmotionBars(bars(locale));
    const { width, height, format } = await sharp(png).metadata();
    expect({ width, height, format }).toEqual({
      width: 2 * EMOTION_BARS_SIZE.width,
      height: 2 * EMOTION_BARS_SIZE.height,
      format: 'png',
    });
    const ink = await inkOfWords(png);
    const wordless = await inkOfWords(await drawEmotionBars(bars(locale, () => '')));
    expect(ink).toBeGreaterThan(0.02);
    expect(wordless).toBeLessThan(0.001);
  });

  it('has a shape for every letter, not the box that stands for a missing one', async () => {
    const box = await inkOfWords(await drawEmotionBars(bars('en', () => '\u{10FFFD}')));
    for (const letter of ['h', 'ख', 'ம', 'ఆ']) {
      const ink = await inkOfWords(await drawEmotionBars(bars('en', () => letter)));
      expect(ink, letter).toBeGreaterThan(0);
      expect(ink, letter).not.toBeCloseTo(box, 5);
    }
  });

  it('orders the bars, the longest first, in the colours of their moods', async () => {
    expect(byProbability(emotions).slice(0, 3)).toEqual(['happiness', 'neutral', 'surprise']);
    const png = await drawEmotionBars(bars('en'));
    expect(await colourAt(png, 172, 115)).toEqual([0xe2, 0x9a, 0x17]);
    expect(await colourAt(png, 330, 115)).toEqual([0xe2, 0x9a, 0x17]);
    // 63 % of the first track are filled, 12 % of the second.
    expect(await colourAt(png, 350, 115)).toEqual([0xec, 0xdc, 0xb9]);
    expect(await colourAt(png, 180, 149)).toEqual([0x3f, 0x85, 0x71]);
    expect(await colourAt(png, 230, 149)).toEqual([0xec, 0xdc, 0xb9]);
  });

  it('keeps equal emotions in their own order', () => {
    const equal = Object.fromEntries(EMOTIONS.map((emotion) => [emotion, 0.125])) as typeof emotions;
    expect(byProbability(equal)).toEqual([...EMOTIONS]);
  });

  it('cannot be broken by a label', async () => {
    const svg = emotionBarsSvg(bars('en', () => '<script>&"\''));
    expect(svg).not.toContain('<script>');
    await expect(sharp(Buffer.from(svg)).metadata()).resolves.toBeDefined();
  });

  it('needs no fonts of the host and writes nothing on stderr', { timeout: 30_000 }, async () => {
    const script = `
      import { renderPng } from './src/pictures/render.ts';
      const png = await renderPng('<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"><text y="15">Abc</text></svg>');
      process.stdout.write(String(png.length));`;
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', script],
      { cwd: `${import.meta.dirname}/../..`, env: { PATH: process.env.PATH, HOME: '/nonexistent' } },
    );
    expect(stderr).toBe('');
    expect(Number(stdout)).toBeGreaterThan(100);
  });
});
