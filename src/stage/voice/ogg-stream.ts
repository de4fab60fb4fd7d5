/**
 * What a listener hears as an endless Ogg/Opus stream for a browser's audio element: the packets pass through as they
 * are, and where nothing is said silence keeps the time, since a player that runs dry stalls.
 */
import { Readable } from 'node:stream';
import { SILENCE_FRAME } from './datagrams.ts';
import type { Listener } from './listener.ts';
import { createOggOpusMuxer } from './ogg.ts';
import { packetSamples } from './opus.ts';

const PAGE_MS = 100;
/** How far the stream may fall behind the clock before silence is put in: more than a sender's jitter. */
const PATIENCE_MS = 120;
/** How far it may run ahead before packets are left out: a burst must not become a lasting delay. */
const AHEAD_MS = 1_000;
/** A reader that is this far behind has gone to sleep; it gets no more until it reads again. */
const BUFFER_BYTES = 1 << 20;

/**
 * @param clock milliseconds, monotonic
 * @returns destroy it to stop; it does not end by itself
 */
export function oggStream(
  listener: Pick<Listener, 'onPacket'>,
  clock: () => number = () => performance.now(),
): Readable {
  const muxer = createOggOpusMuxer();
  const stream = new Readable({ read() {} });
  const startedAt = clock();
  let queue: Buffer[] = [];
  let streamedMs = 0;

  const aheadMs = () => streamedMs - (clock() - startedAt);

  function append(packet: Buffer): void {
    queue.push(packet);
    streamedMs += packetSamples(packet) / 48;
  }

  const stopHearing = listener.onPacket(({ opus }) => {
    if (opus !== undefined && aheadMs() < AHEAD_MS) append(opus);
  });

  const timer = setInterval(() => {
    while (aheadMs() < -PATIENCE_MS) append(SILENCE_FRAME);
    if (queue.length === 0) return;
    const packets = queue;
    queue = [];
    if (stream.readableLength > BUFFER_BYTES) return;
    for (let at = 0; at < packets.length; at += 10) stream.push(muxer.page(packets.slice(at, at + 10)));
  }, PAGE_MS);

  stream.once('close', () => {
    clearInterval(timer);
    stopHearing();
  });
  stream.push(muxer.headers());
  return stream;
}
