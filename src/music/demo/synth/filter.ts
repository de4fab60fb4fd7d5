/** Second-order filters after Robert Bristow-Johnson's Audio EQ Cookbook (1998), direct form I. */
import { SAMPLE_RATE } from './gesture.ts';

export interface Coefficients {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

type Kind = 'lowpass' | 'highpass' | 'bandpass' | 'peak' | 'highshelf';

/**
 * @param hz centre or corner frequency, under half of the sample rate
 * @param q quality; 0.707 is flat
 * @param decibels gain of peak and shelf
 */
export function design(kind: Kind, hz: number, q = Math.SQRT1_2, decibels = 0): Coefficients {
  const w = (2 * Math.PI * Math.min(hz, SAMPLE_RATE * 0.49)) / SAMPLE_RATE;
  const cos = Math.cos(w);
  const alpha = Math.sin(w) / (2 * q);
  const a = 10 ** (decibels / 40);
  const scaled = (b: readonly [number, number, number], d: readonly [number, number, number]) => ({
    b0: b[0] / d[0],
    b1: b[1] / d[0],
    b2: b[2] / d[0],
    a1: d[1] / d[0],
    a2: d[2] / d[0],
  });
  const plain = [1 + alpha, -2 * cos, 1 - alpha] as const;
  switch (kind) {
    case 'lowpass':
      return scaled([(1 - cos) / 2, 1 - cos, (1 - cos) / 2], plain);
    case 'highpass':
      return scaled([(1 + cos) / 2, -1 - cos, (1 + cos) / 2], plain);
    case 'bandpass':
      return scaled([alpha, 0, -alpha], plain);
    case 'peak':
      return scaled([1 + alpha * a, -2 * cos, 1 - alpha * a], [1 + alpha / a, -2 * cos, 1 - alpha / a]);
    case 'highshelf': {
      const root = 2 * Math.sqrt(a) * alpha;
      return scaled(
        [
          a * (a + 1 + (a - 1) * cos + root),
          -2 * a * (a - 1 + (a + 1) * cos),
          a * (a + 1 + (a - 1) * cos - root),
        ],
        [a + 1 - (a - 1) * cos + root, 2 * (a - 1 - (a + 1) * cos), a + 1 - (a - 1) * cos - root],
      );
    }
  }
}

/** One running filter; `step` takes a sample and gives the filtered one. */
export class Biquad {
  #c: Coefficients;
  #x1 = 0;
  #x2 = 0;
  #y1 = 0;
  #y2 = 0;

  constructor(coefficients: Coefficients) {
    this.#c = coefficients;
  }

  /** Changes the filter while it runs. */
  tune(coefficients: Coefficients): void {
    this.#c = coefficients;
  }

  step(x: number): number {
    const c = this.#c;
    const y = c.b0 * x + c.b1 * this.#x1 + c.b2 * this.#x2 - c.a1 * this.#y1 - c.a2 * this.#y2;
    this.#x2 = this.#x1;
    this.#x1 = x;
    this.#y2 = this.#y1;
    this.#y1 = y;
    return y;
  }
}

/** Filters in place, one after the other. */
export function filterInPlace(samples: Float32Array, ...chain: readonly Coefficients[]): Float32Array {
  for (const coefficients of chain) {
    const filter = new Biquad(coefficients);
    for (let i = 0; i < samples.length; i++) samples[i] = filter.step(samples[i] ?? 0);
  }
  return samples;
}
