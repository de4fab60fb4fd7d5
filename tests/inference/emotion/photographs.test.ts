import { describe, expect, it } from 'vitest';
import { EMOTIONS } from '../../../src/domain/emotion.ts';
import { asInPhotographs } from '../../../src/inference/emotion/photographs.ts';

const at = (name: (typeof EMOTIONS)[number]) => EMOTIONS.indexOf(name);

describe('asInPhotographs', () => {
  // neutral, happiness, surprise, sadness, anger, disgust, fear, contempt
  const read = [0.6, 0.2, 0.05, 0.05, 0.04, 0.02, 0.02, 0.02];

  it('divides what neutral and happiness have by the odds of a smile, and leaves the rest', () => {
    const divided = asInPhotographs(read, Math.log(3));
    expect(divided[at('happiness')]).toBeCloseTo(0.8 * 0.75, 12);
    expect(divided[at('neutral')]).toBeCloseTo(0.8 * 0.25, 12);
    expect(divided.slice(2)).toEqual(read.slice(2));
    expect(divided.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
  });

  it('makes no smile of a face that is neither', () => {
    const surprised = [0, 0, 1, 0, 0, 0, 0, 0];
    expect(asInPhotographs(surprised, 8)).toEqual(surprised);
  });

  it('bears the surest heads', () => {
    expect(asInPhotographs(read, 1000)[at('happiness')]).toBeCloseTo(0.8, 12);
    expect(asInPhotographs(read, -1000)[at('neutral')]).toBeCloseTo(0.8, 12);
  });
});
