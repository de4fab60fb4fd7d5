import { fileURLToPath } from 'node:url';

/** Our fonts alone: a host's own and their caches are left out. */
const FONTS = fileURLToPath(new URL('fonts.conf', import.meta.url));

/** The families of fonts/, in the order in which a letter looks for its shape. */
export const FONT_FAMILIES = 'Tiro Devanagari Hindi, Noto Serif Telugu, Noto Sans Tamil';

/** The picture that is being drawn, or the last one. */
let drawing: Promise<unknown> = Promise.resolve();

/**
 * Draws an SVG as a PNG, on a thread of libuv's pool. One at a time in the whole process: a crowd of pictures would take
 * the processors from the music (`npm run bench -- stream`).
 * @param svg made by us: foreign text in it must have gone through `escapeXml`
 * @param scale pixels for each unit of the SVG, 2 for crisp pictures on dense screens
 */
export function renderPng(svg: string, scale = 2): Promise<Buffer> {
  return inTurn(async (sharp) =>
    sharp(Buffer.from(svg), { density: 72 * scale })
      .png({ compressionLevel: 6, adaptiveFiltering: false })
      .toBuffer(),
  );
}

/** A picture that an SVG shows, by its data URL; sizes in units of the SVG. */
export interface Inlay {
  readonly href: string;
  readonly width: number;
  readonly height: number;
}

/**
 * Text in our fonts, which an SVG cannot break into lines by itself.
 * @param text plain; markup in it is shown, not obeyed
 * @param o.size of the letters and `o.width` of the longest line, in units of the SVG
 */
export function renderText(
  text: string,
  o: { size: number; width: number; colour: string; scale?: number },
): Promise<Inlay> {
  const { size, width, colour, scale = 2 } = o;
  return inTurn(async (sharp) => {
    const { data, info } = await sharp({
      text: {
        text: `<span foreground="${colour}">${escapeXml(text)}</span>`,
        font: `${FONT_FAMILIES} ${size}`,
        dpi: 72 * scale,
        width: Math.floor(width * scale),
        align: 'centre',
        wrap: 'word-char',
        spacing: 2 * scale,
        rgba: true,
      },
    })
      .png()
      .toBuffer({ resolveWithObject: true });
    return { href: dataUrl(data), width: info.width / scale, height: info.height / scale };
  });
}

/**
 * Enlarges a small square picture smoothly.
 * @param pixels RGB, row by row from the top left, `size` of them in a row
 * @param side of the result in units of the SVG
 */
export function renderPixels(pixels: Uint8Array, size: number, side: number, scale = 2): Promise<Inlay> {
  return inTurn(async (sharp) => {
    const picture = sharp(pixels, { raw: { width: size, height: size, channels: 3 } });
    const png = await picture
      .resize(side * scale, side * scale, { kernel: 'cubic' })
      .png({ compressionLevel: 1 })
      .toBuffer();
    return { href: dataUrl(png), width: side, height: side };
  });
}

type Sharp = typeof import('sharp').default;

function inTurn<T>(draw: (sharp: Sharp) => Promise<T>): Promise<T> {
  const picture = drawing.then(async () => draw(await loadSharp()));
  drawing = picture.catch(() => undefined);
  return picture;
}

/** Loaded with the first picture: a bot that waits needs no libvips. */
async function loadSharp(): Promise<Sharp> {
  // Fontconfig takes no other word for it, and reads it once, when the first text is drawn.
  process.env.FONTCONFIG_FILE = FONTS;
  const { default: sharp } = await import('sharp');
  sharp.concurrency(1);
  return sharp;
}

function dataUrl(png: Buffer): string {
  return `data:image/png;base64,${png.toString('base64')}`;
}

export function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
