import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Track } from '../../../../src/domain/track.ts';
import { AppError } from '../../../../src/errors.ts';
import { importTable, type Outcome } from '../../../../src/music/library/import/importer.ts';
import { sentenceFor } from '../../../../src/music/library/import/sentences.ts';
import { sniffAudio } from '../../../../src/music/library/import/sniff.ts';
import { parseTable } from '../../../../src/music/library/import/table.ts';
import { type Library, openLibrary } from '../../../../src/music/library/library.ts';
import { checkTrack } from '../../../../src/music/library/track-record.ts';
import { createTranscoder, type Transcoder } from '../../../../src/music/library/transcoder.ts';
import { type MemoryEntry, openMemory } from '../../../../src/storage/memory.ts';
import { silent } from '../../../storage/silent.ts';
import { opusFile, packets } from './ogg.ts';
import { encodeTo, hasFfmpeg, listen, writeWav } from './sounds.ts';

const HEADER = 'title,artist,mood,language,path';

describe('importTable', () => {
  let base: string;
  let folder: string;
  let maps: Map<string, Map<string, MemoryEntry>>;
  let library: Library;
  let transcoder: Transcoder;

  beforeEach(async () => {
    const root = mkdtempSync(join(tmpdir(), 'ragamala-import-'));
    base = join(root, 'host');
    folder = join(root, 'library');
    mkdirSync(base);
    maps = new Map();
    library = await openLibrary({
      tracks: openMemory({ logger: silent, maps }).namespace<Track>('tracks', checkTrack),
      folder,
      logger: silent,
    });
    transcoder = createTranscoder();
  });
  afterEach(() => {
    transcoder.close();
    rmSync(join(base, '..'), { recursive: true, force: true });
  });

  const write = (name: string, bytes: Uint8Array | string) => {
    mkdirSync(join(base, name, '..'), { recursive: true });
    writeFileSync(join(base, name), bytes);
  };

  async function run(
    rows: string,
    o: { dryRun?: boolean; transcoder?: Pick<Transcoder, 'identify' | 'convert'> } = {},
  ) {
    const outcomes: Outcome[] = [];
    const table = parseTable(Buffer.from(`${HEADER}\n${rows}`));
    for await (const outcome of importTable(table, { base, library, folder, transcoder, ...o }))
      outcomes.push(outcome);
    return outcomes;
  }

  const codes = (outcomes: readonly Outcome[]) =>
    outcomes.map((outcome) => (outcome.status === 'refused' ? outcome.error.code : outcome.status));
  const imported = () => (existsSync(join(folder, 'imported')) ? readdirSync(join(folder, 'imported')) : []);

  it('takes Ogg/Opus byte for byte', async () => {
    write('music/a.opus', opusFile(packets(200)));
    const [outcome] = await run('வசந்தம்,இளையராஜா,neutral,தமிழ்,music/a.opus');
    expect(outcome).toMatchObject({ status: 'added', line: 2, converted: false });
    const [track] = library.shelf('calm', 'ta');
    expect(track).toMatchObject({ title: 'வசந்தம்', artist: 'இளையராஜா', source: 'import', durationMs: 3994 });
    expect(readFileSync(library.pathOf(track as Track)).equals(opusFile(packets(200)))).toBe(true);
    expect(imported()).toEqual([`${track?.id}.opus`]);
  });

  it('goes on after every kind of bad row, and says why each is bad', async () => {
    write('good.opus', opusFile(packets(100)));
    write('cut.opus', opusFile(packets(100)).subarray(0, 500));
    write('text.mp3', 'title,artist\n'.repeat(100));
    write('zeros.mp3', Buffer.alloc(100_000));
    write('empty.flac', '');
    write('short.opus', opusFile(packets(20)));
    write('huge.wav', 'RIFF');
    truncateSync(join(base, 'huge.wav'), 2 * 2 ** 30 + 1);
    mkdirSync(join(base, 'folder.opus'));
    const outcomes = await run(
      [
        'A,B,blue,ta,good.opus',
        'A,B,happy,klingon,good.opus',
        'A,B,happy,ta,missing.opus',
        'A,B,happy,ta,cut.opus',
        'A,B,happy,ta,text.mp3',
        'A,B,happy,ta,zeros.mp3',
        'A,B,happy,ta,empty.flac',
        'A,B,happy,ta,short.opus',
        'A,B,happy,ta,huge.wav',
        'A,B,happy,ta,folder.opus',
        'A,B,happy,ta,good.opus/inside.opus',
        'A,B,happy,ta,good.opus',
      ].join('\n'),
    );
    expect(codes(outcomes)).toEqual([
      'import.row',
      'import.row',
      'import.missing',
      'import.damaged',
      'import.not_audio',
      'import.not_audio',
      'import.empty',
      'import.too_short',
      'import.too_large',
      'import.not_a_file',
      'import.missing',
      'added',
    ]);
    expect(outcomes.map((outcome) => outcome.line)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
    for (const outcome of outcomes) {
      if (outcome.status === 'refused')
        expect(sentenceFor(outcome.error), outcome.error.code).toMatch(/^.{20,}\.$/);
    }
    expect(imported()).toHaveLength(1);
  });

  it('names what it has already, in this table and in the library', async () => {
    write('a.opus', opusFile(packets(100)));
    write('tagged.opus', opusFile(packets(100), { comment: 'other tags' }));
    const first = await run('One,B,happy,ta,a.opus\nTwo,B,happy,ta,tagged.opus');
    expect(first[1]).toMatchObject({ status: 'skipped', sameAs: 'line 2' });
    const again = await run('One,B,happy,ta,tagged.opus');
    expect(again[0]).toMatchObject({ status: 'skipped', sameAs: '"One" in the library' });
    expect(library.size).toBe(1);
  });

  it('takes over what a table says anew of a recording it knows', async () => {
    write('a.opus', opusFile(packets(100)));
    await run('One,B,happy,ta,a.opus');
    expect(codes(await run('One,B,sad,te,a.opus'))).toEqual(['updated']);
    expect(library.shelf('happy', 'ta')).toEqual([]);
    expect(library.shelf('sad', 'te')).toHaveLength(1);
    expect(imported()).toHaveLength(1);
  });

  it('puts a lost file back', async () => {
    write('a.opus', opusFile(packets(100)));
    await run('One,B,happy,ta,a.opus');
    rmSync(join(folder, 'imported'), { recursive: true });
    expect(codes(await run('One,B,happy,ta,a.opus'))).toEqual(['added']);
    expect(imported()).toHaveLength(1);
    expect(library.size).toBe(1);
  });

  it('finds files by absolute path, outside the folder, behind a link, and as other systems write them', async () => {
    const names = ['plain.opus', 'sub/deep.opus', `${'é'.normalize('NFD')}.opus`];
    for (const [i, name] of names.entries()) write(name, opusFile(packets(100, i)));
    writeFileSync(join(base, '..', 'outside.opus'), opusFile(packets(100, 10)));
    symlinkSync(join(base, '..', 'linked-to.opus'), join(base, 'link.opus'));
    writeFileSync(join(base, '..', 'linked-to.opus'), opusFile(packets(100, 11)));
    const rows = [
      join(base, 'plain.opus'),
      'sub\\deep.opus',
      `${'é'.normalize('NFC')}.opus`,
      '../outside.opus',
      'link.opus',
    ];
    expect(codes(await run(rows.map((path) => `A,B,happy,ta,${path}`).join('\n')))).toEqual(
      rows.map(() => 'added'),
    );
    expect(imported()).toHaveLength(rows.length);
  });

  it('writes nothing on a dry run, and finds the same faults', async () => {
    write('a.opus', opusFile(packets(100)));
    const rows = 'A,B,happy,ta,a.opus\nA,B,happy,ta,a.opus\nA,B,happy,ta,missing.opus';
    expect(codes(await run(rows, { dryRun: true }))).toEqual(['added', 'skipped', 'import.missing']);
    expect(library.size).toBe(0);
    expect(existsSync(folder)).toBe(false);
  });

  it('stops when records cannot be kept, and keeps what it had', async () => {
    for (const i of [1, 2, 3]) write(`${i}.opus`, opusFile(packets(100, i)));
    const add = library.add;
    let calls = 0;
    library.add = async (tracks) => {
      if (++calls === 2) throw new AppError('store.full', { file: 'x' });
      return add(tracks);
    };
    await expect(run('A,B,happy,ta,1.opus\nB,B,happy,ta,2.opus\nC,B,happy,ta,3.opus')).rejects.toThrow(
      'store.full',
    );
    expect(library.size).toBe(1);
    expect(calls).toBe(2);
  });

  it('says what is missing without FFmpeg, and takes Ogg/Opus all the same', async () => {
    writeWav(join(base, 'a.wav'), { seconds: 2, pitch: 440 });
    write('b.opus', opusFile(packets(100)));
    write('c.opus', opusFile(packets(100, 2), { gain: 256 }));
    const missing = async () => {
      throw new AppError('import.ffmpeg_missing', { file: 'a.wav', problem: 'not found' });
    };
    const outcomes = await run('A,B,happy,ta,a.wav\nB,B,happy,ta,b.opus\nC,B,happy,ta,c.opus', {
      transcoder: { identify: missing, convert: missing },
    });
    expect(codes(outcomes)).toEqual(['import.ffmpeg_missing', 'added', 'import.ffmpeg_missing']);
  });

  it('clears away what a killed import left, but nothing of one that runs', async () => {
    mkdirSync(join(folder, 'imported'), { recursive: true });
    for (const name of ['old.opus.1.tmp', 'new.opus.2.tmp', 'kept.opus'])
      writeFileSync(join(folder, 'imported', name), 'x');
    utimesSync(join(folder, 'imported', 'old.opus.1.tmp'), new Date(0), new Date(0));
    await run('');
    expect(imported().sort()).toEqual(['kept.opus', 'new.opus.2.tmp']);
  });

  describe.skipIf(!hasFfmpeg)('with FFmpeg (skipped without the optional node-av)', () => {
    it('takes MP3, FLAC, M4A, WAV and Ogg Vorbis, whatever they are called, each the music it was', async () => {
      const pitches = {
        'a.wav': 262,
        'b.mp3': 330,
        'c.flac': 392,
        'd.m4a': 494,
        'e.ogg': 587,
        'f.m4a': 659,
        'g.opus': 784,
      };
      const codings = ['wav', 'mp3', 'flac', 'm4a', 'vorbis', 'alac', 'opus'] as const;
      const names = Object.keys(pitches) as (keyof typeof pitches)[];
      for (const [i, name] of names.entries()) {
        const coding = codings[i] ?? 'wav';
        const source = writeWav(join(base, coding === 'wav' ? name : `${name}.source`), {
          seconds: 3,
          pitch: pitches[name],
        });
        // 60 ms packets: Ogg/Opus that Discord cannot play as it is.
        const options = coding === 'opus' ? { frame_duration: 60 } : {};
        if (coding !== 'wav') await encodeTo(coding, source, join(base, name), { options });
      }
      copyFileSync(join(base, 'b.mp3'), join(base, 'really-an-mp3.wav'));
      const outcomes = await run(
        [...names, 'really-an-mp3.wav'].map((name) => `${name},B,happy,ta,${name}`).join('\n'),
      );
      expect(codes(outcomes)).toEqual([...names.map(() => 'added'), 'skipped']);
      for (const [i, outcome] of outcomes.slice(0, -1).entries()) {
        if (outcome.status !== 'added') throw new Error('not added');
        const name = names[i] as keyof typeof pitches;
        expect(outcome.converted, name).toBe(true);
        const heard = await listen(library.pathOf(outcome.track), Object.values(pitches));
        expect(heard.pitch, name).toBe(pitches[name]);
        expect(Math.abs(heard.lufs + 16), name).toBeLessThanOrEqual(0.5);
        expect(heard.truePeakDb, name).toBeLessThanOrEqual(-1);
        expect(Math.abs(outcome.track.durationMs - 3000), name).toBeLessThan(120);
        expect(outcome.track.loudnessLufs, name).toBeCloseTo(heard.lufs, 1);
      }
    });

    it('refuses silence and broken audio, leaving no file behind', async () => {
      writeWav(join(base, 'silence.wav'), { seconds: 2, pitch: 440, level: 0 });
      write('broken.flac', Buffer.concat([Buffer.from('fLaC'), Buffer.alloc(5000, 0xaa)]));
      write('broken.m4a', Buffer.concat([Buffer.from('\0\0\0\x20ftypM4A '), Buffer.alloc(5000, 0x55)]));
      write(
        'broken.mp3',
        Buffer.concat([
          Buffer.from('ID3\x04\0\0\0\0\0\0'),
          Buffer.from([0xff, 0xfb, 0x90, 0]),
          Buffer.alloc(5000, 1),
        ]),
      );
      const names = ['silence.wav', 'broken.flac', 'broken.m4a', 'broken.mp3'];
      const outcomes = await run(names.map((name) => `A,B,happy,ta,${name}`).join('\n'));
      expect(codes(outcomes)[0]).toBe('import.silent');
      for (const code of codes(outcomes).slice(1))
        expect(code).toMatch(/^import\.(undecodable|failed|silent|damaged|too_short)$/);
      expect(imported()).toEqual([]);
      expect(library.size).toBe(0);
    });
  });
});

describe('sniffAudio', () => {
  it.each<[string, Buffer, string | undefined]>([
    [
      'ID3 before MP3',
      Buffer.concat([
        Buffer.from('ID3\x04\0\0\0\0\x02\x00', 'latin1'),
        Buffer.alloc(256),
        Buffer.from([0xff, 0xfb, 0x90, 0x64]),
      ]),
      'MP3',
    ],
    [
      'ID3 before FLAC',
      Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\0\x0a', 'latin1'), Buffer.alloc(10), Buffer.from('fLaC')]),
      'FLAC',
    ],
    ['RF64', Buffer.from('RF64\xff\xff\xff\xffWAVEds64', 'latin1'), 'WAV'],
    ['AVI', Buffer.from('RIFF\0\0\0\0AVI LIST', 'latin1'), undefined],
    ['ADTS', Buffer.from([0xff, 0xf1, 0x50, 0x80, 0, 0]), undefined],
    ['ones', Buffer.alloc(100, 0xff), undefined],
    ['a playlist', Buffer.from('#EXTM3U\n'), undefined],
    ['one byte', Buffer.from([0xff]), undefined],
  ])('%s', async (_name, bytes, kind) => {
    const folder = mkdtempSync(join(tmpdir(), 'ragamala-sniff-'));
    writeFileSync(join(folder, 'x'), bytes);
    expect((await sniffAudio(join(folder, 'x')))?.name).toBe(kind);
    rmSync(folder, { recursive: true });
  });
});
