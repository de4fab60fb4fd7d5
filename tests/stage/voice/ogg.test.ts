import { once } from 'node:events';
import { createRequire } from 'node:module';
import { Readable, type Transform } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { SILENCE_FRAME } from '../../../src/stage/voice/datagrams.ts';
import type { Listener } from '../../../src/stage/voice/listener.ts';
import { createOggOpusMuxer, oggChecksum } from '../../../src/stage/voice/ogg.ts';
import { oggStream } from '../../../src/stage/voice/ogg-stream.ts';
import { createOpusDecoder, packetSamples } from '../../../src/stage/voice/opus.ts';
import type { HeardPacket } from '../../../src/stage/voice/recording.ts';
import { shareOfEnergy, tone } from './client.ts';

const { opus } = createRequire(import.meta.url)('prism-media') as {
  opus: { OggDemuxer: new () => Transform };
};

interface Page {
  readonly flags: number;
  readonly granule: bigint;
  readonly sequence: number;
  readonly body: Buffer;
}

/** Takes a stream of pages apart, holding each to its checksum. */
function pagesOf(bytes: Buffer): Page[] {
  const pages: Page[] = [];
  for (let at = 0; at < bytes.length; ) {
    const segments = bytes.readUInt8(at + 26);
    const lacing = bytes.subarray(at + 27, at + 27 + segments);
    const end = at + 27 + segments + lacing.reduce((sum, each) => sum + each, 0);
    const page = Buffer.from(bytes.subarray(at, end));
    expect(page.toString('latin1', 0, 4)).toBe('OggS');
    const checksum = page.readUInt32LE(22);
    page.writeUInt32LE(0, 22);
    expect(oggChecksum(page)).toBe(checksum);
    pages.push({
      flags: page.readUInt8(5),
      granule: page.readBigInt64LE(6),
      sequence: page.readUInt32LE(18),
      body: page.subarray(27 + segments),
    });
    at = end;
  }
  return pages;
}

/** By prism-media, another reader than ours. */
async function packetsOf(bytes: Buffer): Promise<Buffer[]> {
  return Readable.from([bytes]).pipe(new opus.OggDemuxer()).toArray();
}

describe('pages', () => {
  it('the checksum is that of RFC 3533', () => {
    // CRC-32/CKSUM has the same polynomial, begins with 0 as well and inverts at the end: its check value is 765e7680
    expect(oggChecksum(Buffer.from('123456789'))).toBe((0x765e7680 ^ 0xffffffff) >>> 0);
  });

  it('headers, then audio with granule positions at the end of each page', () => {
    const muxer = createOggOpusMuxer();
    const packets = tone(440, 1);
    const bytes = Buffer.concat([
      muxer.headers(),
      muxer.page(packets.slice(0, 10)),
      muxer.page(packets.slice(10, 15)),
      muxer.page(packets.slice(15, 16), { last: true }),
    ]);
    const pages = pagesOf(bytes);
    expect(pages.map(({ flags }) => flags)).toEqual([2, 0, 0, 0, 4]);
    expect(pages.map(({ sequence }) => sequence)).toEqual([0, 1, 2, 3, 4]);
    expect(pages.map(({ granule }) => granule)).toEqual([0n, 0n, 9_600n, 14_400n, 15_360n]);
    const head = pages[0]?.body;
    expect(head?.toString('latin1', 0, 8)).toBe('OpusHead');
    expect([head?.readUInt8(8), head?.readUInt8(9), head?.readUInt32LE(12)]).toEqual([1, 2, 48_000]);
    expect(pages[1]?.body.toString('latin1', 0, 8)).toBe('OpusTags');
  });

  it('long packets are laced, and another reader finds them all', async () => {
    const muxer = createOggOpusMuxer();
    const packets = [0, 1, 254, 255, 256, 509, 510, 1_275].map((length) =>
      Buffer.alloc(length, length & 0xff),
    );
    const bytes = Buffer.concat([muxer.headers(), muxer.page(packets)]);
    const read = await packetsOf(bytes);
    expect(read.map(({ length }) => length)).toEqual(packets.map(({ length }) => length));
  });

  it.each([
    ['f8fffe', 960], // CELT, 20 ms, one frame
    ['08', 960], // SILK, 20 ms
    ['0b03', 2_880], // three of them
    ['e3', 0], // a count that is missing
    ['e1', 240], // CELT 2.5 ms, two frames
    ['', 0],
  ])('packet %s lasts %i samples (RFC 6716, section 3.1)', (hex, samples) => {
    expect(packetSamples(Buffer.from(hex, 'hex'))).toBe(samples);
  });
});

describe('the live stream', () => {
  function listenerWithVoice(): {
    listener: Pick<Listener, 'onPacket'>;
    say(opus: Buffer): void;
    hearers: number;
  } {
    const hearers = new Set<(packet: HeardPacket) => void>();
    return {
      listener: {
        onPacket(hear) {
          hearers.add(hear);
          return () => void hearers.delete(hear);
        },
      },
      say: (opus) => {
        for (const hear of hearers) hear({ opus } as HeardPacket);
      },
      get hearers() {
        return hearers.size;
      },
    };
  }

  it('passes packets through, fills what is missing with silence, and keeps in time', async () => {
    const { listener, say } = listenerWithVoice();
    let now = 0;
    const stream = oggStream(listener, () => now);
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    const packets = tone(440, 2);
    for (const packet of packets.slice(0, 50)) say(packet);
    now = 1_000;
    await sleep(250); // two turns of the pager
    now = 3_000; // two seconds of nothing
    await sleep(250);
    for (const packet of packets.slice(50)) say(packet);
    now = 4_000;
    await sleep(250);
    stream.destroy();
    const read = await packetsOf(Buffer.concat(chunks));
    const silent = read.filter((packet) => packet.equals(SILENCE_FRAME)).length;
    expect(read.length - silent).toBe(100);
    expect(silent).toBe(94); // 2,000 ms less the patience of 120 ms
    expect(pagesOf(Buffer.concat(chunks)).at(-1)?.granule).toBe(BigInt(194 * 960));
    const decoder = createOpusDecoder();
    const first = read.slice(0, 50).flatMap((packet) => [...decoder.decode(packet)]);
    expect(shareOfEnergy(Int16Array.from(first).subarray(9_600), 440)).toBeGreaterThan(0.98);
  });

  it('a burst does not become a lasting delay', async () => {
    const { listener, say } = listenerWithVoice();
    const stream = oggStream(listener, () => 0);
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    for (let n = 0; n < 500; n++) say(SILENCE_FRAME);
    await sleep(250);
    stream.destroy();
    expect((await packetsOf(Buffer.concat(chunks))).length).toBe(50);
  });

  it('lets go of the listener when it is destroyed', async () => {
    const voice = listenerWithVoice();
    const stream = oggStream(voice.listener);
    expect(voice.hearers).toBe(1);
    stream.destroy();
    await once(stream, 'close');
    expect(voice.hearers).toBe(0);
  });
});
