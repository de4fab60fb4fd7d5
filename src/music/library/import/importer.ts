/**
 * Table rows to tracks: row -> file -> what it is -> known already? -> Ogg/Opus at a temporary name -> on the disk ->
 * its own name -> record. A killed import leaves at most a temporary file; what was told as added stays added.
 */
import { constants, copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Track } from '../../../domain/track.ts';
import { AppError, messageOf } from '../../../errors.ts';
import type { Library } from '../library.ts';
import type { Transcoder } from '../transcoder.ts';
import { inspectOpus } from './opus-file.ts';
import { type Details, detailsOf, fileOf } from './row.ts';
import { type AudioKind, sniffAudio } from './sniff.ts';
import type { Table, TableRow } from './table.ts';

/** Within LIBRARY. */
const FOLDER = 'imported';
/** Half of SHA-256, in hex: 128 bits tell a library's pieces apart. */
const ID_LENGTH = 32;
const SHORTEST_MS = 1000;
/** A temporary file this old belongs to an import that was killed. */
const STALE_MS = 3_600_000;

export type Outcome = { readonly line: number; readonly path: string; readonly title: string } & (
  | { readonly status: 'added' | 'updated'; readonly track: Track; readonly converted: boolean }
  | { readonly status: 'skipped'; readonly id: string; readonly sameAs: string }
  | { readonly status: 'refused'; readonly error: AppError }
);

export interface ImportOptions {
  /** Absolute folder of the table. */
  readonly base: string;
  readonly library: Library;
  /** LIBRARY, absolute. */
  readonly folder: string;
  readonly transcoder: Pick<Transcoder, 'identify' | 'convert'>;
  /** Everything is checked, nothing is written. */
  readonly dryRun?: boolean;
}

/**
 * Gives one outcome a row, in the table's order after the rows that cannot be read. A row's fault never stops the next.
 * @throws AppError `store.…` when records cannot be kept: what came before is kept
 */
export async function* importTable(table: Table, o: ImportOptions): AsyncGenerator<Outcome> {
  for (const { line, problem } of table.broken) {
    yield { line, path: '', title: '', status: 'refused', error: new AppError('import.row', { problem }) };
  }
  if (!o.dryRun) await prepareFolder(join(o.folder, FOLDER));
  /** Ids of this run, each with the line it came from. */
  const seen = new Map<string, number>();
  for (const row of table.rows) {
    const about = { line: row.line, path: row.fields.path, title: row.fields.title };
    try {
      yield { ...about, ...(await importRow(row, seen, o)) };
    } catch (error) {
      if (error instanceof AppError && error.code.startsWith('store.')) throw error;
      yield { ...about, status: 'refused', error: asRefusal(error) };
    }
  }
}

type Result =
  | { status: 'added' | 'updated'; track: Track; converted: boolean }
  | { status: 'skipped'; id: string; sameAs: string };

async function importRow(row: TableRow, seen: Map<string, number>, o: ImportOptions): Promise<Result> {
  const details = detailsOf(row);
  const source = await examine(await fileOf(row.fields.path, o.base), o);
  const { id } = source;
  const before = seen.get(id);
  if (before !== undefined) return { status: 'skipped', id, sameAs: `line ${before}` };
  seen.set(id, row.line);

  const known = o.library.get(id);
  if (known !== undefined && (await exists(o.library.pathOf(known)))) {
    if (agrees(known, details)) return { status: 'skipped', id, sameAs: `"${known.title}" in the library` };
    const { album: _album, note: _note, ...rest } = known;
    const track = { ...rest, ...details };
    if (!o.dryRun) await o.library.add([track]);
    return { status: 'updated', track, converted: false };
  }
  const file = `${FOLDER}/${id}.opus`;
  const sound = o.dryRun
    ? { durationMs: source.durationMs ?? 0 }
    : await place(source, join(o.folder, file), o);
  const track: Track = { id, ...details, ...sound, file, source: 'import' };
  if (!o.dryRun) await o.library.add([track]);
  return { status: 'added', track, converted: source.convert };
}

interface Source {
  readonly file: string;
  readonly kind: AudioKind;
  readonly id: string;
  /** Whether FFmpeg must make Ogg/Opus of it. */
  readonly convert: boolean;
  /** Known before the conversion only for Ogg/Opus. */
  readonly durationMs?: number;
}

async function examine(file: string, o: ImportOptions): Promise<Source> {
  const kind = await sniffAudio(file);
  if (kind === undefined) throw new AppError('import.not_audio', { file });
  if (kind.name !== 'Ogg/Opus') {
    const { audioSha256 } = await o.transcoder.identify(file, kind.container);
    return { file, kind, id: audioSha256.slice(0, ID_LENGTH), convert: true };
  }
  const opus = await inspectOpus(file);
  longEnough(file, opus.durationMs);
  const id = opus.audioSha256.slice(0, ID_LENGTH);
  return { file, kind, id, convert: opus.obstacle !== undefined, durationMs: opus.durationMs };
}

/** Puts the track's Ogg/Opus file in its place, whole or not at all. */
async function place(
  source: Source,
  target: string,
  o: ImportOptions,
): Promise<{ durationMs: number; loudnessLufs?: number }> {
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    let loudness: { loudnessLufs?: number } = {};
    if (source.convert) {
      const { loudnessLufs } = await o.transcoder.convert(source.file, source.kind.container, temporary);
      loudness = { loudnessLufs };
    } else {
      await copyFile(source.file, temporary, constants.COPYFILE_FICLONE);
    }
    // Read again as the player will: what does not pass here never reaches the library.
    const { durationMs } = await inspectOpus(temporary);
    longEnough(source.file, durationMs);
    await flush(temporary);
    await rename(temporary, target);
    await flush(join(target, '..'));
    return { durationMs, ...loudness };
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

function longEnough(file: string, durationMs: number): void {
  if (durationMs < SHORTEST_MS)
    throw new AppError('import.too_short', { file, durationMs, limitMs: SHORTEST_MS });
}

function agrees(track: Track, details: Details): boolean {
  const names = ['title', 'artist', 'album', 'language', 'mood', 'licence', 'note'] as const;
  return names.every((name) => track[name] === details[name]);
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** To the disk: a file's bytes, or a folder's names. */
async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function prepareFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.tmp')) continue;
    const file = join(folder, name);
    const found = await stat(file).catch(() => undefined);
    if (found !== undefined && Date.now() - found.mtimeMs > STALE_MS) await rm(file, { force: true });
  }
}

/** A failing disk or a fault of ours ends this row, with the system's words. */
function asRefusal(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError('import.failed', { problem: messageOf(error) }, { cause: error });
}
