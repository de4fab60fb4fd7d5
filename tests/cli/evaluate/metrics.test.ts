import { describe, expect, it } from 'vitest';
import { accuracy, calibrationError, macroF1 } from '../../../src/cli/evaluate/metrics.ts';

const pairs = (text: string) =>
  text.split(' ').map((pair) => ({ truth: pair[0] as string, predicted: pair[1] as string }));

describe('metrics', () => {
  it('accuracy is the share of hits', () => {
    expect(accuracy(pairs('aa ab bb bb'))).toBe(0.75);
  });

  it('macro F1 is the plain mean over the true labels', () => {
    // a: precision 1/2, recall 1/1 = 2/3; b: precision 2/2, recall 2/3 = 4/5
    expect(macroF1(pairs('aa bb bb ba'))).toBeCloseTo((2 / 3 + 4 / 5) / 2, 12);
  });

  it('macro F1 counts a label that is never hit as 0', () => {
    expect(macroF1(pairs('aa ba'))).toBeCloseTo((2 / 3 + 0) / 2, 12);
  });

  it('the calibration error is 0 for honest confidence and the gap for boasting', () => {
    const hits = (right: number, wrong: number, confidence: number) => [
      ...Array.from({ length: right }, () => ({ truth: 1, predicted: 1, confidence })),
      ...Array.from({ length: wrong }, () => ({ truth: 1, predicted: 0, confidence })),
    ];
    expect(calibrationError(hits(8, 2, 0.8))).toBeCloseTo(0, 12);
    expect(calibrationError(hits(5, 5, 1))).toBeCloseTo(0.5, 12);
    expect(calibrationError([...hits(8, 2, 0.8), ...hits(5, 5, 1)])).toBeCloseTo(0.25, 12);
  });
});
