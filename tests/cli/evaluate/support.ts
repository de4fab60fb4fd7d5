/** Folders of labelled tiles, made for the tests. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';

export const DATA = process.env.RAGAMALA_DATA ?? path.join(import.meta.dirname, '../../../../shared/data');

const TILE = 48;
const SHEET = 48 * TILE;

/** Writes `sheet-00.webp` with the tiles one after another, 48 in a row. */
export async function writeSheet(
  folder: string,
  tiles: readonly ArrayLike<number>[],
  name = 'sheet-00.webp',
) {
  const rows = Math.max(1, Math.ceil(tiles.length / 48));
  const parts = await Promise.all(
    tiles.map(async (tile, i) => ({
      input: await sharp(Uint8Array.from(tile), { raw: { width: TILE, height: TILE, channels: 1 } })
        .png()
        .toBuffer(),
      left: (i % 48) * TILE,
      top: Math.floor(i / 48) * TILE,
    })),
  );
  await sharp({ create: { width: SHEET, height: rows * TILE, channels: 3, background: '#000' } })
    .composite(parts)
    .webp({ lossless: true })
    .toFile(path.join(folder, name));
}

/** Writes `labels.csv`. */
export function writeLabels(folder: string, lines: readonly (readonly (string | number)[])[]): Promise<void> {
  return writeFile(path.join(folder, 'labels.csv'), `${lines.map((line) => line.join()).join('\n')}\n`);
}

/** A tile that the model has something to say about: light and dark by a formula, another for each number. */
export function patternTile(number: number): Uint8Array {
  return Uint8Array.from(
    { length: TILE * TILE },
    (_, i) =>
      128 + 100 * Math.sin((i % TILE) * (0.1 + number / 17)) * Math.cos(Math.floor(i / TILE) / (3 + number)),
  );
}
