/** The tracks a host owns: kept in the store, shelved by mood and language in memory. */
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { Mood } from '../../domain/mood.ts';
import type { LanguageTag, Track } from '../../domain/track.ts';
import { AppError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import type { Namespace } from '../../storage/store.ts';
import { createTrackSearch } from './search.ts';

export interface Library {
  readonly size: number;
  get(id: string): Track | undefined;
  /** The tracks of one mood and one language, in the order they came. */
  shelf(mood: Mood, language: LanguageTag): readonly Track[];
  /** Every shelf with tracks. */
  shelves(): { mood: Mood; language: LanguageTag; count: number }[];
  /** Every language with tracks, those with the most first. */
  languages(): { tag: LanguageTag; count: number }[];
  /** By title, artist, album, note, mood or language, in any script, forgiving a typo; best first. */
  search(query: string, limit: number): Track[];
  /** Stores, then shelves; a track with a known id takes the old one's place. Throws AppError `store.…`. */
  add(tracks: readonly Track[]): Promise<void>;
  /** Unknown ids are passed over. Files are left alone. */
  remove(ids: readonly string[]): Promise<void>;
  /**
   * The track's file, absolute. Relative paths stay inside their folder; absolute ones are only for imports.
   * @throws AppError track.path_outside {id, file}
   */
  pathOf(track: Track): string;
}

export interface LibraryOptions {
  readonly tracks: Namespace<Track>;
  /** Absolute path of LIBRARY, to which the files of imported tracks are relative. */
  readonly folder: string;
  /** Absolute path that the files of demo tracks are relative to; LIBRARY when not given. */
  readonly demoRoot?: string;
  readonly logger: Logger;
}

export async function openLibrary(o: LibraryOptions): Promise<Library> {
  const byId = new Map<string, Track>();
  const shelves = new Map<string, Map<string, Track>>();
  /** The shelves as lists, made when asked for and dropped when the shelf changes. */
  const lists = new Map<string, readonly Track[]>();
  const search = createTrackSearch();

  const shelve = (track: Track): void => {
    const key = shelfKey(track.mood, track.language);
    const shelf = shelves.get(key) ?? new Map<string, Track>();
    shelves.set(key, shelf.set(track.id, track));
    lists.delete(key);
    byId.set(track.id, track);
  };

  const unshelve = (id: string): Track | undefined => {
    const track = byId.get(id);
    if (track === undefined) return undefined;
    const key = shelfKey(track.mood, track.language);
    const shelf = shelves.get(key);
    shelf?.delete(id);
    lists.delete(key);
    if (shelf?.size === 0) shelves.delete(key);
    byId.delete(id);
    return track;
  };

  for await (const [id, track] of o.tracks.entries()) {
    if (track.id === id) shelve(track);
    else
      o.logger.error('a stored track has another id than its key and is left out', { key: id, id: track.id });
  }
  search.add([...byId.values()]);

  const library: Library = {
    get size() {
      return byId.size;
    },
    get: (id) => byId.get(id),

    shelf(mood, language) {
      const key = shelfKey(mood, language);
      const list = lists.get(key) ?? [...(shelves.get(key)?.values() ?? [])];
      lists.set(key, list);
      return list;
    },

    shelves() {
      return [...shelves.values()].flatMap((shelf) => {
        const [first] = shelf.values();
        return first === undefined ? [] : [{ mood: first.mood, language: first.language, count: shelf.size }];
      });
    },

    languages() {
      const counts = new Map<LanguageTag, number>();
      for (const { language, count } of library.shelves())
        counts.set(language, (counts.get(language) ?? 0) + count);
      return [...counts].map(([tag, count]) => ({ tag, count })).sort((a, b) => b.count - a.count);
    },

    search(query, limit) {
      return search.find(query, limit).flatMap((id) => byId.get(id) ?? []);
    },

    async add(tracks) {
      const latest = new Map(tracks.map((track) => [track.id, track]));
      await o.tracks.setMany(latest);
      search.remove([...latest.keys()].flatMap((id) => unshelve(id) ?? []));
      for (const track of latest.values()) shelve(track);
      search.add([...latest.values()]);
    },

    async remove(ids) {
      for (const id of ids) {
        await o.tracks.delete(id);
        const track = unshelve(id);
        if (track !== undefined) search.remove([track]);
      }
    },

    pathOf(track) {
      if (isAbsolute(track.file) && track.source === 'import') return track.file;
      const folder = track.source === 'demo' ? (o.demoRoot ?? o.folder) : o.folder;
      const path = resolve(folder, track.file);
      const inside = relative(folder, path);
      if (inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
        throw new AppError('track.path_outside', { id: track.id, file: track.file });
      }
      return path;
    },
  };
  return library;
}

function shelfKey(mood: Mood, language: LanguageTag): string {
  return `${mood} ${language}`;
}
