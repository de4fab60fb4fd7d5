/** The only file that imports mediaplex: Opus packets to PCM and back, 48 kHz stereo. */
import { createRequire } from 'node:module';

const SAMPLE_RATE = 48_000;
export const CHANNELS = 2;

export interface OpusDecoder {
  /**
   * @returns interleaved samples of 16 bit
   * @throws Error when the packet is no Opus
   */
  decode(packet: Buffer): Int16Array;
}

export interface OpusEncoder {
  /** @param pcm 20 ms, that is 960 interleaved sample pairs */
  encode(pcm: Int16Array): Buffer;
}

// mediaplex is CommonJS whose names a bundler-free import does not see
const { OpusEncoder: Codec } = createRequire(import.meta.url)('mediaplex') as typeof import('mediaplex');

/** Stateful: one decoder a stream, fed in order. */
export function createOpusDecoder(): OpusDecoder {
  const codec = new Codec(SAMPLE_RATE, CHANNELS);
  return {
    decode(packet) {
      const bytes = codec.decode(packet);
      const samples = new Int16Array(bytes.length / 2);
      Buffer.from(samples.buffer).set(bytes);
      return samples;
    },
  };
}

/** OPUS_SET_SIGNAL and OPUS_SIGNAL_MUSIC of opus_defines.h: quiet passages are not taken for speech. */
const SET_SIGNAL = 4024;
const SIGNAL_MUSIC = 3002;

/**
 * @param o.bitrate bits a second; libopus chooses by default
 * @param o.music told to the encoder, which guesses by default
 */
export function createOpusEncoder(o: { bitrate?: number; music?: boolean } = {}): OpusEncoder {
  const codec = new Codec(SAMPLE_RATE, CHANNELS);
  if (o.bitrate !== undefined) codec.setBitrate(o.bitrate);
  if (o.music === true) codec.applyEncoderCtl(SET_SIGNAL, SIGNAL_MUSIC);
  return { encode: (pcm) => codec.encode(Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength)) };
}

/** Configurations 0-31 to the duration of a frame in samples of 48 kHz (RFC 6716, section 3.1, table 2). */
const FRAME_SAMPLES = [
  ...[480, 960, 1920, 2880, 480, 960, 1920, 2880, 480, 960, 1920, 2880], // SILK
  ...[480, 960, 480, 960], // hybrid
  ...[120, 240, 480, 960, 120, 240, 480, 960, 120, 240, 480, 960, 120, 240, 480, 960], // CELT
] as const;

/** Duration of a packet in samples of 48 kHz, from its first bytes (RFC 6716, sections 3.1 and 3.2); 0 if empty. */
export function packetSamples(packet: Uint8Array): number {
  const [toc, count = 0] = packet;
  if (toc === undefined) return 0;
  const frames = [1, 2, 2, count & 0x3f][toc & 3] ?? 0;
  return (FRAME_SAMPLES[toc >> 3] ?? 0) * frames;
}
