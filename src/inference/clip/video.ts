/** A clip to a few stills, evenly spread over its time. */
import { AppError } from '../../errors.ts';
import { evenlySpread } from '../spread.ts';
import { type Ffmpeg, openDarkroom, openTrack, type Packet, type Track } from './ffmpeg.ts';
import type { ClipRequest, Still } from './protocol.ts';

/** 240 frames a second is what phones' slow motion has. */
const MAX_RATE = 240;

/** @throws AppError `photo.*`, see openTrack, and `photo.too_many_pixels`, `photo.clip_too_long` {seconds, limit} */
export async function stillsOfVideo(av: Ffmpeg, request: ClipRequest): Promise<Still[]> {
  const { file, format, limits } = request;
  await using track = await openTrack(av, file, format);
  checkPixels(track, limits.maxPixels);
  const packets = await gather(track, limits.maxSeconds);
  try {
    return await develop(av, track, packets, request);
  } finally {
    for (const packet of packets) packet.free();
  }
}

/** All packets of the clip, which lie in memory anyway: their number and times are known then, whatever a header says. */
async function gather(track: Track, maxSeconds: number): Promise<Packet[]> {
  const packets: Packet[] = [];
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for await (const packet of track.packets()) {
    packets.push(packet);
    const time = track.seconds(packet.pts);
    first = Math.min(first, time);
    last = Math.max(last, time);
    if (last - first <= maxSeconds && packets.length <= maxSeconds * MAX_RATE) continue;
    for (const kept of packets) kept.free();
    throw new AppError('photo.clip_too_long', { limit: maxSeconds });
  }
  return packets;
}

async function develop(
  av: Ffmpeg,
  track: Track,
  packets: readonly Packet[],
  { frames, format, limits }: ClipRequest,
): Promise<Still[]> {
  const wanted = new Set(evenlySpread(packets.length, frames));
  using darkroom = openDarkroom(av);
  const stills: Still[] = [];
  let index = 0;
  for await (using frame of track.frames(packets)) {
    // The size may change on the way.
    checkPixels(frame, limits.maxPixels);
    if (wanted.has(index++)) stills.push(await darkroom.still(frame, track.orientation));
    if (stills.length === wanted.size) break;
  }
  if (stills.length === 0) throw new AppError('photo.truncated', { format });
  return stills;
}

function checkPixels({ width, height }: { width: number; height: number }, limit: number): void {
  if (width * height > limit) throw new AppError('photo.too_many_pixels', { width, height, limit });
}
