import { beforeEach, describe, expect, it } from 'vitest';
import type { Track } from '../../../src/domain/track.ts';
import { AppError } from '../../../src/errors.ts';
import { type Library, openLibrary } from '../../../src/music/library/library.ts';
import { checkTrack } from '../../../src/music/library/track-record.ts';
import { type MemoryEntry, openMemory } from '../../../src/storage/memory.ts';
import { silent } from '../../storage/silent.ts';
import { track } from '../../support/track.ts';

const titles = (tracks: readonly Track[]) => tracks.map((t) => t.title);

describe('library', () => {
  let maps: Map<string, Map<string, MemoryEntry>>;
  let library: Library;

  const open = async () =>
    openLibrary({
      tracks: openMemory({ logger: silent, maps }).namespace<Track>('tracks', checkTrack),
      folder: '/music',
      demoRoot: '/project/library',
      logger: silent,
    });

  beforeEach(async () => {
    maps = new Map();
    library = await open();
  });

  it('shelves by mood and language, and again after a restart', async () => {
    await library.add([track('a'), track('b', { mood: 'sad' }), track('c', { language: 'te' }), track('d')]);
    for (const seen of [library, await open()]) {
      expect(seen.size).toBe(4);
      expect(seen.shelf('happy', 'ta').map((t) => t.id)).toEqual(['a', 'd']);
      expect(seen.shelf('calm', 'ta')).toEqual([]);
      expect(seen.shelves()).toContainEqual({ mood: 'happy', language: 'ta', count: 2 });
      expect(seen.shelves()).toHaveLength(3);
      expect(seen.languages()).toEqual([
        { tag: 'ta', count: 3 },
        { tag: 'te', count: 1 },
      ]);
      expect(seen.get('c')?.language).toBe('te');
    }
  });

  it('moves a track that comes again with another mood', async () => {
    await library.add([track('a', { title: 'Before' })]);
    expect(library.shelf('happy', 'ta')).toHaveLength(1);
    await library.add([track('a', { mood: 'sad', title: 'After' })]);
    expect(library.shelf('happy', 'ta')).toEqual([]);
    expect(titles(library.shelf('sad', 'ta'))).toEqual(['After']);
    expect(library.search('before', 5)).toEqual([]);
    expect(titles(library.search('after', 5))).toEqual(['After']);
    expect(library.size).toBe(1);
  });

  it('removes from shelf, search and store', async () => {
    await library.add([track('a', { title: 'Gone' }), track('b')]);
    await library.remove(['a', 'unknown']);
    expect(library.get('a')).toBeUndefined();
    expect(library.shelf('happy', 'ta').map((t) => t.id)).toEqual(['b']);
    expect(library.search('gone', 5)).toEqual([]);
    expect((await open()).size).toBe(1);
  });

  it('shelves nothing that could not be stored', async () => {
    await expect(
      library.add([track('a'), { ...track('b'), mood: 'gloomy' } as unknown as Track]),
    ).rejects.toThrow('store.bad_record');
    expect(library.size).toBe(0);
  });

  it('leaves out stored records that are no tracks', async () => {
    await library.add([track('a'), track('b')]);
    maps.get('tracks')?.set('b', { value: '{"value":{"id":"b"}}', expires: undefined });
    maps.get('tracks')?.set('c', { value: JSON.stringify({ value: track('other') }), expires: undefined });
    expect((await open()).size).toBe(1);
  });

  it.each(['', '**bold**', 'klingon', 'ta-IN', '__proto__'])(
    'takes no track in the language "%s", which nobody could name',
    async (language) => {
      await expect(library.add([{ ...track('a'), language }])).rejects.toThrow('store.bad_record');
      const value = JSON.stringify({ value: { ...track('a'), language } });
      maps.get('tracks')?.set('a', { value, expires: undefined });
      expect((await open()).languages()).toEqual([]);
    },
  );

  describe('search', () => {
    beforeEach(() =>
      library.add([
        track('1', {
          title: 'Kurai Ondrum Illai',
          artist: 'M. S. Subbulakshmi',
          language: 'ta',
          mood: 'calm',
        }),
        track('2', { title: 'வசந்தம்', artist: 'இளையராஜா', album: 'தென்றல்' }),
        track('3', { title: 'Café del Mar', artist: 'Beyoncé', language: 'en', mood: 'energetic' }),
        track('4', { title: '晴天', artist: '周杰倫', language: 'zh', mood: 'sad' }),
        track('5', { title: 'ยินดี', artist: 'เบิร์ด', language: 'th' }),
        track('6', { title: 'Morning', artist: 'Demo', note: 'raga Mohanam (Carnatic)', language: 'zxx' }),
        track('7', { title: 'Tum Hi Ho', artist: 'Arijit', language: 'hi', mood: 'sad' }),
        track('8', { title: 'Rock (Live) [2019]', artist: 'AC/DC', language: 'en', mood: 'energetic' }),
      ]),
    );

    it.each([
      ['kurai', '1'],
      ['kur', '1'],
      ['subbulaksmi', '1'],
      ['illai kurai', '1'],
      ['வசந்', '2'],
      ['இளையராஜா', '2'],
      ['தென்றல்', '2'],
      ['CAFE', '3'],
      ['beyonce', '3'],
      ['Beyoncé', '3'],
      ['晴', '4'],
      ['天', '4'],
      ['杰倫', '4'],
      ['ยินดี', '5'],
      ['mohanam', '6'],
      ['instrumental', '6'],
      ['tum hi', '7'],
      ['sad hindi', '7'],
      ['हिन्दी', '7'],
      ['ac/dc', '8'],
      ['live 2019', '8'],
    ])('%s finds it first', (query, id) => {
      expect(library.search(query, 10)[0]?.id).toBe(id);
    });

    it('gives no more than wanted and nothing for nothing', () => {
      expect(library.search('happy', 1)).toHaveLength(1);
      expect(library.search('', 10)).toEqual([]);
      expect(library.search('?!(*', 10)).toEqual([]);
      expect(library.search('zzzzzzz', 10)).toEqual([]);
    });
  });

  describe('pathOf', () => {
    it('joins what is inside and takes absolute paths of imports', () => {
      expect(library.pathOf(track('a', { file: 'imported/a.opus' }))).toBe('/music/imported/a.opus');
      expect(library.pathOf(track('a', { file: '/elsewhere/a.opus' }))).toBe('/elsewhere/a.opus');
      expect(library.pathOf(track('a', { file: 'demo/a.opus', source: 'demo' }))).toBe(
        '/project/library/demo/a.opus',
      );
      expect(library.pathOf(track('a', { file: 'x/../..b/a.opus' }))).toBe('/music/..b/a.opus');
    });

    it.each([
      ['../etc/passwd', 'import'],
      ['imported/../../secret', 'import'],
      ['..', 'import'],
      ['', 'import'],
      ['/etc/passwd', 'demo'],
      ['demo/../../main.ts', 'demo'],
    ] as const)('refuses %s of a %s track', (file, source) => {
      expect(() => library.pathOf(track('a', { file, source }))).toThrow(AppError);
    });
  });
});
