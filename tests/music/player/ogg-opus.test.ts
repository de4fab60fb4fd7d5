import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../../src/errors.ts';
import { type OggOpusFile, openOggOpus } from '../../../src/music/player/ogg-opus.ts';
import { encodeMelody, oggOpusPages, oggPage, opusHead, opusTags } from '../../support/ogg.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ogg-opus-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(bytes: Uint8Array): Promise<string> {
  const path = join(folder, `${Math.random()}.opus`);
  await writeFile(path, bytes);
  return path;
}

async function readAll(source: OggOpusFile): Promise<Buffer[]> {
  const packets: Buffer[] = [];
  try {
    for (;;) {
      const packet = source.next();
      if (packet === 'end') return packets;
      if (packet === 'wait') await new Promise((done) => setImmediate(done));
      else packets.push(packet);
    }
  } finally {
    await source.close();
  }
}

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof AppError ? error.code : error),
  );

describe('an Ogg/Opus file', () => {
  const { packets } = encodeMelody(1, 6);

  it('gives its packets byte for byte', async () => {
    const source = await openOggOpus(await file(Buffer.concat(oggOpusPages(packets))));
    expect(source.preSkip).toBe(312);
    expect(await readAll(source)).toEqual(packets);
    expect(source.damage).toEqual({ bytes: 0, packets: 0 });
  });

  it('keeps no more than about a second in memory', async () => {
    const long = Array.from({ length: 20_000 }, (_, i) => packets[i % packets.length] as Buffer);
    const source = await openOggOpus(await file(Buffer.concat(oggOpusPages(long))));
    await new Promise((done) => setTimeout(done, 50));
    let ready = 0;
    while (Buffer.isBuffer(source.next())) ready += 1;
    // One chunk of 16 KiB, at most one more that was begun: far from 20,000 packets.
    expect(ready).toBeLessThan(400);
    await source.close();
  });

  it('goes on after a damaged page and says what was lost', async () => {
    const pages = oggOpusPages(packets, { perPage: 25 });
    const bad = pages[4] as Buffer;
    bad[60] = (bad[60] ?? 0) ^ 0xff;
    const source = await openOggOpus(await file(Buffer.concat(pages)));
    const read = await readAll(source);
    expect(read).toEqual([...packets.slice(0, 50), ...packets.slice(75)]);
    expect(source.damage.bytes).toBe(bad.length);
  });

  it('passes over garbage, even garbage that looks like a page, and a last page cut short', async () => {
    const pages = oggOpusPages(packets, { perPage: 25 });
    const fake = Buffer.concat([
      Buffer.from('OggS'),
      Buffer.alloc(22),
      Buffer.from([255]),
      Buffer.alloc(255, 255),
    ]);
    const bytes = [...pages.slice(0, 4), Buffer.from('OggOggSnoise'), ...pages.slice(4, -1), fake];
    const last = pages.at(-1) as Buffer;
    const source = await openOggOpus(
      await file(Buffer.concat([...bytes, last.subarray(0, last.length - 5)])),
    );
    expect(await readAll(source)).toEqual(packets.slice(0, -25));
  });

  it('finds the pages behind a broken length at the very end', async () => {
    const pages = oggOpusPages(packets, { perPage: 50 });
    const fake = Buffer.concat([
      Buffer.from('OggS'),
      Buffer.alloc(22),
      Buffer.from([255]),
      Buffer.alloc(255, 255),
    ]);
    const bytes = Buffer.concat([...pages.slice(0, -1), fake, pages.at(-1) as Buffer]);
    expect(await readAll(await openOggOpus(await file(bytes)))).toEqual(packets);
  });

  it('joins packets that lie on two pages, and tags with a picture on several', async () => {
    const tags = opusTags(255 * 255 + 1000);
    const long = Buffer.alloc(600, 7);
    long[0] = 0xfc; // 20 ms CELT
    const bytes = Buffer.concat([
      oggPage({ packets: [opusHead()], sequence: 0, first: true }),
      oggPage({ packets: [tags.subarray(0, 255 * 255)], sequence: 1, open: true }),
      oggPage({ packets: [tags.subarray(255 * 255)], sequence: 2, continued: true }),
      oggPage({ packets: [packets[0] as Buffer, long.subarray(0, 510)], sequence: 3, open: true }),
      oggPage({ packets: [long.subarray(510), packets[1] as Buffer], sequence: 4, continued: true }),
    ]);
    expect(await readAll(await openOggOpus(await file(bytes)))).toEqual([packets[0], long, packets[1]]);
  });

  it('drops the half of a packet whose other half is gone', async () => {
    const long = Buffer.alloc(600, 7);
    const bytes = Buffer.concat([
      ...oggOpusPages(packets.slice(0, 1)).slice(0, 3),
      oggPage({ packets: [packets[1] as Buffer, long.subarray(0, 510)], sequence: 3, open: true }),
      oggPage({ packets: [packets[2] as Buffer], sequence: 5 }),
      oggPage({ packets: [long.subarray(510), packets[3] as Buffer], sequence: 7, continued: true }),
    ]);
    const source = await openOggOpus(await file(bytes));
    expect(await readAll(source)).toEqual(packets.slice(0, 4));
    expect(source.damage.packets).toBe(2);
  });

  it('plays chained streams one after the other and ignores a stream beside', async () => {
    const other = oggPage({ packets: [Buffer.from('fishead\0')], sequence: 0, serial: 9, first: true });
    const second = oggOpusPages(packets.slice(50, 60), { serial: 2 });
    const bytes = Buffer.concat([other, ...oggOpusPages(packets.slice(0, 50)), ...second]);
    expect(await readAll(await openOggOpus(await file(bytes)))).toEqual(packets.slice(0, 60));
  });

  it('has a name for each way of being no playable file', async () => {
    expect(await code(openOggOpus(join(folder, 'none.opus')))).toBe('track.missing');
    expect(await code(openOggOpus(folder))).toBe('track.unreadable');
    expect(await code(openOggOpus(await file(Buffer.alloc(0))))).toBe('track.empty');
    expect(await code(openOggOpus(await file(Buffer.alloc(200_000, 0xff))))).toBe('track.not_ogg_opus');
    expect(await code(openOggOpus(await file(Buffer.from('ID3 not an Ogg file'))))).toBe(
      'track.not_ogg_opus',
    );
    const headers = oggOpusPages([]);
    expect(await code(openOggOpus(await file(Buffer.concat(headers))))).toBe('track.no_sound');
    const surround = oggPage({ packets: [opusHead({ channels: 6, family: 1 })], sequence: 0, first: true });
    expect(await code(openOggOpus(await file(surround)))).toBe('track.channels');
  });

  it('gives up on a file of nothing but broken pages in bounded time', async () => {
    const fake = Buffer.concat([
      Buffer.from('OggS'),
      Buffer.alloc(22),
      Buffer.from([255]),
      Buffer.alloc(255, 255),
    ]);
    const good = oggOpusPages(packets.slice(0, 60));
    const bytes = Buffer.concat([...good, ...Array.from({ length: 5_000 }, () => fake)]);
    const source = await openOggOpus(await file(bytes));
    expect(await code(readAll(source))).toBe('track.damaged');
  });

  it('refuses packets that are not 20 ms, which would play at the wrong speed', async () => {
    const tenMs = Buffer.from([(30 << 3) | 4, 1, 2, 3]); // CELT fullband, 10 ms
    const source = await openOggOpus(await file(Buffer.concat(oggOpusPages([tenMs, tenMs]))));
    await expect(readAll(source)).rejects.toMatchObject({
      code: 'track.frame_size',
      context: { expectedMs: 20, receivedMs: 10 },
    });
  });

  it('closes twice without harm, and while it reads', async () => {
    const source = await openOggOpus(await file(Buffer.concat(oggOpusPages(packets))));
    source.next();
    await Promise.all([source.close(), source.close()]);
  });
});
