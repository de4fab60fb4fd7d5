/** Writes an Ogg/Opus file: pages after RFC 3533, headers and the end of the stream after RFC 7845. */
import { writeOpusHead } from './opus-head.ts';
import { PACKET_SAMPLES } from './opus-packet.ts';
import { writePage } from './page-writer.ts';

/** Samples the encoder needs before sound comes out, to be dropped at the start (libopus at 48 kHz, audio mode). */
export const PRE_SKIP = 312;
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
  const { serial } = o;
  const head = writeOpusHead({ channels: 2, preSkip: PRE_SKIP });
  const pages = [
    writePage({ packets: [head], sequence: 0, granule: 0, first: true, serial }),
    writePage({ packets: [tags(o.tags)], sequence: 1, granule: 0, serial }),
  ];
  for (let at = 0; at < o.packets.length; at += PACKETS_PER_PAGE) {
    const packets = o.packets.slice(at, at + PACKETS_PER_PAGE);
    const end = at + packets.length;
    const last = end === o.packets.length;
    const granule = last ? o.samples + PRE_SKIP : end * PACKET_SAMPLES;
    pages.push(writePage({ packets, sequence: pages.length, granule, last, serial }));
  }
  return Buffer.concat(pages);
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
