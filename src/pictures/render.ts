import { fileURLToPath } from 'node:url';

/** Our fonts alone: a host's own and their caches are left out. */
const FONTS = fileURLToPath(new URL('fonts.conf', import.meta.url));

/** The families of fonts/, in the order in which a letter looks for its shape. */
export const FONT_FAMILIES = 'Tiro Devanagari Hindi, Noto Serif Telugu, Noto Sans Tamil';

/**
 * Draws an SVG as a PNG, on a thread of libuv's pool.
 * @param svg made by us: foreign text in it must have gone through `escapeXml`
 * @param scale pixels for each unit of the SVG, 2 for crisp pictures on dense screens
 */
export async function renderPng(svg: string, scale = 2): Promise<Buffer> {
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
