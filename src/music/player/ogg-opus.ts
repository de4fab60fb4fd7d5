/**
 * An Ogg/Opus file (RFC 7845) as Opus packets, byte for byte as they lie in the file, so that nothing is decoded or
 * encoded on the way to Discord. Why prism-media's demuxer is not used: see README.md.
 */
import { constants, type FileHandle, open } from 'node:fs/promises';
import { AppError } from '../../errors.ts';
import { isOpusHead, parseOpusHead } from '../ogg/opus-head.ts';
import { OPUS_RATE, PACKET_SAMPLES, samplesOf } from '../ogg/opus-packet.ts';
import { type OggPage, OggPageReader } from '../ogg/page-reader.ts';

const CHUNK_BYTES = 16_384;
/** Reads on when fewer packets than this wait (one second), so memory is bounded by this and one chunk of file. */
const LOW_WATER = 50;
/** OpusHead and OpusTags must come within this (tags carry pictures), or the file is no music. */
const MAX_HEADER_BYTES = 16 * 1024 * 1024;

/** What the player reads from: packets when there are any, without waiting. */
export interface PacketSource {
  /** The next packet; `wait` when none is ready yet, `end` after the last. Throws the AppError that broke it. */
  next(): Buffer | 'wait' | 'end';
  /** Samples at 48 kHz to leave out of the position: the encoder's lead-in. */
  readonly preSkip: number;
  close(): Promise<void>;
}

/**
 * Opens a file and reads its headers.
 * @throws AppError `track.missing`, `track.unreadable`, `track.empty`, `track.not_ogg_opus`, `track.channels`,
 * `track.no_sound`, each with `file`. Later, from `next()`: `track.unreadable`, `track.frame_size`, `track.damaged`.
 */
export async function openOggOpus(file: string): Promise<OggOpusFile> {
  // Not to wait for a writer, should it be a pipe.
  const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch(
    (cause: NodeJS.ErrnoException) => {
      throw new AppError(cause.code === 'ENOENT' ? 'track.missing' : 'track.unreadable', { file }, { cause });
    },
  );
  const source = new OggOpusFile(file, handle);
  try {
    if (!(await handle.stat()).isFile()) throw new AppError('track.unreadable', { file, expected: 'a file' });
    await source.readHeaders();
    return source;
  } catch (error) {
    await source.close();
    throw error;
  }
}

export class OggOpusFile implements PacketSource {
  readonly #file: string;
  readonly #handle: FileHandle;
  readonly #pages = new OggPageReader();
  readonly #packets: Buffer[] = [];
  #head = 0; // index into #packets of the next one: shift() on a long array would move it each time
  #stream: { serial: number; headersLeft: number } | undefined;
  #partial: Buffer[] = [];
  #nextSequence: number | undefined;
  #preSkip = 0;
  #readBytes = 0;
  #yielded = 0;
  #lostPackets = 0;
  #atEnd = false;
  #failure: AppError | undefined;
  #filling: Promise<void> | undefined;
  #closed = false;

  constructor(file: string, handle: FileHandle) {
    this.#file = file;
    this.#handle = handle;
  }

  get preSkip(): number {
    return this.#preSkip;
  }

