import { describe, expect, test } from 'vitest';
import { EMOTIONS } from '../../../src/domain/emotion.ts';
import { asInPhotographs, fitLogOdds } from '../../../src/inference/emotion/photographs.ts';
import { seeded } from '../../support/seeded.ts';

const at = (name: (typeof EMOTIONS)[number]) => EMOTIONS.indexOf(name);

describe('asInPhotographs', () => {
  // neutral, happiness, surprise, sadness, anger, disgust, fear, contempt
  const read = [0.6, 0.2, 0.05, 0.05, 0.04, 0.02, 0.02, 0.02];

  test('multiplies the odds of happiness against neutral, and leaves every other probability', () => {
    const shifted = asInPhotographs(read, Math.log(6));
    // 0.2 * 6 : 0.6 = 2 : 1 of the 0.8 that the two have.
    expect(shifted[at('happiness')]).toBeCloseTo(0.8 * (2 / 3), 12);
    expect(shifted[at('neutral')]).toBeCloseTo(0.8 * (1 / 3), 12);
    expect(shifted.slice(2)).toEqual(read.slice(2));
    expect(shifted.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
  });

  test('a shift of nought changes nothing, and neither does any shift where both are nought', () => {
    asInPhotographs(read, 0).forEach((value, i) => {
      expect(value).toBeCloseTo(read[i] as number, 12);
    });
    const neither = [0, 0, 1, 0, 0, 0, 0, 0];
    expect(asInPhotographs(neither, 3)).toEqual(neither);
  });
});

describe('fitLogOdds', () => {
  test('finds the shift that made the samples', () => {
    const random = seeded(7);
    const samples = Array.from({ length: 4000 }, () => {
      const margin = random() * 8 - 6;
      return { margin, smiling: random() < 1 / (1 + Math.exp(-(margin + 1.7))) };
    });
    expect(fitLogOdds(samples)).toBeCloseTo(1.7, 0);
  });

  test('at its answer the expected number of smiles is the number of smiles', () => {
    const samples = [-4, -3, -1, 0.5, 2].map((margin, i) => ({ margin, smiling: i > 1 }));
    const shift = fitLogOdds(samples);
    const expected = samples.reduce((sum, { margin }) => sum + 1 / (1 + Math.exp(-(margin + shift))), 0);
    expect(expected).toBeCloseTo(3, 9);
  });

  test('is found from far away, where the curve is flat', () => {
    const samples = [-30, -28, -24, -20].map((margin, i) => ({ margin, smiling: i > 1 }));
    expect(fitLogOdds(samples)).toBeGreaterThan(23);
    expect(fitLogOdds(samples)).toBeLessThan(29);
  });
});
