/** Reads a whole Ogg/Opus file (RFC 7845) and says whether the player can send its packets as they are. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { AppError } from '../../../errors.ts';
import { type OpusHead, parseOpusHead } from '../../ogg/opus-head.ts';
import { OPUS_RATE, PACKET_SAMPLES, samplesOf } from '../../ogg/opus-packet.ts';
import { type OggPage, OggPageReader } from '../../ogg/page-reader.ts';

export interface OpusFile {
  readonly channels: number;
  readonly durationMs: number;
  /** SHA-256 of the coded audio, in hex: the same for a file whose tags or picture changed. */
  readonly audioSha256: string;
  /** Why it must be coded anew for Discord, or undefined when its packets can be sent as they are. */
  readonly obstacle: string | undefined;
}

/** OpusHead and OpusTags. */
const HEADERS = 2;
const LARGEST_PACKET = 1 << 24;

/** @throws AppError import.damaged {file, problem} when a page or packet is broken, lost or of another stream */
export async function inspectOpus(file: string): Promise<OpusFile> {
  const broken = (problem: string) => new AppError('import.damaged', { file, problem });
  const hash = createHash('sha256');
  let head: OpusHead | undefined;
  let packets = 0;
  let samples = 0;
  let odd = 0;
  /** Granule position at the first sound, and at the end of the last: a cut recording does not begin at 0. */
  let begin: number | undefined;
  let end = 0;

  for await (const { finished, granule } of pagesOf(file, broken)) {
    for (const packet of finished) {
      packets += 1;
      if (packets === 1) head = parseOpusHead(packet);
      if (packets <= HEADERS) continue;
      const length = samplesOf(packet);
      if (length === undefined) throw broken(`packet ${packets} is no Opus packet`);
      hash.update(packet);
      samples += length;
      if (length !== PACKET_SAMPLES) odd += 1;
    }
    if (samples > 0 && granule >= 0n) {
      end = Number(granule);
      begin ??= Math.max(0, end - samples);
    }
  }
  if (head === undefined) throw broken('it does not begin with OpusHead');
  // The last page may end within its last packet (RFC 7845 section 4.4).
  const played = end - (begin ?? 0) - head.preSkip;
  if (samples === 0 || played <= 0) throw broken('there is no audio in it');
  return {
    channels: head.channels,
    durationMs: Math.round((played / OPUS_RATE) * 1000),
    audioSha256: hash.digest('hex'),
    obstacle: obstacleIn(head, odd),
  };
}

/** The pages of the file's one stream, none missing, each with the packets that end in it. */
async function* pagesOf(
  file: string,
  broken: (problem: string) => AppError,
): AsyncGenerator<{ finished: Buffer[]; granule: bigint }> {
  const reader = new OggPageReader();
  let first: OggPage | undefined;
  let expected: number | undefined;
  let partial: Buffer[] = [];
  let partialBytes = 0;

  const check = (page: OggPage): OggPage => {
    first ??= page;
    if (page.serial !== first.serial) throw broken('it holds more than one stream');
    if (expected !== undefined && page.sequence !== expected) throw broken(`page ${expected} is missing`);
    expected = page.sequence + 1;
    return page;
  };

  const packetsIn = (page: OggPage): Buffer[] => {
    const finished: Buffer[] = [];
    for (const [i, part] of page.packets.entries()) {
      // A copy: the page is a view of a buffer that is used again.
      partial.push(Buffer.from(part));
      partialBytes += part.length;
      if (partialBytes > LARGEST_PACKET) throw broken('a packet is too large');
      if (page.open && i === page.packets.length - 1) break;
      finished.push(Buffer.concat(partial));
      partial = [];
      partialBytes = 0;
    }
    return finished;
  };

  for await (const chunk of createReadStream(file)) {
    const found = reader.push(chunk as Buffer);
    if (reader.skippedBytes > 0) throw broken('a page is damaged');
    for (const page of found) yield { finished: packetsIn(check(page)), granule: page.granule };
  }
  if (reader.finish().length > 0 || reader.skippedBytes > 0) throw broken('its end is cut off');
}

function obstacleIn(head: OpusHead, odd: number): string | undefined {
  if (head.mapping !== 0 || head.channels > 2) return `it has ${head.channels} channels`;
  if (odd > 0) return 'its packets are not all 20 ms long';
  // Players apply it while decoding; Discord's clients never see the header.
  return head.gain === 0 ? undefined : 'its header asks for another volume';
}