  /** What damage was passed over so far: bytes of broken pages and packets cut by them. */
  get damage(): { bytes: number; packets: number } {
    return { bytes: this.#pages.skippedBytes, packets: this.#lostPackets };
  }

  /** Reads until the first packet of sound is there. */
  async readHeaders(): Promise<void> {
    while (this.#waiting === 0 && !this.#atEnd && this.#failure === undefined) {
      if (this.#readBytes > MAX_HEADER_BYTES) throw this.#error('track.not_ogg_opus');
      await this.#fill();
    }
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#readBytes === 0) throw this.#error('track.empty');
    if (this.#stream === undefined) throw this.#error('track.not_ogg_opus');
    if (this.#waiting === 0) throw this.#error('track.no_sound');
  }

  next(): Buffer | 'wait' | 'end' {
    const packet = this.#packets[this.#head];
    if (this.#waiting < LOW_WATER) this.#fillSoon();
    if (packet === undefined) {
      if (this.#failure !== undefined) throw this.#failure;
      return this.#atEnd || this.#closed ? 'end' : 'wait';
    }
    const samples = samplesOf(packet);
    if (samples !== PACKET_SAMPLES) {
      const ms = samples === undefined ? 0 : (samples * 1000) / OPUS_RATE;
      throw this.#error('track.frame_size', { expectedMs: 20, receivedMs: ms });
    }
    this.#head += 1;
    this.#yielded += 1;
    return packet;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#filling;
    await this.#handle.close();
  }

  get #waiting(): number {
    return this.#packets.length - this.#head;
  }

  #fillSoon(): void {
    if (this.#filling !== undefined || this.#atEnd || this.#closed || this.#failure !== undefined) return;
    this.#filling = this.#fill().finally(() => {
      this.#filling = undefined;
    });
  }

  /** Reads one chunk. Never throws: what goes wrong is told by the next read of a packet. */
  async #fill(): Promise<void> {
    try {
      const { bytesRead, buffer } = await this.#handle.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES);
      this.#readBytes += bytesRead;
      this.#packets.splice(0, this.#head);
      this.#head = 0;
      const pages = bytesRead === 0 ? this.#pages.finish() : this.#pages.push(buffer.subarray(0, bytesRead));
      for (const page of pages) this.#takePage(page);
      this.#atEnd = bytesRead === 0;
      if (this.#pages.hopeless) this.#failure = this.#error('track.damaged');
    } catch (cause) {
      this.#failure = cause instanceof AppError ? cause : this.#error('track.unreadable', {}, cause);
    }
  }

  #takePage(page: OggPage): void {
    if (page.first && page.packets[0] !== undefined && isOpusHead(page.packets[0])) {
      // A chained file (RFC 7845 section 3) begins anew here: two header packets, then sound.
      this.#stream = { serial: page.serial, headersLeft: 2 };
      this.#partial = [];
      this.#nextSequence = page.sequence;
    }
    const stream = this.#stream;
    if (stream === undefined || page.serial !== stream.serial) return;
    const gap = page.sequence !== this.#nextSequence;
    this.#nextSequence = page.sequence + 1;
    if (gap && this.#partial.length > 0) this.#dropPartial();
    page.packets.forEach((part, index) => {
      const isLast = index === page.packets.length - 1;
      if (index === 0 && page.continued && this.#partial.length === 0) {
        this.#lostPackets += 1; // its beginning lay in a page that is gone
        return;
      }
      if (index === 0 && !page.continued && this.#partial.length > 0) this.#dropPartial();
      if (isLast && page.open) {
        this.#partial.push(part);
        return;
      }
      const packet = this.#partial.length === 0 ? part : Buffer.concat([...this.#partial, part]);
      this.#partial = [];
      this.#takePacket(packet, stream);
    });
  }

  #dropPartial(): void {
    this.#partial = [];
    this.#lostPackets += 1;
  }

  #takePacket(packet: Buffer, stream: { headersLeft: number }): void {
    if (stream.headersLeft === 2) this.#takeHead(packet);
    if (stream.headersLeft > 0) {
      stream.headersLeft -= 1;
      // A damaged page may have swallowed the tags: what is no OpusTags is sound already.
      if (stream.headersLeft === 1 || packet.subarray(0, 8).toString('latin1') === 'OpusTags') return;
    }
    if (packet.length > 0) this.#packets.push(packet);
  }

  #takeHead(packet: Buffer): void {
    const head = parseOpusHead(packet);
    if (head === undefined) throw this.#error('track.not_ogg_opus');
    const { channels, mapping, preSkip } = head;
    // Several streams in one file are more than Discord can play.
    if (mapping !== 0 || channels < 1 || channels > 2) throw this.#error('track.channels', { channels });
    if (this.#yielded === 0) this.#preSkip = preSkip;
  }

  #error(code: string, context: Record<string, string | number> = {}, cause?: unknown): AppError {
    return new AppError(code, { file: this.#file, ...context }, { cause });
  }
}
