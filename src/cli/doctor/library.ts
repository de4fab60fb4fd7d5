/** Whether the store opens, what stands on the shelves, and whether the files are there. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../config.ts';
import { languageOf } from '../../domain/language.ts';
import { MOODS } from '../../domain/mood.ts';
import type { Track } from '../../domain/track.ts';
import { AppError, messageOf } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import { type Library, openLibrary } from '../../music/library/library.ts';
import { checkTrack } from '../../music/library/track-record.ts';
import { openStore } from '../../storage/open.ts';
import { type Finding, failed, fine, inform } from './finding.ts';

/** More missing files than this are counted, not named. */
const NAMED = 3;

export async function* checkLibrary(config: Config, logger: Logger): AsyncGenerator<Finding> {
  try {
    const store = await openStore(config.store, { logger, root: config.root });
    try {
      await store.ping();
      yield fine('store', 'opens, reads and writes');
      const library = await openLibrary({
        tracks: store.namespace<Track>('tracks', checkTrack),
        folder: config.library,
        demoRoot: join(config.root, 'library'),
        logger,
      });
      yield shelvesOf(library);
      yield await filesOf(library);
    } finally {
      await store.close();
    }
  } catch (error) {
    const { problem, remedy } = error instanceof AppError ? error.context : {};
    yield failed(
      'store',
      `${error instanceof AppError ? `${error.code}: ` : ''}${problem ?? messageOf(error)}`,
      String(remedy ?? 'Check STORE.'),
    );
  }
}

function shelvesOf(library: Library): Finding {
  if (library.size === 0)
    return inform(
      'tracks',
      'the store is empty',
      'npm start fills it with demo pieces; npm run import adds music.',
    );
  const shelves = library
    .languages()
    .map(
      ({ tag }) =>
        `${languageOf(tag).english} ${MOODS.map((mood) => library.shelf(mood, tag).length).join('/')}`,
    );
  return fine('tracks', `${library.size} (${MOODS.join('/')}): ${shelves.join(', ')}`);
}

async function filesOf(library: Library): Promise<Finding> {
  const missing: string[] = [];
  for (const { mood, language } of library.shelves()) {
    for (const track of library.shelf(mood, language)) {
      const isThere = await stat(library.pathOf(track)).then(
        (found) => found.isFile(),
        () => false,
      );
      if (!isThere) missing.push(track.file);
    }
  }
  if (missing.length === 0) return fine('files', 'every track has its file');
  const named = missing.slice(0, NAMED).join(', ');
  return failed(
    'files',
    `${missing.length} of ${library.size} tracks have no file: ${named}${missing.length > NAMED ? ', …' : ''}`,
    'Put the files back, or check LIBRARY; until then these tracks are skipped.',
  );
}
