import { describe, expect, it } from 'vitest';
import { samplesOf } from '../../../src/music/ogg/opus-packet.ts';

describe('the duration of a packet', () => {
  // RFC 6716 section 3.1, table 2, one configuration from each row.
  it.each([
    { config: 0, ms: 10 },
    { config: 3, ms: 60 },
    { config: 11, ms: 60 },
    { config: 12, ms: 10 },
    { config: 15, ms: 20 },
    { config: 16, ms: 2.5 },
    { config: 31, ms: 20 },
  ])('is read from the TOC byte: configuration $config', ({ config, ms }) => {
    expect(samplesOf(Buffer.from([config << 3, 0]))).toBe(ms * 48);
    expect(samplesOf(Buffer.from([(config << 3) | 1, 0]))).toBe(2 * ms * 48);
    expect(samplesOf(Buffer.from([(config << 3) | 3, 0b1000_0001, 0]))).toBe(ms * 48);
  });

  it('is nothing for what is no packet', () => {
    expect(samplesOf(Buffer.alloc(0))).toBeUndefined();
    expect(samplesOf(Buffer.from([3]))).toBeUndefined(); // no frame count
    expect(samplesOf(Buffer.from([(3 << 3) | 3, 3]))).toBeUndefined(); // 3 x 60 ms
  });
});
