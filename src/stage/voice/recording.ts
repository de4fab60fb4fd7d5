/** What a listener heard, bounded: the newest packets with their RTP numbers, decoded to PCM on demand. */
import type { FrameKind } from './datagrams.ts';
import { CHANNELS, createOpusDecoder, type OpusDecoder, packetSamples } from './opus.ts';

export interface HeardPacket {
  readonly speakerId: string;
  readonly sequence: number;
  /** Samples of 48 kHz, modulo 2^32. */
  readonly timestamp: number;
  readonly ssrc: number;
  /** performance.now(), milliseconds. */
  readonly arrivedAt: number;
  /** Length of the Opus packet without any encryption. */
  readonly opusBytes: number;
  /** End-to-end, that is by DAVE; the transport always is. */
  readonly encrypted: boolean;
  readonly kind: FrameKind;
  /** The decrypted packet, undefined where it could not be decrypted. */
  readonly opus: Buffer | undefined;
}

/** A place in what was heard; comes from `mark()`. */
export type Mark = number;

export interface Recording {
  /** Oldest first. */
  packets(since?: Mark): readonly HeardPacket[];
  add(packet: HeardPacket): void;
  mark(): Mark;
  /**
   * Interleaved 48 kHz stereo. Lost or damaged packets are silence as long as they were; where a sender begins anew (another
   * SSRC) the decoder does as well. The first 80 ms or so after a mark settle in (RFC 7845, section 4.2).
   */
  pcm(since?: Mark): Int16Array;
}

/** Longer holes in the timestamps are a fault or a jump, not loss, and are not filled. */
const LONGEST_GAP = 10 * 48_000;

/** @param keepMs how long packets are kept, by their arrival */
export function createRecording(keepMs: number): Recording {
  let kept: HeardPacket[] = [];
  let forgotten = 0;

  const packets = (since: Mark = 0) => kept.slice(Math.max(0, since - forgotten));

  return {
    packets,
    add(packet) {
      kept.push(packet);
      const expired = kept.findIndex(({ arrivedAt }) => arrivedAt > packet.arrivedAt - keepMs);
      // in lumps, since shifting an array costs its length
      if (expired < 500) return;
      kept = kept.slice(expired);
      forgotten += expired;
    },
    mark: () => forgotten + kept.length,
    pcm: (since) => decodeAll(packets(since)),
  };
}

function decodeAll(packets: readonly HeardPacket[]): Int16Array {
  const parts: Int16Array[] = [];
  let decoder: OpusDecoder | undefined;
  let ssrc: number | undefined;
  let expected = 0;
  for (const packet of packets) {
    if (packet.ssrc !== ssrc || decoder === undefined) {
      ssrc = packet.ssrc;
      decoder = createOpusDecoder();
      expected = packet.timestamp;
    }
    const samples = packet.opus === undefined ? undefined : tryDecode(decoder, packet.opus);
    if (packet.opus === undefined || samples === undefined) continue;
    const gap = (packet.timestamp - expected) | 0; // modulo 2^32, signed
    if (gap > 0 && gap <= LONGEST_GAP) parts.push(new Int16Array(gap * CHANNELS));
    parts.push(samples);
    expected = packet.timestamp + packetSamples(packet.opus);
  }
  const pcm = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    pcm.set(part, offset);
    offset += part.length;
  }
  return pcm;
}

function tryDecode(decoder: OpusDecoder, packet: Buffer): Int16Array | undefined {
  if (packetSamples(packet) === 0) return undefined;
  try {
    return decoder.decode(packet);
  } catch {
    return undefined;
  }
}
