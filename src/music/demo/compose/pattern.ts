/**
 * Accompaniment written as a row of words for one bar, each an even share of it: `0 - 2 3+4+5 . .` sounds the root for
 * two shares, then the fifth, then three tones of the chord together. Numbers count tones of the bar's chord upwards (3
 * is the root an octave up, -1 the fifth below), s is its seventh, a its ninth, `-` holds, `.` is silence.
 */
import { chordDegree, type Mode } from '../theory/modes.ts';

export interface Hit {
  /** Share of the bar, 0..1. */
  readonly at: number;
  readonly length: number;
  /** Degrees of the scale. */
  readonly degrees: readonly number[];
}

/**
 * @param shift begins the row this many words later, for patterns that move against each other
 * @throws SyntaxError naming a word that means nothing
 */
export function hits(row: string, scale: Mode, root: number, shift = 0): Hit[] {
  const written = row.trim().split(/\s+/);
  const words = written.map((_, i) => written[(i + shift) % written.length] ?? '.');
  const out: { at: number; length: number; degrees: number[] }[] = [];
  words.forEach((word, i) => {
    if (word === '.') return;
    if (word === '-') {
      const last = out[out.length - 1];
      if (last !== undefined) last.length += 1 / words.length;
      return;
    }
    const degrees = word.split('+').map((name) => toneOf(name, scale, root, row));
    out.push({ at: i / words.length, length: 1 / words.length, degrees });
  });
  return out;
}

function toneOf(name: string, scale: Mode, root: number, row: string): number {
  if (name === 's') return root + 6;
  if (name === 'a') return root + 8;
  const index = Number(name);
  if (!Number.isInteger(index))
    throw new SyntaxError(`expected a chord tone, received "${name}" in "${row}"`);
  return chordDegree(scale, root, index);
}

/** Beats of one drum voice: X strong, x plain, o soft, . none; the row fills a bar. */
export function beats(row: string): { at: number; level: number }[] {
  const levels: Readonly<Record<string, number>> = { X: 1, x: 0.75, o: 0.45 };
  return [...row].flatMap((sign, i) => {
    if (sign === '.') return [];
    const level = levels[sign];
    if (level === undefined) throw new SyntaxError(`expected X, x, o or ., received "${sign}" in "${row}"`);
    return [{ at: i / row.length, level }];
  });
}
