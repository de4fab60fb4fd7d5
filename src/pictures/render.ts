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
  const picture = drawing.then(() => draw(svg, scale));
  drawing = picture.catch(() => undefined);
  return picture;
}

async function draw(svg: string, scale: number): Promise<Buffer> {
  // Fontconfig takes no other word for it, and reads it once, when the first text is drawn.
  process.env.FONTCONFIG_FILE = FONTS;
  // Loaded with the first picture: a bot that waits needs no libvips.
  const { default: sharp } = await import('sharp');
  sharp.concurrency(1);
  return sharp(Buffer.from(svg), { density: 72 * scale })
    .png({ compressionLevel: 6, adaptiveFiltering: false })
    .toBuffer();
}

export function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
