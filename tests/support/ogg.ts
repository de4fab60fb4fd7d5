import mediaplex from 'mediaplex';
import { checksum } from '../../src/music/ogg/checksum.ts';

/** One Ogg page (RFC 3533 section 6). Packets of 255 bytes and more are laced; `open` leaves the last one unfinished. */
export function oggPage(o: {
  packets: readonly Uint8Array[];
  sequence: number;
  serial?: number;
  granule?: number;
  first?: boolean;
  last?: boolean;
  continued?: boolean;
  open?: boolean;
}): Buffer {
  const lacing = o.packets.flatMap((packet, index) => {
    const full = Array.from({ length: Math.floor(packet.length / 255) }, () => 255);
    return o.open && index === o.packets.length - 1 ? full : [...full, packet.length % 255];
  });
  const header = Buffer.alloc(27 + lacing.length);
  header.write('OggS', 0, 'latin1');
  header[5] = (o.continued ? 1 : 0) | (o.first ? 2 : 0) | (o.last ? 4 : 0);
  header.writeBigInt64LE(BigInt(o.granule ?? -1), 6);
  header.writeUInt32LE(o.serial ?? 1, 14);
  header.writeUInt32LE(o.sequence, 18);
  header[26] = lacing.length;
  header.set(lacing, 27);
  const page = Buffer.concat([header, ...o.packets]);
  page.writeUInt32LE(checksum(page), 22);
  return page;
}

/** RFC 7845 section 5.1. */
export function opusHead(o: { channels?: number; preSkip?: number; family?: number } = {}): Buffer {
  const head = Buffer.alloc(19);
  head.write('OpusHead', 'latin1');
  head[8] = 1;
  head[9] = o.channels ?? 2;
  head.writeUInt16LE(o.preSkip ?? 312, 10);
  head.writeUInt32LE(48_000, 12);
  head[18] = o.family ?? 0;
  return head;
}

/** RFC 7845 section 5.2, without comments but for padding of `bytes`, which stands for a cover picture. */
export function opusTags(bytes = 0): Buffer {
  const tags = Buffer.alloc(16 + bytes);
  tags.write('OpusTags', 'latin1');
  return tags;
}

/** The most that one page carries of one packet. */
const PAGE_BYTES = 255 * 255;

/**
 * The pages of a whole Ogg/Opus file.
 * @param o.perPage packets on each page of sound
 * @param o.pictureBytes of a cover picture in the tags, which then go over several pages
 */
export function oggOpusPages(
  packets: readonly Uint8Array[],
  o: { perPage?: number; serial?: number; pictureBytes?: number } = {},
): Buffer[] {
  const { perPage = 25, serial = 1, pictureBytes = 0 } = o;
  const pages = [oggPage({ packets: [opusHead()], sequence: 0, granule: 0, first: true, serial })];
  const tags = opusTags(pictureBytes);
  for (let at = 0; at < tags.length; at += PAGE_BYTES) {
    const part = tags.subarray(at, at + PAGE_BYTES);
    const open = at + PAGE_BYTES < tags.length;
    pages.push(
      oggPage({
        packets: [part],
        sequence: pages.length,
        continued: at > 0,
        open,
        serial,
        ...(open ? {} : { granule: 0 }),
      }),
    );
  }
  for (let at = 0; at < packets.length; at += perPage) {
    const part = packets.slice(at, at + perPage);
    const end = at + part.length;
    pages.push(
      oggPage({
        packets: part,
        sequence: pages.length,
        granule: end * 960,
        last: end === packets.length,
        serial,
      }),
    );
  }
  return pages;
}

/**
 * Real Opus packets of 20 ms: a tone that goes its own way for every `seed`, so that two pieces do not correlate.
 * @returns the packets and the samples (48 kHz, stereo interleaved, s16) they were made of
 */
export function encodeMelody(seed: number, seconds: number): { packets: Buffer[]; pcm: Int16Array } {
  const encoder = new mediaplex.OpusEncoder(48_000, 2);
  const frames = Math.round(seconds * 50);
  const pcm = new Int16Array(frames * 960 * 2);
  let state = seed * 2_654_435_761;
  let phase = 0;
  let frequency = 300;
  for (let i = 0; i < frames * 960; i++) {
    if (i % 4_800 === 0) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      frequency = 200 * 2 ** ((state >>> 16) / 32_768); // 200 to 800 Hz, a new one every 100 ms
    }
    phase += (2 * Math.PI * frequency) / 48_000;
    const sample = Math.round(9_000 * Math.sin(phase));
    pcm[2 * i] = sample;
    pcm[2 * i + 1] = sample;
  }
  const packets = Array.from({ length: frames }, (_, frame) => {
    const samples = pcm.subarray(frame * 1_920, (frame + 1) * 1_920);
    return encoder.encode(Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength));
  });
  return { packets, pcm };
}

/** A whole Ogg/Opus file of {@link encodeMelody}. */
export function melodyFile(seed: number, seconds: number): Buffer {
  return Buffer.concat(oggOpusPages(encodeMelody(seed, seconds).packets));
}
