/** What kind of audio file something is, by its first bytes; its name is not asked. */
import { open } from 'node:fs/promises';
import type { Container } from '../transcode-protocol.ts';

/** For people, and which demuxer of FFmpeg reads it; Ogg/Opus needs none when it is as Discord wants it. */
export interface AudioKind {
  readonly name: 'Ogg/Opus' | 'Ogg Vorbis' | 'Ogg FLAC' | 'MP3' | 'FLAC' | 'M4A' | 'WAV';
  readonly container: Container;
}

interface Signature extends AudioKind {
  readonly at: number;
  readonly bytes: string;
}

/** The first packet of an Ogg page with one packet begins here (RFC 3533: 27 bytes and one lacing value). */
const OGG_PACKET = 28;

const SIGNATURES: readonly Signature[] = [
  { name: 'Ogg/Opus', container: 'ogg', at: OGG_PACKET, bytes: 'OpusHead' },
  { name: 'Ogg Vorbis', container: 'ogg', at: OGG_PACKET, bytes: '\x01vorbis' },
  { name: 'Ogg FLAC', container: 'ogg', at: OGG_PACKET, bytes: '\x7fFLAC' },
  { name: 'FLAC', container: 'flac', at: 0, bytes: 'fLaC' },
  { name: 'WAV', container: 'wav', at: 8, bytes: 'WAVE' },
  { name: 'M4A', container: 'mov', at: 4, bytes: 'ftyp' },
];

const HEAD_BYTES = 64;
const ID3_HEADER = 10;

/** @returns undefined when the file is none of these kinds, whatever it is called */
export async function sniffAudio(file: string): Promise<AudioKind | undefined> {
  const handle = await open(file, 'r');
  try {
    const read = async (at: number) => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, at);
      return buffer.subarray(0, bytesRead);
    };
    const head = await read(0);
    // An ID3 tag stands before MP3, and before FLAC by mistake.
    return kindOf(isId3(head) ? await read(ID3_HEADER + id3Bytes(head)) : head);
  } finally {
    await handle.close();
  }
}

function kindOf(head: Buffer): AudioKind | undefined {
  const known = SIGNATURES.find(({ at, bytes }) =>
    head.subarray(at, at + bytes.length).equals(Buffer.from(bytes, 'latin1')),
  );
  if (known !== undefined) return { name: known.name, container: known.container };
  return isMpegAudio(head) ? { name: 'MP3', container: 'mp3' } : undefined;
}

function isId3(head: Buffer): boolean {
  return head.length > ID3_HEADER && head.subarray(0, 3).equals(Buffer.from('ID3'));
}

/** Four bytes of seven bits each (ID3v2.4 section 3.1). */
function id3Bytes(head: Buffer): number {
  return [6, 7, 8, 9].reduce((size, at) => size * 128 + ((head[at] ?? 0) & 0x7f), 0);
}

/** A frame header of MPEG audio layer I to III: eleven set bits, then a layer, bit rate and sample rate that exist. */
function isMpegAudio(head: Buffer): boolean {
  const [sync = 0, version = 0, rates = 0] = head;
  const frame = sync === 0xff && (version & 0xe0) === 0xe0;
  return (
    frame &&
    (version & 0x18) !== 0x08 &&
    (version & 0x06) !== 0 &&
    rates >> 4 !== 15 &&
    (rates & 0x0c) !== 0x0c
  );
}
