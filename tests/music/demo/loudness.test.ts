import { describe, expect, it } from 'vitest';
import { integratedLoudness, truePeak } from '../../../src/music/demo/loudness.ts';

/** A sine of the given hertz, level in dBFS (peak) and seconds. */
function sine(hz: number, dbfs: number, seconds: number): Float32Array {
  const peak = 10 ** (dbfs / 20);
  return Float32Array.from(
    { length: seconds * 48_000 },
    (_, n) => peak * Math.sin((2 * Math.PI * hz * n) / 48_000),
  );
}

const join = (...parts: Float32Array[]): Float32Array =>
  Float32Array.from(parts.flatMap((part) => [...part]));

describe('integrated loudness (ITU-R BS.1770-4)', () => {
  it('reads -3.01 LKFS for a full-scale sine of 997 Hz in one channel (BS.1770-4, annex 1)', () => {
    expect(integratedLoudness([sine(997, 0, 5)])).toBeCloseTo(-3.01, 1);
  });

  it.each([-23, -33])(
    'reads %d LUFS for EBU Tech 3341 cases 1 and 2: stereo 1 kHz at that level',
    (level) => {
      const channel = sine(1000, level, 20);
      expect(Math.abs(integratedLoudness([channel, channel]) - level)).toBeLessThan(0.1);
    },
  );

  it('leaves quiet passages out (EBU Tech 3341 case 3: -36, -23, -36 dBFS)', () => {
    const channel = join(sine(1000, -36, 10), sine(1000, -23, 60), sine(1000, -36, 10));
    expect(Math.abs(integratedLoudness([channel, channel]) + 23)).toBeLessThan(0.1);
  });

  it('weighs highs more than lows', () => {
    expect(integratedLoudness([sine(4000, -20, 2)]) - integratedLoudness([sine(60, -20, 2)])).toBeGreaterThan(
      4,
    );
  });

  it('has no loudness for silence or for less than a block', () => {
    expect(integratedLoudness([new Float32Array(48_000)])).toBe(Number.NEGATIVE_INFINITY);
    expect(integratedLoudness([sine(997, 0, 0.2)])).toBe(Number.NEGATIVE_INFINITY);
  });
});

describe('true peak (ITU-R BS.1770-4, annex 2)', () => {
  it('finds the peak between samples: fs/4 at 45 degrees, EBU Tech 3341 case 16', () => {
    const channel = Float32Array.from(
      { length: 4800 },
      (_, n) => 0.5 * Math.sin((Math.PI / 2) * n + Math.PI / 4) * Math.min(1, n / 400, (4800 - n) / 400),
    );
    // Samples reach -9 dBFS; the sine between them -6 dBTP.
    expect(truePeak([channel])).toBeGreaterThan(-6.4);
    expect(truePeak([channel])).toBeLessThan(-5.8);
  });

  it('is the larger of two channels', () => {
    expect(truePeak([sine(997, -20, 1), sine(997, -6, 1)])).toBeCloseTo(-6, 1);
  });
});
