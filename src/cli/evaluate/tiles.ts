/** Labelled tiles: sheets of small grey pictures with a table beside them, as FER2013 and CK+48 are laid out. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import sharp from 'sharp';
import { AppError, messageOf } from '../../errors.ts';

/** Side of a tile in pixels, and tiles in a row of a sheet. */
export const TILE = 48;
const TILES_A_ROW = 48;
const SHEET_WIDTH = TILE * TILES_A_ROW;

const REMEDY =
  'Name a folder with labels.csv and sheet-00.webp, sheet-01.webp, ... (training/emotion/prepare.py describes it).';

/** One row of labels.csv, by column name. */
export type TileRow = Readonly<Record<string, string>>;

export interface LabelledTiles {
  readonly rows: readonly TileRow[];
  /** Of labels.csv. */
  readonly columns: readonly string[];
  /** @returns TILE x TILE grey floats, 0..255, of the tile that the row's `row` numbers across the sheets */
  tile(row: TileRow): Promise<Float32Array>;
  /** An error about labels.csv. */
  tableFault(problem: string): AppError;
  /** An error about labels.csv that names the row's line. */
  rowFault(row: TileRow, expected: string, received: string): AppError;
}

interface Sheet {
  readonly tiles: number;
  /** Decoded at the first tile that is asked for. */
  readonly pixels: () => Promise<Uint8Array>;
}

/**
 * Reads `labels.csv` and the headers of every `sheet-NN.webp` of a folder.
 * @throws AppError `tiles.bad_folder` or `tiles.bad_table` {file, problem, remedy}: missing, unreadable, another shape,
 *   or rows that number tiles which no sheet has
 */
export async function readTiles(folder: string): Promise<LabelledTiles> {
  const file = path.join(folder, 'labels.csv');
  const { rows, columns } = await readTable(file);
  const sheets = await readSheets(folder);
  const total = sheets.reduce((sum, { tiles }) => sum + tiles, 0);
  const fault = (problem: string) => tableFault(file, problem);
  const rowFault = (row: TileRow, expected: string, received: string) =>
    // The first line holds the columns' names.
    fault(`line ${rows.indexOf(row) + 2}: expected ${expected}, received ${received}`);
  for (const row of rows) {
    const number = Number(row.row);
    if (!(row.row !== '' && Number.isInteger(number) && number >= 0 && number < total))
      throw rowFault(
        row,
        `a tile number within 0..${total - 1}, what the ${sheets.length} sheets hold`,
        `"${row.row}"`,
      );
  }
  return {
    rows,
    columns,
    tableFault: fault,
    rowFault,
    async tile(row) {
      let number = Number(row.row);
      for (const sheet of sheets) {
        if (number < sheet.tiles) return cut(await sheet.pixels(), number);
        number -= sheet.tiles;
      }
      throw rowFault(row, `a tile number within 0..${total - 1}`, `"${row.row}"`);
    },
  };
}

async function readTable(file: string): Promise<{ rows: TileRow[]; columns: string[] }> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw folderFault(file, messageOf(cause), cause);
  });
  let columns: string[] = [];
  const header = (names: string[]) => {
    columns = names;
    return names;
  };
  try {
    const rows = parse(text, { bom: true, columns: header, skip_empty_lines: true, trim: true }) as TileRow[];
    if (!columns.includes('row'))
      throw new Error(`expected a column row, received ${columns.join(', ') || 'nothing'}`);
    return { rows, columns };
  } catch (cause) {
    throw tableFault(file, messageOf(cause), cause);
  }
}

async function readSheets(folder: string): Promise<Sheet[]> {
  const names = (await readdir(folder)).filter((name) => /^sheet-\d+\.webp$/.test(name)).sort();
  if (names.length === 0) throw folderFault(folder, 'it holds no sheet-00.webp');
  const first = numberOf(names[0] as string);
  const gap = names.findIndex((name, i) => numberOf(name) !== first + i);
  // Tiles are numbered across the sheets: behind a gap each would be taken for another.
  if (gap > 0) throw folderFault(folder, `the sheet between ${names[gap - 1]} and ${names[gap]} is missing`);
  return Promise.all(names.map((name) => readSheet(path.join(folder, name))));
}

function numberOf(sheet: string): number {
  return Number(/\d+/.exec(sheet)?.[0]);
}

async function readSheet(file: string): Promise<Sheet> {
  const { width, height } = await sharp(file)
    .metadata()
    .catch((cause: unknown) => {
      throw folderFault(file, messageOf(cause), cause);
    });
  if (width !== SHEET_WIDTH || height % TILE !== 0)
    throw folderFault(
      file,
      `expected a sheet ${SHEET_WIDTH} pixels wide (${TILES_A_ROW} tiles) and a multiple of ${TILE} high, received ${width} x ${height}`,
    );
  let pixels: Promise<Uint8Array> | undefined;
  return {
    tiles: (height / TILE) * TILES_A_ROW,
    pixels() {
      pixels ??= sharp(file).extractChannel(0).raw().toBuffer();
      return pixels;
    },
  };
}

function cut(sheet: Uint8Array, number: number): Float32Array {
  const left = (number % TILES_A_ROW) * TILE;
  const top = Math.floor(number / TILES_A_ROW) * TILE;
  const tile = new Float32Array(TILE * TILE);
  for (let y = 0; y < TILE; y++) {
    const start = (top + y) * SHEET_WIDTH + left;
    tile.set(sheet.subarray(start, start + TILE), y * TILE);
  }
  return tile;
}

function folderFault(file: string, problem: string, cause?: unknown): AppError {
  return new AppError('tiles.bad_folder', { file, problem, remedy: REMEDY }, { cause });
}

function tableFault(file: string, problem: string, cause?: unknown): AppError {
  return new AppError('tiles.bad_table', { file, problem }, { cause });
}
