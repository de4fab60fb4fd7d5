/** Labelled tiles: sheets of small grey pictures with a table beside them, as FER2013 is laid out. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import sharp from 'sharp';

/** Side of a tile in pixels, and tiles in a row of a sheet. */
export const TILE = 48;
const TILES_A_ROW = 48;

export interface LabelledTiles {
  /** Rows of labels.csv, by column name; `row` is the tile's number across the sheets. */
  readonly rows: readonly Readonly<Record<string, string>>[];
  /** TILE x TILE grey floats, 0..255. */
  tile(row: Readonly<Record<string, string>>): Float32Array;
}

/** Reads `labels.csv` and every `sheet-NN.webp` of a folder. */
export async function readTiles(folder: string): Promise<LabelledTiles> {
  const rows = parse(await readFile(path.join(folder, 'labels.csv')), { columns: true }) as Record<
    string,
    string
  >[];
  const names = (await readdir(folder)).filter((name) => /^sheet-\d+\.webp$/.test(name)).sort();
  const sheets = await Promise.all(names.map((name) => readSheet(path.join(folder, name))));
  return {
    rows,
    tile(row) {
      let number = Number(row.row);
      for (const sheet of sheets) {
        if (number < sheet.tiles) return cut(sheet, number);
        number -= sheet.tiles;
      }
      throw new Error(`${folder}: labels.csv names tile ${row.row}, which no sheet has`);
    },
  };
}

interface Sheet {
  readonly data: Uint8Array;
  readonly width: number;
  readonly tiles: number;
}

async function readSheet(file: string): Promise<Sheet> {
  const { data, info } = await sharp(file).extractChannel(0).raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, tiles: Math.floor(info.height / TILE) * TILES_A_ROW };
}

function cut({ data, width }: Sheet, number: number): Float32Array {
  const left = (number % TILES_A_ROW) * TILE;
  const top = Math.floor(number / TILES_A_ROW) * TILE;
  return Float32Array.from({ length: TILE * TILE }, (_, i) => {
    const x = left + (i % TILE);
    const y = top + Math.floor(i / TILE);
    return data[y * width + x] as number;
  });
}
