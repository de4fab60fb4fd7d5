/** A host's CSV table as rows: UTF-8 or UTF-16, any line ends, comma, semicolon or tab, columns in any order. */
import { parse } from 'csv-parse/sync';
import { fold } from '../../../domain/fold.ts';
import { AppError } from '../../../errors.ts';

export const COLUMNS = ['title', 'artist', 'mood', 'language', 'path'] as const;
const OPTIONAL_COLUMNS = ['album', 'licence', 'note'] as const;

export type Column = (typeof COLUMNS)[number] | (typeof OPTIONAL_COLUMNS)[number];

export interface TableRow {
  /** Of the file, 1 for its first line; of the row's last line where a field goes over several. */
  readonly line: number;
  readonly fields: Readonly<Record<Column, string>>;
}

export interface Table {
  readonly rows: readonly TableRow[];
  /** Rows that cannot be read at all, such as one with a quote too many. */
  readonly broken: readonly { readonly line: number; readonly problem: string }[];
}

const NAMES: Readonly<Record<string, Column>> = {
  ...Object.fromEntries([...COLUMNS, ...OPTIONAL_COLUMNS].map((name) => [name, name])),
  license: 'licence',
};

/** @throws AppError import.table_encoding, import.table_empty, import.table_columns {missing, found} */
export function parseTable(bytes: Uint8Array): Table {
  const text = decode(bytes);
  const header = text.split(LINE_END, 1)[0] ?? '';
  if (header.trim() === '') throw new AppError('import.table_empty', { expected: COLUMNS.join(',') });
  const options = {
    delimiter: delimiterOf(header),
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  };
  const columns = columnsOf(parse(header, options)[0] ?? []);
  try {
    // Whole, since a quoted field may hold line ends.
    const records = parse(text, { ...options, info: true }) as unknown as Parsed[];
    return {
      rows: records.slice(1).flatMap(({ record, info }) => row(record, info.lines, columns)),
      broken: [],
    };
  } catch {
    // A stray quote would swallow every row behind it: line by line only its own row is lost.
    return parseLines(text, options, columns);
  }
}

const LINE_END = /\r\n|\n|\r/;

interface Parsed {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

function parseLines(text: string, options: object, columns: readonly (Column | undefined)[]): Table {
  const rows: TableRow[] = [];
  const broken: { line: number; problem: string }[] = [];
  for (const [i, line] of text.split(LINE_END).entries()) {
    if (i === 0) continue;
    try {
      for (const record of parse(line, options) as unknown as string[][])
        rows.push(...row(record, i + 1, columns));
    } catch {
      broken.push({
        line: i + 1,
        problem: 'a quote is not closed, or stands within a field without being doubled',
      });
    }
  }
  return { rows, broken };
}

function row(record: readonly string[], line: number, columns: readonly (Column | undefined)[]): TableRow[] {
  if (record.every((field) => field === '')) return [];
  const value = (name: Column) => record[columns.indexOf(name)] ?? '';
  const fields = Object.fromEntries([...COLUMNS, ...OPTIONAL_COLUMNS].map((name) => [name, value(name)]));
  return [{ line, fields: fields as Record<Column, string> }];
}

function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  try {
    // Takes the byte order mark away.
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AppError('import.table_encoding', { expected: 'UTF-8' }, { cause });
  }
}

/** The one that parts the header into most columns. */
function delimiterOf(header: string): string {
  const parts = (delimiter: string) => header.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, delimiter) => (parts(delimiter) > parts(best) ? delimiter : best));
}

function columnsOf(header: readonly string[]): (Column | undefined)[] {
  const columns = header.map((name) => NAMES[fold(name)]);
  const missing = COLUMNS.filter((name) => !columns.includes(name));
  if (missing.length > 0) {
    const found = header.join(', ').slice(0, 300);
    throw new AppError('import.table_columns', { missing: missing.join(', '), found });
  }
  return columns;
}
