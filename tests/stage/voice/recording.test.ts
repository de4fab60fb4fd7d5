import { expect, it } from 'vitest';
import { createRecording, type HeardPacket } from '../../../src/stage/voice/recording.ts';
import { shareOfEnergy, tone } from './client.ts';

const packet = (n: number, opus: Buffer | undefined, change: Partial<HeardPacket> = {}): HeardPacket => ({
  speakerId: '1',
  sequence: n & 0xffff,
  timestamp: (0xffff_ff00 + 960 * n) >>> 0, // wraps after the first
  ssrc: 7,
  arrivedAt: 20 * n,
  opusBytes: opus?.length ?? 0,
  encrypted: true,
  kind: 'encrypted',
  opus,
  ...change,
});

it('PCM from a mark on', () => {
  const recording = createRecording(60_000);
  const packets = tone(440, 2);
  packets.slice(0, 50).forEach((opus, n) => void recording.add(packet(n, opus)));
  const mark = recording.mark();
  packets.slice(50).forEach((opus, n) => void recording.add(packet(50 + n, opus)));
  expect(recording.packets(mark).length).toBe(50);
  expect(recording.pcm().length).toBe(100 * 1920);
  expect(recording.pcm(mark).length).toBe(50 * 1920);
  expect(shareOfEnergy(recording.pcm(mark).subarray(2 * 9_600), 440)).toBeGreaterThan(0.98);
});

it('what was lost, undecipherable or no Opus is silence of its length', () => {
  const recording = createRecording(60_000);
  tone(440, 1).forEach((opus, n) => {
    if (n === 20) return;
    if (n === 21) recording.add(packet(n, undefined));
    else if (n === 22) recording.add(packet(n, Buffer.alloc(200, 0x33)));
    else if (n === 23) recording.add(packet(n, Buffer.alloc(0)));
    else recording.add(packet(n, opus));
  });
  const pcm = recording.pcm();
  expect(pcm.length).toBe(50 * 1920);
  expect(pcm.subarray(20 * 1920, 24 * 1920).every((sample) => sample === 0)).toBe(true);
  expect(pcm.subarray(19 * 1920, 20 * 1920).some((sample) => sample !== 0)).toBe(true);
});

it('a sender that begins anew is decoded anew, without a gap in between', () => {
  const recording = createRecording(60_000);
  const [opus] = tone(440, 1);
  recording.add(packet(0, opus));
  recording.add(packet(500, opus, { ssrc: 8 }));
  expect(recording.pcm().length).toBe(2 * 1920);
});

it('forgets what is older than it was told to keep, and marks stay right', () => {
  const recording = createRecording(20_000); // 1,000 packets
  const opus = tone(440, 1)[0];
  for (let n = 0; n < 3_000; n++) recording.add(packet(n, opus));
  const mark = recording.mark();
  expect(mark).toBe(3_000);
  for (let n = 3_000; n < 3_100; n++) recording.add(packet(n, opus));
  expect(recording.packets().length).toBeLessThanOrEqual(1_500);
  expect(recording.packets().length).toBeGreaterThanOrEqual(1_000);
  expect(recording.packets(mark).map(({ sequence }) => sequence)).toEqual(
    Array.from({ length: 100 }, (_, n) => 3_000 + n),
  );
});
