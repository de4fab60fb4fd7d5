import { CHECKSUM_AT, checksum } from './checksum.ts';
import { FLAG, HEADER_BYTES } from './page-reader.ts';

/** A page of whole packets. */
export interface PageContent {
  readonly packets: readonly Uint8Array[];
  /** The stream's, any number of 32 bits. */
  readonly serial: number;
  /** From 0 on, one up a page. */
  readonly sequence: number;
  /** Where the last packet ends, in what the codec counts in. */
  readonly granule: number;
  readonly first?: boolean;
  readonly last?: boolean;
}

/**
 * The bytes of one page (RFC 3533 section 6).
 * @throws RangeError when the packets need more than 255 lacing values
 */
export function writePage(o: PageContent): Buffer {
  // A packet's length is a row of 255s and a rest; 255 such numbers fit a page.
  const lacing = o.packets.flatMap(({ length }) => [
    ...Array.from({ length: Math.floor(length / 255) }, () => 255),
    length % 255,
  ]);
  if (lacing.length > 255)
    throw new RangeError(`expected at most 255 segments a page, received ${lacing.length}`);
  const header = Buffer.alloc(HEADER_BYTES + lacing.length);
  header.write('OggS', 'latin1');
  header[5] = (o.first ? FLAG.first : 0) | (o.last ? FLAG.last : 0);
  header.writeBigInt64LE(BigInt(o.granule), 6);
  header.writeUInt32LE(o.serial >>> 0, 14);
  header.writeUInt32LE(o.sequence, 18);
  header[HEADER_BYTES - 1] = lacing.length;
  header.set(lacing, HEADER_BYTES);
  const bytes = Buffer.concat([header, ...o.packets]);
  bytes.writeUInt32LE(checksum(bytes), CHECKSUM_AT);
  return bytes;
}
