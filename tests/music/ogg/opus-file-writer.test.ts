import { describe, expect, it } from 'vitest';
import { PRE_SKIP, writeOggOpus } from '../../../src/music/ogg/opus-file-writer.ts';
import { PACKET_SAMPLES } from '../../../src/music/ogg/opus-packet.ts';
import { OggPageReader } from '../../../src/music/ogg/page-reader.ts';

/** Packets whose lengths try the lacing: under, at and over multiples of 255, and more than a page of them. */
const packets = Array.from({ length: 120 }, (_, i) =>
  new Uint8Array([1, 130, 254, 255, 256, 510, 700][i % 7] ?? 1).fill(i),
);
const samples = 119 * PACKET_SAMPLES + 100;
const file = writeOggOpus({ packets, samples, tags: { TITLE: 'Rāga', COMMENT: 'a=b' }, serial: 0xfedcba98 });

describe('an Ogg/Opus file', () => {
  const pages = new OggPageReader().push(file);
  const [head, tags, ...sound] = pages.flatMap((page) => page.packets);

  it('is read back whole: every checksum right, every packet as it was', () => {
    expect(sound.map((packet) => packet.length)).toEqual(packets.map(({ length }) => length));
    expect(sound.every((packet, i) => packet.every((byte) => byte === i))).toBe(true);
    expect(pages.map(({ sequence }) => sequence)).toEqual(pages.map((_, i) => i));
    expect(new Set(pages.map(({ serial }) => serial))).toEqual(new Set([0xfedcba98]));
  });

  it('says stereo, 48 kHz and what to skip (RFC 7845, section 5.1)', () => {
    expect(head?.subarray(0, 8).toString()).toBe('OpusHead');
    expect([head?.readUInt8(9), head?.readUInt16LE(10), head?.readUInt32LE(12)]).toEqual([
      2,
      PRE_SKIP,
      48_000,
    ]);
  });

  it('carries its comments (section 5.2)', () => {
    const text = tags?.toString('utf8') ?? '';
    expect(text.startsWith('OpusTags')).toBe(true);
    expect(text).toContain('TITLE=Rāga');
    expect(tags?.readUInt32LE(8 + 4 + 'Ragamala'.length)).toBe(2);
  });

  it('ends where the piece ends, not where the last packet does (section 4.5)', () => {
    const last = file.lastIndexOf('OggS', undefined, 'latin1');
    expect(file.readBigInt64LE(last + 6)).toBe(BigInt(samples + PRE_SKIP));
    expect(file[last + 5]).toBe(4);
  });
});
