/** Ogg pages with Opus inside, as a browser plays them: RFC 3533 for the pages, RFC 7845 for what is in them. */
import { randomInt } from 'node:crypto';
import { CHANNELS, packetSamples, SAMPLE_RATE } from './opus.ts';

export interface OggOpusMuxer {
  /** Identification and comment header, each on a page of its own (RFC 7845, section 3). */
  headers(): Buffer;
  /** One page with these packets, at most 10 of them; its granule position is where the last one ends. */
  page(packets: readonly Uint8Array[], o?: { last?: boolean }): Buffer;
}

/** A decoder joining in mid-stream needs 80 ms to settle, and drops them (RFC 7845, sections 4.2 and 4.6). */
const PRE_SKIP = 3840;
const [CONTINUED_NONE, FIRST, LAST] = [0, 2, 4]; // header_type_flag

/** A fresh logical stream. */
export function createOggOpusMuxer(): OggOpusMuxer {
  const serial = randomInt(2 ** 32);
  let pages = 0;
  let samples = 0n;

  function page(packets: readonly Uint8Array[], flags: number): Buffer {
    const lacing = packets.flatMap(({ length }) => [
      ...Array(Math.floor(length / 255)).fill(255),
      length % 255,
    ]);
    if (lacing.length > 255)
      throw new RangeError(`Expected at most 255 segments on a page, received ${lacing.length}`);
    const header = Buffer.alloc(27);
    header.write('OggS', 0, 'latin1');
    header.writeUInt8(flags, 5);
    header.writeBigInt64LE(samples, 6);
    header.writeUInt32LE(serial, 14);
    header.writeUInt32LE(pages++, 18);
    header.writeUInt8(lacing.length, 26);
    const whole = Buffer.concat([header, Buffer.from(lacing), ...packets]);
    whole.writeUInt32LE(oggChecksum(whole), 22);
    return whole;
  }

  return {
    headers: () => Buffer.concat([page([opusHead()], FIRST), page([opusTags()], CONTINUED_NONE)]),
    page(packets, o = {}) {
      for (const packet of packets) samples += BigInt(packetSamples(packet));
      return page(packets, o.last ? LAST : CONTINUED_NONE);
    },
  };
}

/** RFC 7845, section 5.1. */
function opusHead(): Buffer {
  const head = Buffer.alloc(19);
  head.write('OpusHead', 0, 'latin1');
  head.writeUInt8(1, 8);
  head.writeUInt8(CHANNELS, 9);
  head.writeUInt16LE(PRE_SKIP, 10);
  head.writeUInt32LE(SAMPLE_RATE, 12);
  return head; // gain 0, mapping family 0
}

/** RFC 7845, section 5.2: vendor string, no comments. */
function opusTags(): Buffer {
  const vendor = Buffer.from('ragamala');
  const tags = Buffer.alloc(16 + vendor.length);
  tags.write('OpusTags', 0, 'latin1');
  tags.writeUInt32LE(vendor.length, 8);
  vendor.copy(tags, 12);
  return tags;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ (crc < 0 ? 0x04c1_1db7 : 0);
  return crc;
});

/** CRC-32 of a page whose checksum field is zero: polynomial 0x04c11db7, no reflection (RFC 3533, section 6). */
export function oggChecksum(page: Uint8Array): number {
  let crc = 0;
  for (const byte of page) crc = (crc << 8) ^ (CRC_TABLE[(crc >>> 24) ^ byte] ?? 0);
  return crc >>> 0;
}
