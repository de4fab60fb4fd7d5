/** The committed files themselves: what a newcomer hears first. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import mediaplex from 'mediaplex';
import { beforeAll, describe, expect, it } from 'vitest';
import { MOODS } from '../../../src/domain/mood.ts';
import type { Track } from '../../../src/domain/track.ts';
import { idOf } from '../../../src/music/demo/compose/plan.ts';
import { integratedLoudness, truePeak } from '../../../src/music/demo/loudness.ts';
import { PIECES } from '../../../src/music/demo/pieces/all.ts';
import { OggPageReader } from '../../../src/music/ogg/page-reader.ts';

const library = join(import.meta.dirname, '../../../library');
const index = JSON.parse(await readFile(join(library, 'demo/index.json'), 'utf8')) as {
  version: number;
  tracks: Track[];
};

interface Heard {
  readonly left: Float32Array;
  readonly right: Float32Array;
  readonly head: Buffer;
  readonly tags: string;
}

/** Decodes a file as a player does: drops the pre-skip, and what the last page says is beyond the end. */
async function hear(track: Track): Promise<Heard> {
  const bytes = await readFile(join(library, track.file));
  const pages = new OggPageReader().push(bytes);
  const [head, tags, ...packets] = pages.flatMap((page) => page.packets);
  if (head === undefined || tags === undefined) throw new Error(`${track.file} has no headers`);
  const preSkip = head.readUInt16LE(10);
  // The granule position of the last page ends the stream (RFC 7845, section 4.5).
  const lastPage = bytes.lastIndexOf('OggS', undefined, 'latin1');
  const samples = Number(bytes.readBigInt64LE(lastPage + 6)) - preSkip;
  const decoder = new mediaplex.OpusEncoder(48_000, 2);
  const left = new Float32Array(samples);
  const right = new Float32Array(samples);
  packets.forEach((packet, i) => {
    const pcm = decoder.decode(Buffer.from(packet));
    for (let n = 0; n < pcm.length / 4; n++) {
      const at = i * 960 + n - preSkip;
      if (at < 0 || at >= samples) continue;
      left[at] = pcm.readInt16LE(4 * n) / 32768;
      right[at] = pcm.readInt16LE(4 * n + 2) / 32768;
    }
  });
  return { left, right, head, tags: tags.toString('utf8') };
}

/** Loudness of each tenth of a second, without its mean: the shape of a piece in time. */
function outline({ left }: Heard): number[] {
  const frames = Array.from({ length: 440 }, (_, i) => {
    const part = left.subarray(i * 4800, (i + 1) * 4800);
    return Math.log(1e-4 + Math.sqrt(part.reduce((sum, x) => sum + x * x, 0) / 4800));
  });
  const mean = frames.reduce((sum, x) => sum + x, 0) / frames.length;
  return frames.map((x) => x - mean);
}

/** Four seconds from within, where all players are in. */
const passage = ({ left }: Heard) => left.subarray(30 * 48_000, 34 * 48_000);

function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const x = a[i] ?? 0;
    const y = b[i] ?? 0;
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return ab / Math.sqrt(aa * bb);
}

describe('the demo index', () => {
  it('lists two pieces for each mood and language, as the table of pieces has them', () => {
    expect(index.version).toBe(1);
    expect(index.tracks.map(({ id }) => id)).toEqual(PIECES.map(idOf));
    for (const language of ['en', 'ta', 'hi', 'te', 'zxx'])
      for (const mood of MOODS)
        expect(index.tracks.filter((t) => t.language === language && t.mood === mood)).toHaveLength(2);
  });

  it('is honest: an artist that says demo, the public domain, and what each piece is made of', () => {
    for (const track of index.tracks) {
      expect(track).toMatchObject({ artist: 'Ragamala demo', licence: 'CC0-1.0', source: 'demo' });
      expect(track.note).toMatch(/\d+ bpm$/);
      expect(track.file.startsWith(`demo/${track.language}/${track.mood}-`)).toBe(true);
    }
    expect(new Set(index.tracks.map(({ title }) => title)).size).toBe(index.tracks.length);
  });

  it('is small enough for a repository: at most 15 MB in all', async () => {
    const sizes = await Promise.all(
      index.tracks.map(async ({ file }) => (await stat(join(library, file))).size),
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(15e6);
  });
});

describe('the demo files', () => {
  const heard = new Map<string, Heard>();
  const of = (track: Track): Heard => {
    const sound = heard.get(track.id);
    if (sound === undefined) throw new Error(`${track.id} was not decoded`);
    return sound;
  };
  beforeAll(async () => {
    for (const track of index.tracks) heard.set(track.id, await hear(track));
  }, 300_000);

  it.each(index.tracks.map((track) => [track.id, track] as const))(
    '%s: 48 kHz stereo of 45 to 60 s, -16 LUFS, peaks under -1 dBTP, no click, no silence',
    (_, track) => {
      const { left, right, head, tags } = of(track);
      expect([head.readUInt8(9), head.readUInt32LE(12)]).toEqual([2, 48_000]);
      expect(Math.abs(left.length / 48 - track.durationMs)).toBeLessThan(1);
      expect(track.durationMs).toBeGreaterThanOrEqual(45_000);
      expect(track.durationMs).toBeLessThanOrEqual(60_000);
      const loudness = integratedLoudness([left, right]);
      expect(Math.abs(loudness + 16)).toBeLessThanOrEqual(0.5);
      expect(Math.abs(loudness - (track.loudnessLufs ?? 0))).toBeLessThan(0.1);
      expect(truePeak([left, right])).toBeLessThanOrEqual(-1);
      expect(tags).toContain(`TITLE=${track.title}`);
      expect(tags).toContain('LICENSE=CC0-1.0');
      expect(tags).toContain('composed and played by a program');
      // Begins and ends in silence, and never falls silent in between.
      expect(Math.max(...left.subarray(0, 100).map(Math.abs))).toBeLessThan(0.01);
      expect(Math.max(...left.subarray(-100).map(Math.abs))).toBeLessThan(0.01);
      const tenths = outline(of(track)).length;
      const quiet = Array.from({ length: tenths }, (_, i) => left.subarray(i * 4800, (i + 1) * 4800)).filter(
        (part) => Math.max(...part.map(Math.abs)) < 0.001,
      );
      expect(quiet.length / tenths).toBeLessThan(0.05);
      // Two channels that are not one.
      expect(correlation(left, right)).toBeLessThan(0.99);
    },
    60_000,
  );

  it('are all different from each other, in their samples and in their shape', () => {
    const shapes = new Map(index.tracks.map((track) => [track.id, outline(of(track))]));
    const alike = index.tracks.flatMap((a, i) =>
      index.tracks.slice(i + 1).flatMap((b) => {
        const samples = correlation(passage(of(a)), passage(of(b)));
        const shape = correlation(shapes.get(a.id) ?? [], shapes.get(b.id) ?? []);
        return Math.abs(samples) > 0.2 || shape > 0.9 ? [`${a.id} ${b.id} ${samples} ${shape}`] : [];
      }),
    );
    expect(alike).toEqual([]);
  }, 120_000);
});
