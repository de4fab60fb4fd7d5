/** SQLite's result codes (https://sqlite.org/rescode.html) as errors that say what to do. */
import { AppError, messageOf } from '../errors.ts';

interface Meaning {
  readonly code: string;
  readonly remedy: string;
}

const FULL: Meaning = {
  code: 'store.full',
  remedy:
    'Free space on the disk, or raise the quota or file size limit, and try again; what was saved stays saved.',
};
const CORRUPT: Meaning = {
  code: 'store.corrupt',
  remedy:
    'Stop the bot, move the file aside (with its -wal and -shm, if any) and put a backup in its place, or start with an empty store. Nothing was deleted.',
};
const LOCKED: Meaning = {
  code: 'store.locked',
  remedy: 'Another process holds the file: close it, or wait until it is done, and try again.',
};
const READ_ONLY: Meaning = {
  code: 'store.read_only',
  remedy: 'Let the user that runs the bot write to the file and to its folder.',
};
const UNAVAILABLE: Meaning = {
  code: 'store.unavailable',
  remedy:
    'Check that the path in STORE names a file (not a folder), that the user that runs the bot may read and write it, and that its disk is healthy.',
};

/** Extended codes come first: a quota or RLIMIT_FSIZE shows as a failed write, not as SQLITE_FULL. */
const MEANINGS: ReadonlyMap<number, Meaning> = new Map([
  [778 /* SQLITE_IOERR_WRITE */, FULL],
  [4874 /* SQLITE_IOERR_SHMSIZE */, FULL],
  [5 /* SQLITE_BUSY */, LOCKED],
  [6 /* SQLITE_LOCKED */, LOCKED],
  [8 /* SQLITE_READONLY */, READ_ONLY],
  [11 /* SQLITE_CORRUPT */, CORRUPT],
  [13 /* SQLITE_FULL */, FULL],
  [26 /* SQLITE_NOTADB */, CORRUPT],
]);

/** Texts of sqlite3_errstr(), for an error whose number was lost when it was wrapped. */
const TEXTS: ReadonlyMap<string, number> = new Map([
  ['database is locked', 5],
  ['database table is locked', 6],
  ['attempt to write a readonly database', 8],
  ['disk I/O error', 10],
  ['database disk image is malformed', 11],
  ['database or disk is full', 13],
  ['unable to open database file', 14],
  ['file is not a database', 26],
]);

/**
 * @param file absolute path of the database
 * @returns an AppError with context {file, problem, remedy}; an AppError comes back as it is
 */
export function explainSqlite(error: unknown, file: string): AppError {
  if (error instanceof AppError) return error;
  const problem = messageOf(error);
  const number = codeOf(error, problem);
  const { code, remedy } = MEANINGS.get(number) ?? MEANINGS.get(number & 0xff) ?? UNAVAILABLE;
  return new AppError(code, { file, problem, remedy }, { cause: error });
}

/** The file is no sound database, as a check found out. */
export function corruptFile(file: string, problem: string): AppError {
  return new AppError(CORRUPT.code, { file, problem, remedy: CORRUPT.remedy });
}

function codeOf(error: unknown, message: string): number {
  const { errcode } = error as { errcode?: unknown };
  if (typeof errcode === 'number') return errcode;
  for (const [text, code] of TEXTS) if (message.includes(text)) return code;
  return 0;
}
