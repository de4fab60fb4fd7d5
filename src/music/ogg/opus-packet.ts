/** Samples at 48 kHz that Opus counts in, whatever the sound was recorded at (RFC 7845 section 4). */
export const OPUS_RATE = 48_000;

/** A packet of 20 ms: @discordjs/voice moves the RTP timestamp by this for every packet, so no other sounds right. */
export const PACKET_SAMPLES = OPUS_RATE / 50;

/** The frame that Discord's clients know as silence: 20 ms, CELT fullband stereo, nothing coded. */
export const SILENCE_FRAME: Buffer = Buffer.from([0xf8, 0xff, 0xfe]);

/** Samples at 48 kHz of one frame for each of the 32 configurations (RFC 6716 section 3.1, table 2). */
const FRAME_SAMPLES: readonly number[] = [
  ...Array.from({ length: 3 }, () => [480, 960, 1920, 2880]).flat(), // SILK NB, MB, WB: 10, 20, 40, 60 ms
  ...Array.from({ length: 2 }, () => [480, 960]).flat(), // hybrid SWB, FB: 10, 20 ms
  ...Array.from({ length: 4 }, () => [120, 240, 480, 960]).flat(), // CELT NB, WB, SWB, FB: 2.5, 5, 10, 20 ms
];

/** RFC 6716 section 3.2.5 (R5): no packet is longer than 120 ms. */
const MAX_PACKET_SAMPLES = 5_760;

/**
 * How long an Opus packet sounds, read from its TOC byte (RFC 6716 sections 3.1 and 3.2).
 * @returns samples at 48 kHz, or undefined when the packet is not a valid Opus packet
 */
export function samplesOf(packet: Uint8Array): number | undefined {
  const toc = packet[0];
  if (toc === undefined) return undefined;
  const frames = frameCount(toc & 0b11, packet[1]);
  const samples = (FRAME_SAMPLES[toc >> 3] ?? 0) * frames;
  return frames > 0 && samples <= MAX_PACKET_SAMPLES ? samples : undefined;
}

function frameCount(code: number, second: number | undefined): number {
  if (code === 0) return 1;
  if (code < 3) return 2;
  return (second ?? 0) & 0b111111;
}
