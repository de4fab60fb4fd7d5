/** Why the player has an Ogg reader of its own (docs/decisions/0001-ogg-demuxer.md), shown beside prism-media's. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import prism from 'prism-media';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Track } from '../../../src/domain/track.ts';
import { openOggOpus } from '../../../src/music/player/ogg-opus.ts';
import { encodeMelody, oggOpusPages } from '../../support/ogg.ts';

const CHUNK = 4_096;
const LIBRARY = resolve(import.meta.dirname, '../../../library');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ragamala-prism-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Our packets, as the player pulls them. */
async function ours(bytes: Buffer): Promise<Buffer[]> {
  const file = join(folder, 'track.opus');
  await writeFile(file, bytes);
  const source = await openOggOpus(file);
  const packets: Buffer[] = [];
  for (let next = source.next(); next !== 'end'; next = source.next()) {
    if (next === 'wait') await new Promise((done) => setImmediate(done));
    else packets.push(next);
  }
  await source.close();
  return packets;
}

/** prism-media's packets, and what ended them if anything did. */
async function prisms(bytes: Buffer): Promise<{ packets: Buffer[]; problem: string | undefined }> {
  const packets: Buffer[] = [];
  const chunks = Array.from({ length: Math.ceil(bytes.length / CHUNK) }, (_, i) =>
    bytes.subarray(i * CHUNK, (i + 1) * CHUNK),
  );
  const demuxer = Readable.from(chunks).pipe(new prism.opus.OggDemuxer());
  try {
    for await (const packet of demuxer) packets.push(packet as Buffer);
    return { packets, problem: undefined };
  } catch (error) {
    return { packets, problem: String(error) };
  }
}

describe('beside the OggDemuxer of prism-media', () => {
  it('gives the same packets of every demo piece, byte for byte', async () => {
    const index = await readFile(join(LIBRARY, 'demo/index.json'), 'utf8');
    const { tracks } = JSON.parse(index) as { tracks: Track[] };
    expect(tracks.length).toBeGreaterThan(0);
    for (const { file } of tracks) {
      const bytes = await readFile(join(LIBRARY, file));
      const { packets, problem } = await prisms(bytes);
      expect(problem, file).toBeUndefined();
      expect(packets.length, file).toBeGreaterThan(45 * 50);
      const mine = await ours(bytes);
      expect(mine.length, file).toBe(packets.length);
      expect(Buffer.concat(mine).equals(Buffer.concat(packets)), file).toBe(true);
    }
  });

  it('reads a file with a cover picture, of which prism-media gives nothing', async () => {
    const { packets } = encodeMelody(1, 2);
    const bytes = Buffer.concat(oggOpusPages(packets, { pictureBytes: 80_000 }));
    expect(await ours(bytes)).toEqual(packets);
    expect(await prisms(bytes)).toEqual({ packets: [], problem: undefined });
  });

  it('leaves a damaged page out, which prism-media passes on or ends at', async () => {
    const { packets } = encodeMelody(2, 2);
    const pages = oggOpusPages(packets, { perPage: 25 });
    const whole = Buffer.concat(pages);
    const bad = pages[3] as Buffer;
    const spoilt = (offset: number) => {
      const copy = Buffer.from(whole);
      const at = whole.indexOf(bad) + offset;
      copy[at] = (copy[at] ?? 0) ^ 0xff;
      return copy;
    };
    const rest = [...packets.slice(0, 25), ...packets.slice(50)];

    const inSound = spoilt(bad.length - 1);
    expect(await ours(inSound)).toEqual(rest);
    const passedOn = await prisms(inSound);
    expect(passedOn.packets).toHaveLength(packets.length);
    expect(passedOn.packets).not.toEqual(packets);

    const inHeader = spoilt(0);
    expect(await ours(inHeader)).toEqual(rest);
    const ended = await prisms(inHeader);
    expect(ended.problem).toContain('capture_pattern');
    expect(ended.packets.length).toBeLessThanOrEqual(25);
  });
});
