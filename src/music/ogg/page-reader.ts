import { CHECKSUM_AT, checksum } from './checksum.ts';

/** One page of an Ogg file (RFC 3533 section 6), its checksum already found right. */
export interface OggPage {
  readonly serial: number;
  readonly sequence: number;
  /** Where the page's last whole packet ends, in what the codec counts in; -1n when none ends here. */
  readonly granule: bigint;
  /** The first packet continues the last one of the page before. */
  readonly continued: boolean;
  readonly first: boolean;
  /** The last packet goes on in the next page. */
  readonly open: boolean;
  /** Whole packets, and at the ends the parts that `continued` and `open` speak of. Views, not copies. */
  readonly packets: readonly Buffer[];
}

/** Of a page, up to its lacing values. */
export const HEADER_BYTES = 27;
/** Bits of the header's type field. */
export const FLAG = { continued: 1, first: 2, last: 4 } as const;
const CAPTURE = Buffer.from('OggS', 'latin1');
/** A file with more broken pages is not worth its checksums, each of up to 65 kB. */
const MAX_BROKEN_PAGES = 100;

/**
 * Finds the pages in a stream of bytes. Damaged bytes are passed over to the next page that is whole: a page counts
 * only when its checksum is right. Keeps back less than one page (65,307 bytes).
 */
export class OggPageReader {
  #rest: Buffer = Buffer.alloc(0);
  #skippedBytes = 0;
  #brokenPages = 0;

  /** Bytes passed over so far because no whole page was in them. */
  get skippedBytes(): number {
    return this.#skippedBytes;
  }

  /** Too little of the file is whole to go on. */
  get hopeless(): boolean {
    return this.#brokenPages > MAX_BROKEN_PAGES;
  }

  /** @returns the pages completed by these bytes, in order */
  push(bytes: Buffer): OggPage[] {
    const data = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const pages: OggPage[] = [];
    let at = 0;
    while (!this.hopeless) {
      const start = data.indexOf(CAPTURE, at);
      if (start < 0) {
        at = this.#pass(at, Math.max(at, data.length - CAPTURE.length + 1));
        break;
      }
      at = this.#pass(at, start);
      const length = pageLength(data, at);
      if (length === undefined || at + length > data.length) break;
      const bytesOfPage = data.subarray(at, at + length);
      if (bytesOfPage[4] === 0 && bytesOfPage.readUInt32LE(CHECKSUM_AT) === checksum(bytesOfPage)) {
        pages.push(parse(bytesOfPage));
        at += length;
      } else {
        this.#brokenPages += 1;
        at = this.#pass(at, at + CAPTURE.length);
      }
    }
    this.#rest = data.subarray(at);
    return pages;
  }

  /**
   * The file is over: what is kept back was a broken page, or hides whole pages behind a broken length.
   * @returns the pages hidden there
   */
  finish(): OggPage[] {
    const hidden: OggPage[] = [];
    while (this.#rest.length > CAPTURE.length) {
      const rest = this.#rest.subarray(1);
      this.#rest = Buffer.alloc(0);
      this.#skippedBytes += 1;
      hidden.push(...this.push(rest));
    }
    this.#skippedBytes += this.#rest.length;
    this.#rest = Buffer.alloc(0);
    return hidden;
  }

  #pass(from: number, to: number): number {
    this.#skippedBytes += to - from;
    return to;
  }
}

/** @returns undefined when the header is not yet complete */
function pageLength(data: Buffer, at: number): number | undefined {
  const segments = data[at + HEADER_BYTES - 1];
  if (segments === undefined || at + HEADER_BYTES + segments > data.length) return undefined;
  let body = 0;
  for (let i = 0; i < segments; i++) body += data[at + HEADER_BYTES + i] ?? 0;
  return HEADER_BYTES + segments + body;
}

function parse(page: Buffer): OggPage {
  const segments = page[HEADER_BYTES - 1] ?? 0;
  const packets: Buffer[] = [];
  let start = HEADER_BYTES + segments;
  let end = start;
  let open = false;
  for (let i = 0; i < segments; i++) {
    const lacing = page[HEADER_BYTES + i] ?? 0;
    end += lacing;
    open = lacing === 255;
    if (open && i < segments - 1) continue;
    packets.push(page.subarray(start, end));
    start = end;
  }
  const flags = page[5] ?? 0;
  return {
    serial: page.readUInt32LE(14),
    sequence: page.readUInt32LE(18),
    granule: page.readBigInt64LE(6),
    continued: (flags & FLAG.continued) !== 0,
    first: (flags & FLAG.first) !== 0,
    open,
    packets,
  };
}
