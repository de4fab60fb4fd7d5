/** Builds Ogg/Opus files from the specification, packet by packet, so that tests need no encoder. */
import { checksum } from '../../../../src/music/player/ogg-pages.ts';

export interface OpusOptions {
  readonly channels?: number;
  readonly mapping?: number;
  readonly gain?: number;
  readonly preSkip?: number;
  /** Samples cut off the end by the last granule position. */
  readonly endTrim?: number;
  /** Granule position of the beginning, for a recording cut from a longer one. */
  readonly from?: number;
  readonly comment?: string;
  readonly serial?: number;
}

/** 20 ms each, CELT fullband stereo (configuration 31), content of no meaning but of its own. */
export function packets(count: number, seed = 1): Buffer[] {
  return Array.from({ length: count }, (_, i) => Buffer.from([0xfc, seed & 0xff, i & 0xff, i >> 8, 7, 7]));
}

export function opusFile(audio: readonly Buffer[], o: OpusOptions = {}): Buffer {
  const { channels = 2, mapping = 0, gain = 0, preSkip = 312, endTrim = 0, from = 0, serial = 7 } = o;
  const head = Buffer.alloc(mapping === 0 ? 19 : 21 + channels);
  head.write('OpusHead', 0, 'latin1');
  head[8] = 1;
  head[9] = channels;
  head.writeUInt16LE(preSkip, 10);
  head.writeUInt32LE(48_000, 12);
  head.writeInt16LE(gain, 16);
  head[18] = mapping;
  const vendor = Buffer.from(o.comment ?? 'test');
  const length = Buffer.alloc(4);
  length.writeUInt32LE(vendor.length);
  const tags = Buffer.concat([Buffer.from('OpusTags'), length, vendor, Buffer.alloc(4)]);
  const pages = [
    page([head], { serial, sequence: 0, granule: 0, flags: 2 }),
    page([tags], { serial, sequence: 1, granule: 0, flags: 0 }),
  ];
  const PER_PAGE = 50;
  for (let at = 0; at < audio.length; at += PER_PAGE) {
    const some = audio.slice(at, at + PER_PAGE);
    const last = at + PER_PAGE >= audio.length;
    const granule = from + (at + some.length) * 960 - (last ? endTrim : 0);
    pages.push(page(some, { serial, sequence: pages.length, granule, flags: last ? 4 : 0 }));
  }
  return Buffer.concat(pages);
}

export function page(
  parts: readonly Buffer[],
  o: { serial: number; sequence: number; granule: number; flags: number },
): Buffer {
  const lacing = parts.flatMap((part) => [
    ...Array.from({ length: Math.floor(part.length / 255) }, () => 255),
    part.length % 255,
  ]);
  const header = Buffer.alloc(27 + lacing.length);
  header.write('OggS', 0, 'latin1');
  header[5] = o.flags;
  header.writeBigInt64LE(BigInt(o.granule), 6);
  header.writeUInt32LE(o.serial, 14);
  header.writeUInt32LE(o.sequence, 18);
  header[26] = lacing.length;
  header.set(lacing, 27);
  const whole = Buffer.concat([header, ...parts]);
  whole.writeUInt32LE(checksum(whole), 22);
  return whole;
}
