/** Why a row or a table was refused, for the host: what was expected, what came, what to do. */
import type { AppError, ErrorContext } from '../../../errors.ts';
import { COLUMNS } from './table.ts';

const SENTENCES: Readonly<Record<string, (c: ErrorContext) => string>> = {
  'import.row': (c) => `${c.problem}.`,
  'import.missing': (c) => `There is no file ${c.file}. Paths are relative to the table's folder.`,
  'import.not_a_file': (c) => `${c.file} is a folder or a device. Name a music file.`,
  'import.unreadable': (c) =>
    `${c.file} cannot be read: ${c.problem}. Let the user that runs the import read it.`,
  'import.empty': (c) => `${c.file} has 0 bytes. Copy it again.`,
  'import.too_large': (c) =>
    `${c.file} has ${c.bytes} bytes; at most ${c.limit} are read. Split it into tracks.`,
  'import.too_short': (c) =>
    `${c.file} sounds for ${c.durationMs} ms; a track has at least ${c.limitMs} ms. Name a longer one.`,
  'import.not_audio': (c) =>
    `${c.file} is none of Ogg/Opus, Ogg Vorbis, Ogg FLAC, MP3, FLAC, M4A and WAV, whatever its name says. Convert it to one of them.`,
  'import.damaged': (c) => `${c.file} is damaged: ${c.problem}. Copy it again, or convert it anew.`,
  'import.undecodable': (c) =>
    `${c.file} cannot be decoded: ${c.problem}. Copy it again, or convert it to Ogg/Opus, FLAC or MP3.`,
  'import.silent': (c) => `${c.file} is silent: there is nothing to play in it. Name another file.`,
  'import.failed': (c) =>
    `It could not be put into the library: ${c.problem}. Check the disk and the folder LIBRARY, then import again.`,
  'import.ffmpeg_missing': (c) =>
    `${c.file} needs FFmpeg, and node-av does not load. Install it (npm ci without --omit=optional), or convert the file to Ogg/Opus with 20 ms packets.`,
  'import.timeout': (c) =>
    `${c.file} took longer than ${Number(c.limitMs) / 1000} s to convert and was given up. Split it, or convert it to Ogg/Opus yourself.`,
  'import.memory': (c) =>
    `${c.file} needed more than ${c.limitMib} MiB of memory to convert and was given up. Split it, or convert it to Ogg/Opus yourself.`,
  'import.crashed': (c) =>
    `${c.file} made the converter end (${c.problem}). It is damaged, or made to do that: get it anew from where it came from.`,
  'import.table_encoding': (c) => `The table is not ${c.expected} text. Save it again as CSV UTF-8.`,
  'import.table_empty': () => `The table is empty. Its first line names the columns: ${COLUMNS.join(',')}.`,
  'import.table_columns': (c) =>
    `The table lacks the column ${c.missing}; it has ${c.found}. Its first line must name ${COLUMNS.join(',')}.`,
  'import.no_table': (c) =>
    `${c.folder} holds ${c.found}. Put one library.csv in it, or name the CSV file itself.`,
  'import.no_such': (c) =>
    `There is no file or folder ${c.path}. Check how it is written; a relative path begins at this folder.`,
};

/** @returns undefined for an error that is not about importing */
export function sentenceFor(error: AppError): string | undefined {
  return SENTENCES[error.code]?.(error.context);
}
