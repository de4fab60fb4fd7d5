/** Adds music to the library: npm run import -- FILE.csv|FOLDER [--json] [--dry-run] */
import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import type { Track } from '../domain/track.ts';
import { AppError } from '../errors.ts';
import { createLogger } from '../logger.ts';
import { importTable, type Outcome } from '../music/library/import/importer.ts';
import { sentenceFor } from '../music/library/import/sentences.ts';
import { parseTable, type Table } from '../music/library/import/table.ts';
import { openLibrary } from '../music/library/library.ts';
import { checkTrack } from '../music/library/track-record.ts';
import { createTranscoder } from '../music/library/transcoder.ts';
import { openStore } from '../storage/open.ts';
import { complain, print, printJson, runCommand, sentenceOf, UsageError } from './command-line.ts';
import { createProgress } from './progress.ts';

const USAGE = `usage: npm run import -- FILE.csv|FOLDER [--json] [--dry-run]

  Adds the tracks of a table with the columns title,artist,mood,language,path (see docs/library.md). A folder is one
  that holds such a table: library.csv, or its only *.csv.
  --json       one object a row: {line, path, title, status, ...}, then {summary: {added, updated, skipped, refused}}
  --dry-run    checks everything and adds nothing
  STORE and LIBRARY say where to, as for the bot.`;

await runCommand(USAGE, async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, 'dry-run': { type: 'boolean', default: false } },
  });
  const [given] = positionals;
  if (given === undefined || positionals.length > 1) throw new UsageError('expected one table or folder');
  return told(() => importFrom(resolve(given), { json: values.json, dryRun: values['dry-run'] }));
});

async function importFrom(given: string, o: { json: boolean; dryRun: boolean }): Promise<number> {
  const root = resolve(import.meta.dirname, '../..');
  const config = readConfig(process.env, root);
  const file = await tableIn(given);
  const table = parseTable(await readFile(file));
  const logger = createLogger('warn');
  const store = await openStore(config.store, { logger, root });
  const transcoder = createTranscoder();
  const progress = createProgress(process.stderr, table.rows.length + table.broken.length);
  const summary = { added: 0, updated: 0, skipped: 0, refused: 0 };
  try {
    const library = await openLibrary({
      tracks: store.namespace<Track>('tracks', checkTrack),
      folder: config.library,
      demoRoot: join(root, 'library'),
      logger,
    });
    const { dryRun } = o;
    for await (const outcome of importTable(table, {
      base: dirname(file),
      library,
      folder: config.library,
      transcoder,
      dryRun,
    })) {
      summary[outcome.status] += 1;
      progress.clear();
      if (o.json) printJson(asJson(outcome));
      else if (outcome.status !== 'added') complain(asLine(outcome));
      progress.step(outcome.title);
    }
  } finally {
    progress.clear();
    transcoder.close();
    await store.close();
  }
  if (o.json) printJson({ summary, dryRun: o.dryRun });
  else print(asSummary(summary, table, o.dryRun));
  return summary.refused > 0 ? 1 : 0;
}

/** The table itself, or the one in a folder. */
async function tableIn(given: string): Promise<string> {
  const found = await stat(given).catch(() => undefined);
  if (found === undefined) throw new AppError('import.no_such', { path: given });
  if (!found.isDirectory()) return given;
  const tables = (await readdir(given)).filter((name) => /^[^.].*\.csv$/i.test(name));
  const name = tables.find((table) => table.toLowerCase() === 'library.csv') ?? tables[0];
  if (name === undefined) throw new AppError('import.no_table', { folder: given, found: 'no *.csv' });
  if (tables.length > 1 && name.toLowerCase() !== 'library.csv') {
    throw new AppError('import.no_table', {
      folder: given,
      found: `${tables.length} tables and no library.csv`,
    });
  }
  return join(given, name);
}

/** Errors about importing are told as sentences, all others in full. */
async function told(work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    const sentence = error instanceof AppError ? sentenceFor(error) : undefined;
    complain(sentence ?? sentenceOf(error));
    return 1;
  }
}

function asJson({ line, path, title, ...result }: Outcome): object {
  const about = { line, path, title, status: result.status };
  if (result.status === 'refused') {
    return { ...about, code: result.error.code, reason: sentenceFor(result.error) ?? result.error.message };
  }
  if (result.status === 'skipped') return { ...about, id: result.id, sameAs: result.sameAs };
  const { id, file, mood, language, durationMs, loudnessLufs } = result.track;
  return { ...about, id, file, mood, language, durationMs, loudnessLufs, converted: result.converted };
}

function asLine(outcome: Outcome): string {
  const where = `line ${outcome.line}${outcome.title === '' ? '' : `, "${outcome.title}"`}`;
  switch (outcome.status) {
    case 'refused':
      return `refused  ${where}: ${sentenceFor(outcome.error) ?? outcome.error.message}`;
    case 'skipped':
      return `skipped  ${where}: the same recording as ${outcome.sameAs}`;
    default:
      return `${outcome.status.padEnd(8)} ${where}`;
  }
}

function asSummary(s: Record<Outcome['status'], number>, table: Table, dryRun: boolean): string {
  const rows = table.rows.length + table.broken.length;
  const counts = `${s.added} added, ${s.updated} updated, ${s.skipped} skipped, ${s.refused} refused`;
  const more = dryRun
    ? ' Nothing was written: this was a dry run.'
    : s.added + s.updated > 0
      ? ' A running bot knows them after a restart.'
      : '';
  return `${rows} rows: ${counts}.${more}`;
}
