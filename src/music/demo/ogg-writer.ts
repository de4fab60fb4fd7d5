/** Writes an Ogg/Opus file: pages after RFC 3533, headers and the end of the stream after RFC 7845. */
import { checksum } from '../player/ogg-pages.ts';

/** Samples the encoder needs before sound comes out, to be dropped at the start (libopus at 48 kHz, audio mode). */
export const PRE_SKIP = 312;
export const FRAME = 960;
/** One second a page: a player that loses a page loses no more. */
const PACKETS_PER_PAGE = 50;

interface OggOpus {
  readonly packets: readonly Uint8Array[];
  /** Samples of the piece at 48 kHz; what the last packet holds beyond is cut by the player. */
  readonly samples: number;
  /** Comments such as TITLE. */
  readonly tags: Readonly<Record<string, string>>;
  /** Tells streams apart; any number of 32 bits. */
  readonly serial: number;
}

/** @returns the bytes of the whole file */
export function writeOggOpus(o: OggOpus): Buffer {
  const pages = [
    page({ packets: [head()], sequence: 0, granule: 0, flags: 2, serial: o.serial }),
    page({ packets: [tags(o.tags)], sequence: 1, granule: 0, flags: 0, serial: o.serial }),
  ];
  for (let at = 0; at < o.packets.length; at += PACKETS_PER_PAGE) {
    const packets = o.packets.slice(at, at + PACKETS_PER_PAGE);
    const end = at + packets.length;
    const last = end === o.packets.length;
    const granule = last ? o.samples + PRE_SKIP : end * FRAME;
    pages.push(page({ packets, sequence: pages.length, granule, flags: last ? 4 : 0, serial: o.serial }));
  }
  return Buffer.concat(pages);
}

function head(): Buffer {
  const bytes = Buffer.alloc(19);
  bytes.write('OpusHead', 'latin1');
  bytes[8] = 1;
  bytes[9] = 2;
  bytes.writeUInt16LE(PRE_SKIP, 10);
  bytes.writeUInt32LE(48_000, 12);
  return bytes;
}

function tags(comments: Readonly<Record<string, string>>): Buffer {
  const text = (value: string): Buffer => {
    const bytes = Buffer.from(value, 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const entries = Object.entries(comments).map(([name, value]) => text(`${name}=${value}`));
  const count = Buffer.alloc(4);
  count.writeUInt32LE(entries.length);
  return Buffer.concat([Buffer.from('OpusTags', 'latin1'), text('Ragamala'), count, ...entries]);
}

function page(o: {
  packets: readonly Uint8Array[];
  sequence: number;
  granule: number;
  flags: number;
  serial: number;
}): Buffer {
  // A packet's length is a row of 255s and a rest; 255 such numbers fit a page.
  const lacing = o.packets.flatMap(({ length }) => [
    ...Array.from({ length: Math.floor(length / 255) }, () => 255),
    length % 255,
  ]);
  if (lacing.length > 255)
    throw new RangeError(`expected at most 255 segments a page, received ${lacing.length}`);
  const header = Buffer.alloc(27 + lacing.length);
  header.write('OggS', 'latin1');
  header[5] = o.flags;
  header.writeBigInt64LE(BigInt(o.granule), 6);
  header.writeUInt32LE(o.serial >>> 0, 14);
  header.writeUInt32LE(o.sequence, 18);
  header[26] = lacing.length;
  header.set(lacing, 27);
  const bytes = Buffer.concat([header, ...o.packets]);
  bytes.writeUInt32LE(checksum(bytes), 22);
  return bytes;
}
