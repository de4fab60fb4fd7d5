import { describe, expect, it } from 'vitest';
import { outline } from '../../src/cli/outline.ts';

const lines = (text: string) => text.split('\n').map((line) => line.replace(/ +/g, ' '));

describe('outline', () => {
  it('sets names before values, to four places, and a dash where there is nothing', () => {
    expect(lines(outline({ a: 0.123456, b: { c: 'text', d: null, e: Number.NaN } }))).toEqual([
      'a 0.1235',
      'b',
      ' c text',
      ' d -',
      ' e -',
    ]);
  });

  it('sets plain lists on their line', () => {
    expect(lines(outline({ interval: [0.1, 0.2], none: [] }))).toEqual(['interval 0.1 0.2', 'none -']);
  });

  it('sets rows that are alike as a table, each column as wide as its widest cell', () => {
    const perClass = { happy: { f1: 0.5, support: 1200 }, sad: { f1: null, support: 3 } };
    expect(outline({ per_class: perClass }).split('\n')).toEqual([
      'per_class',
      '          f1  support',
      '  happy  0.5     1200',
      '  sad      -        3',
    ]);
    expect(lines(outline({ bins: [{ from: 0, n: 1 }] }))).toEqual(['bins', ' from n', ' 0 1']);
  });

  it('sets a confusion matrix with its labels', () => {
    const counts = [
      [10, 2],
      [0, 7],
    ];
    expect(lines(outline({ confusion: { labels: ['a', 'b'], counts } }))).toEqual([
      'confusion',
      ' true \\ predicted a b',
      ' a 10 2',
      ' b 0 7',
    ]);
  });

  it('nests what is not alike', () => {
    expect(lines(outline({ x: { a: { n: 1, m: 2 }, b: { n: 1 } } }))).toEqual([
      'x',
      ' a',
      ' n 1',
      ' m 2',
      ' b',
      ' n 1',
    ]);
  });
});
