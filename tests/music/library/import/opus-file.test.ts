import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Track } from '../../../../src/domain/track.ts';
import { inspectOpus } from '../../../../src/music/library/import/opus-file.ts';
import { oggPage } from '../../../support/ogg.ts';
import { opusFile, packets } from './ogg.ts';

const folder = mkdtempSync(join(tmpdir(), 'ragamala-opus-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;

function saved(bytes: Buffer): string {
  const file = join(folder, `${++count}.opus`);
  writeFileSync(file, bytes);
  return file;
}

const DEMO = resolve(import.meta.dirname, '../../../../library/demo');

describe('inspectOpus', () => {
  it('tells channels and duration from the granule positions', async () => {
    const bytes = opusFile(packets(500), { preSkip: 312, endTrim: 480 });
    expect(await inspectOpus(saved(bytes))).toMatchObject({
      channels: 2,
      durationMs: Math.round((500 * 960 - 312 - 480) / 48),
      obstacle: undefined,
    });
  });

  it('tells the same of a recording cut from a longer one, and of one within a single page', async () => {
    expect(
      (await inspectOpus(saved(opusFile(packets(500), { from: 48_000 * 3600, preSkip: 0 })))).durationMs,
    ).toBe(10_000);
    expect((await inspectOpus(saved(opusFile(packets(50), { endTrim: 960, preSkip: 0 })))).durationMs).toBe(
      980,
    );
  });

  it('knows the audio again under other tags and another stream number', async () => {
    const plain = await inspectOpus(saved(opusFile(packets(100))));
    const tagged = await inspectOpus(
      saved(opusFile(packets(100), { comment: 'x'.repeat(5000), serial: 99 })),
    );
    const other = await inspectOpus(saved(opusFile(packets(100, 2))));
    expect(tagged.audioSha256).toBe(plain.audioSha256);
    expect(other.audioSha256).not.toBe(plain.audioSha256);
  });

  it('reads packets that go over several pages', async () => {
    const long = Buffer.concat([Buffer.from([0xfc]), Buffer.alloc(70_000, 5)]);
    const whole = opusFile([]);
    const [part, rest] = [long.subarray(0, 255 * 255), long.subarray(255 * 255)];
    const pages = [
      oggPage({ packets: [part], serial: 7, sequence: 2, open: true }),
      oggPage({ packets: [rest], serial: 7, sequence: 3, granule: 960, continued: true, last: true }),
    ];
    const { durationMs } = await inspectOpus(saved(Buffer.concat([whole, ...pages])));
    expect(durationMs).toBe(Math.round((960 - 312) / 48));
  });

  it.each([
    ['60 ms packets', opusFile(Array.from({ length: 100 }, () => Buffer.from([0x18, 1, 2]))), /20 ms/],
    [
      'two frames in a packet',
      opusFile(Array.from({ length: 100 }, () => Buffer.from([0xfd, 1, 2]))),
      /20 ms/,
    ],
    ['six channels', opusFile(packets(100), { channels: 6, mapping: 1 }), /6 channels/],
    ['a header that asks for another volume', opusFile(packets(100), { gain: -256 }), /volume/],
  ])('says why it must be coded anew: %s', async (_name, bytes, obstacle) => {
    expect((await inspectOpus(saved(bytes))).obstacle).toMatch(obstacle);
  });

  const good = opusFile(packets(500));
  const flipped = Buffer.from(good);
  flipped[2000] = (flipped[2000] ?? 0) ^ 1;
  const pages = good
    .toString('latin1')
    .split('OggS')
    .slice(1)
    .map((text) => Buffer.from(`OggS${text}`, 'latin1'));
  it.each<[string, Buffer, RegExp]>([
    ['cut within a page', good.subarray(0, good.length - 10), /end is cut off/],
    ['one flipped bit', flipped, /page is damaged/],
    ['a lost page', Buffer.concat([...pages.slice(0, 5), ...pages.slice(6)]), /page 5 is missing/],
    [
      'bytes between pages',
      Buffer.concat([...pages.slice(0, 5), Buffer.alloc(9), ...pages.slice(5)]),
      /page is damaged/,
    ],
    ['a second stream', Buffer.concat([good, opusFile(packets(50), { serial: 8 })]), /more than one stream/],
    ['headers alone', opusFile([]), /no audio/],
    ['nothing but pre-skip', opusFile(packets(1), { preSkip: 5000 }), /no audio/],
    ['a packet of no bytes', opusFile([Buffer.alloc(0), ...packets(60)]), /no Opus packet/],
    [
      'no OpusHead',
      oggPage({ packets: [Buffer.from('hello')], sequence: 0, granule: 0, first: true }),
      /OpusHead/,
    ],
  ])('names the damage: %s', async (_name, bytes, problem) => {
    const error = await inspectOpus(saved(bytes)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'import.damaged' });
    expect((error as { context: { problem: string } }).context.problem).toMatch(problem);
  });

  it('ends in good time on bytes that only look like pages', async () => {
    const hostile = Buffer.concat([good, Buffer.from('OggS'.repeat(200_000))]);
    await expect(inspectOpus(saved(hostile))).rejects.toThrow('import.damaged');
  });

  it('agrees with the demo pieces', async () => {
    const { tracks } = JSON.parse(readFileSync(join(DEMO, 'index.json'), 'utf8')) as { tracks: Track[] };
    expect(tracks.length).toBeGreaterThan(0);
    for (const track of tracks) {
      const found = await inspectOpus(resolve(DEMO, '..', track.file));
      expect(found.obstacle, track.id).toBeUndefined();
      expect(Math.abs(found.durationMs - track.durationMs), track.id).toBeLessThanOrEqual(20);
    }
  });
});
