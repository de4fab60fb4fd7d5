/**
 * What a listener hears, decoded, as raw samples for the page: 48 kHz, two channels interleaved, 16 bit, little
 * endian. A browser's audio element plays a stream three seconds late and more; the page's own clock does not.
 */
import { Readable } from 'node:stream';
import type { Listener } from '../voice/listener.ts';
import { createOpusDecoder, type OpusDecoder } from '../voice/opus.ts';

/** A reader that is this far behind (a second of sound) has gone to sleep; it gets no more until it reads again. */
const BUFFER_BYTES = 48_000 * 2 * 2;

/** @returns nothing is sent while nobody speaks; destroy it to stop, it does not end by itself */
export function liveSound(listener: Listener): Readable {
  const stream = new Readable({ read() {} });
  let decoder: OpusDecoder = createOpusDecoder();
  let source: number | undefined;
  const stop = listener.onPacket(({ opus, ssrc }) => {
    if (opus === undefined || stream.readableLength > BUFFER_BYTES) return;
    // Another source is another encoder: its state begins anew (RFC 3550, section 8).
    if (ssrc !== source) decoder = createOpusDecoder();
    source = ssrc;
    const samples = decoded(decoder, opus);
    if (samples !== undefined)
      stream.push(Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength));
  });
  stream.once('close', stop);
  return stream;
}

/** A damaged packet is heard as nothing. */
function decoded(decoder: OpusDecoder, packet: Buffer): Int16Array | undefined {
  try {
    return decoder.decode(packet);
  } catch {
    return undefined;
  }
}
