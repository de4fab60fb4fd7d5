/** Builds Ogg/Opus files from the specification, packet by packet, so that tests need no encoder. */
import { oggPage } from '../../../support/ogg.ts';

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
    oggPage({ packets: [head], serial, sequence: 0, granule: 0, first: true }),
    oggPage({ packets: [tags], serial, sequence: 1, granule: 0 }),
  ];
  const PER_PAGE = 50;
  for (let at = 0; at < audio.length; at += PER_PAGE) {
    const some = audio.slice(at, at + PER_PAGE);
    const last = at + PER_PAGE >= audio.length;
    const granule = from + (at + some.length) * 960 - (last ? endTrim : 0);
    pages.push(oggPage({ packets: some, serial, sequence: pages.length, granule, last }));
  }
  return Buffer.concat(pages);
}
