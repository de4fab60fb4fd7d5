/** One row of a host's table as what a track needs, and the file it names. */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { resolveLanguage, UNKNOWN_LANGUAGE } from '../../../domain/language.ts';
import { MOODS } from '../../../domain/mood.ts';
import type { Track } from '../../../domain/track.ts';
import { AppError } from '../../../errors.ts';
import { moodNamed } from './moods.ts';
import type { TableRow } from './table.ts';

/** What the table says of a track; the rest is found out from its file. */
export type Details = Pick<Track, 'title' | 'artist' | 'album' | 'language' | 'mood' | 'licence' | 'note'>;

/** Longer ones are a mistake in the table, and no reply could show them. */
const LONGEST_TEXT = 300;
const LARGEST_FILE_BYTES = 2 * 2 ** 30;

/** @throws AppError import.row {problem}, which names every fault of the row */
export function detailsOf({ fields }: TableRow): Details {
  const faults: string[] = [];
  const text = (name: 'title' | 'artist' | 'album' | 'licence' | 'note', otherwise?: string): string => {
    const value = tidy(fields[name]);
    if (value.length > LONGEST_TEXT)
      faults.push(`${name}: expected at most ${LONGEST_TEXT} characters, received ${value.length}`);
    if (value === '' && otherwise === undefined) faults.push(`${name}: expected text, received nothing`);
    return value === '' ? (otherwise ?? '') : value;
  };
  const mood = moodNamed(fields.mood);
  if (mood === undefined)
    faults.push(`mood: expected one of ${MOODS.join(', ')}, received "${fields.mood.slice(0, 40)}"`);
  const language = languageNamed(fields.language);
  if (language === undefined) {
    faults.push(
      `language: expected a name or tag such as Tamil or ta, received "${fields.language.slice(0, 40)}"`,
    );
  }
  if (fields.path === '') faults.push('path: expected a file, received nothing');
  const album = text('album', '');
  const note = text('note', '');
  const details = {
    title: text('title'),
    artist: text('artist', 'Unknown artist'),
    licence: text('licence', 'not stated'),
    ...(album === '' ? {} : { album }),
    ...(note === '' ? {} : { note }),
  };
  if (faults.length > 0 || mood === undefined || language === undefined) {
    throw new AppError('import.row', { problem: faults.join('; ') });
  }
  return { ...details, mood, language };
}

function languageNamed(text: string): string | undefined {
  if (/^(?:und|unknown)$/i.test(text)) return UNKNOWN_LANGUAGE;
  return resolveLanguage(text)?.tag;
}

function tidy(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
}

/**
 * The table is the host's own, so a path may be absolute or lead out of its folder; it must be a regular file of at
 * most 2 GiB. Tables written on another system are met half way: backslashes, and letters composed otherwise.
 * @param base folder of the table, to which paths are relative
 * @throws AppError import.missing, import.not_a_file, import.empty, import.too_large {bytes, limit}, each with {file}
 */
export async function fileOf(path: string, base: string): Promise<string> {
  const spellings = [path, path.normalize('NFC'), path.normalize('NFD'), path.replaceAll('\\', '/')];
  for (const spelling of new Set(spellings)) {
    const file = resolve(base, spelling);
    const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
      throw new AppError('import.unreadable', { file, problem: error.message }, { cause: error });
    });
    if (found === undefined) continue;
    if (!found.isFile()) throw new AppError('import.not_a_file', { file });
    if (found.size === 0) throw new AppError('import.empty', { file });
    if (found.size > LARGEST_FILE_BYTES) {
      throw new AppError('import.too_large', { file, bytes: found.size, limit: LARGEST_FILE_BYTES });
    }
    return file;
  }
  throw new AppError('import.missing', { file: resolve(base, path) });
}
