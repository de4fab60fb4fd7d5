/** The first start plays at once: an empty store is filled with the demo pieces, once in its life. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Track } from '../../domain/track.ts';
import { messageOf } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import { finite, listOf, object } from '../../storage/shape.ts';
import type { Namespace } from '../../storage/store.ts';
import type { Library } from './library.ts';
import { checkTrack } from './track-record.ts';

/** Noted in the namespace `meta` under `demo`, so that demo pieces which a host deletes do not come back. */
export interface DemoSeeded {
  readonly version: number;
  readonly tracks: number;
}

interface DemoIndex {
  readonly version: number;
  readonly tracks: readonly Track[];
}

const checkIndex = object({ version: finite, tracks: listOf(checkTrack) });

interface Options {
  readonly library: Library;
  readonly meta: Namespace<DemoSeeded>;
  /** Holds index.json and the pieces: `library/demo`. */
  readonly demoFolder: string;
  readonly logger: Logger;
}

/**
 * A missing or damaged demo folder is logged and never stops a start.
 * @returns how many tracks were added
 */
export async function seedDemo(o: Options): Promise<number> {
  if ((await o.meta.get('demo')) !== undefined) return 0;
  if (o.library.size > 0) {
    await o.meta.set('demo', { version: 0, tracks: 0 });
    return 0;
  }
  const index = await readIndex(o);
  if (index === undefined) return 0;
  const tracks = (await Promise.all(index.tracks.map((track) => presentOnly(track, o)))).flat();
  if (tracks.length === 0) return 0;
  await o.library.add(tracks);
  await o.meta.set('demo', { version: index.version, tracks: tracks.length });
  o.logger.info('the empty library is filled with the demo pieces', { tracks: tracks.length });
  return tracks.length;
}

async function readIndex({ demoFolder, logger }: Options): Promise<DemoIndex | undefined> {
  const file = join(demoFolder, 'index.json');
  try {
    const index: unknown = JSON.parse(await readFile(file, 'utf8'));
    const problem = checkIndex(index);
    if (problem === undefined) return index as DemoIndex;
    logger.warn('the demo pieces are left out: their index is not as expected', { file, problem });
  } catch (error) {
    logger.warn('the demo pieces are left out: their index cannot be read', {
      file,
      problem: messageOf(error),
    });
  }
  return undefined;
}

async function presentOnly(track: Track, { library, logger }: Options): Promise<Track[]> {
  try {
    if ((await stat(library.pathOf(track))).isFile()) return [track];
    throw new Error('not a file');
  } catch (error) {
    logger.warn('a demo piece is left out', { id: track.id, file: track.file, problem: messageOf(error) });
    return [];
  }
}
