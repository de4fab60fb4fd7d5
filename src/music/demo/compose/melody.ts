/**
 * A tune over chords, in the shape of a classical period (Caplin 1998, Classical Form): an idea of two bars, an answer
 * that stops half-way, the idea again, and a close on the tonic. A figure keeps its rhythm and its contour wherever it
 * returns; the chord it stands on moves it and bends its strong tones.
 */
import { pick, type Random } from '../random.ts';
import { type Mode, nearestChordTone } from '../theory/modes.ts';

export interface TuneTone {
  /** Bars from the start of the phrase. */
  readonly at: number;
  /** Bars. */
  readonly length: number;
  readonly degree: number;
}

/** a asks, c closes; b and d are the same for the middle part, higher up. */
export type PhraseKind = 'a' | 'b' | 'c' | 'd';

/** Rhythms of one bar in eighths, negative is silence; by eighths a bar, sparse to dense. */
const BARS: Readonly<Record<number, readonly (readonly (readonly number[])[])[]>> = {
  8: [
    [
      [4, 4],
      [6, 2],
      [4, 2, 2],
      [3, 1, 4],
    ],
    [
      [4, 2, 2],
      [3, 1, 4],
      [2, 2, 4],
      [3, 3, 2],
    ],
    [
      [3, 1, 2, 2],
      [2, 1, 1, 2, 2],
      [2, 2, 2, 2],
      [3, 3, 2],
      [1, 1, 2, 3, 1],
      [-1, 1, 1, 1, 2, 2],
    ],
    [
      [1, 1, 1, 1, 2, 2],
      [2, 1, 1, 1, 1, 2],
      [3, 3, 1, 1],
      [1, 2, 1, 2, 2],
      [-1, 1, 1, 1, 1, 1, 2],
    ],
  ],
  6: [
    [[4, 2], [6], [2, 4], [3, 1, 2]],
    [
      [4, 2],
      [2, 2, 2],
      [3, 1, 2],
      [2, 1, 1, 2],
    ],
    [
      [2, 1, 2, 1],
      [1, 1, 1, 2, 1],
      [2, 1, 1, 1, 1],
      [2, 1, 3],
    ],
    [
      [1, 1, 1, 1, 1, 1],
      [2, 1, 1, 1, 1],
      [1, 1, 1, 2, 1],
    ],
  ],
};

/** Contours of a figure in steps from its first tone. */
const SHAPES: readonly (readonly number[])[] = [
  [0, 1, 2, 1, 0, 1],
  [0, -1, 0, 1, 2, 1],
  [0, 2, 1, 0, -1, 0],
  [0, 1, 0, -1, 0, 1],
  [0, 2, 4, 2, 1, 0],
  [0, -1, -2, -1, 0, -1],
  [0, 0, 1, 2, 1, 0],
  [0, 2, 1, 3, 2, 1],
];

/** Where each bar of a phrase begins, in steps above the tonic. */
const ARCHES: Readonly<Record<PhraseKind, readonly (readonly number[])[]>> = {
  a: [
    [2, 4, 5, 4],
    [0, 2, 4, 1],
    [4, 2, 3, 1],
    [4, 5, 4, 1],
  ],
  b: [
    [5, 7, 6, 4],
    [7, 6, 5, 4],
    [4, 7, 5, 6],
  ],
  // A close begins as its question did (a parallel period), so only its last two bars are its own.
  c: [
    [1, 0],
    [4, 0],
    [2, 0],
  ],
  d: [
    [7, 5, 4, 4],
    [6, 7, 5, 1],
    [8, 7, 4, 4],
  ],
};

export interface Tune {
  phrase(kind: PhraseKind, chords: readonly number[]): TuneTone[];
}

/**
 * @param eighths a bar: 8 or 6
 * @param density 0 sparse .. 3 dense
 */
export function createTune(o: { scale: Mode; eighths: number; density: number; random: Random }): Tune {
  const { random, scale } = o;
  const rhythms = BARS[o.eighths]?.[o.density];
  if (rhythms === undefined) throw new RangeError(`expected 6 or 8 eighths a bar, received ${o.eighths}`);
  const figure = () => ({ rhythm: pick(random, rhythms), shape: pick(random, SHAPES) });
  // The first part and the middle part have two figures each.
  const figures = { low: [figure(), figure()], high: [figure(), figure()] };
  const asked = pick(random, ARCHES.a);
  const arches: Readonly<Record<PhraseKind, readonly number[]>> = {
    a: asked,
    b: pick(random, ARCHES.b),
    c: [...asked.slice(0, 2), ...pick(random, ARCHES.c)],
    d: pick(random, ARCHES.d),
  };
  const size = scale.cents.length;
  // The arches are written for seven steps an octave.
  const step = (degree: number): number => Math.round((degree * size) / 7);

  return {
    phrase(kind, chords) {
      const own = kind === 'a' || kind === 'c' ? figures.low : figures.high;
      const arch = arches[kind];
      return chords.flatMap((root, bar) => {
        const last = bar === chords.length - 1;
        const start = nearestChordTone(scale, root, step(arch[bar] ?? 0));
        if (last && (kind === 'c' || kind === 'd')) {
          const degree = kind === 'c' ? 0 : start;
          return [{ at: bar, length: 0.9, degree }];
        }
        const { rhythm, shape } = own[bar % 2] ?? figure();
        const kept = last ? halved(rhythm, o.eighths) : rhythm;
        return barOf(kept, shape, start, root, bar, o.eighths, scale);
      });
    },
  };
}

/** The first half of a rhythm, then a tone that is held. */
function halved(rhythm: readonly number[], eighths: number): number[] {
  const out: number[] = [];
  let used = 0;
  for (const length of rhythm) {
    if (used + Math.abs(length) > eighths / 2) break;
    out.push(length);
    used += Math.abs(length);
  }
  return [...out, eighths - used];
}

function barOf(
  rhythm: readonly number[],
  shape: readonly number[],
  start: number,
  root: number,
  bar: number,
  eighths: number,
  scale: Mode,
): TuneTone[] {
  let at = 0;
  let index = 0;
  const out: TuneTone[] = [];
  for (const length of rhythm) {
    if (length > 0) {
      const wanted = start + (shape[index % shape.length] ?? 0);
      const strong = at === 0 || at === eighths / 2 || length >= 3;
      const bent = strong ? nearestChordTone(scale, root, wanted) : wanted;
      // Bending must not make a tone stand still that was to move.
      const before = out[out.length - 1]?.degree;
      const turn = Math.sign((shape[index % shape.length] ?? 0) - (shape[(index - 1) % shape.length] ?? 0));
      const stuck = bent === before && turn !== 0;
      const degree = stuck ? chordToneBeyond(scale, root, bent, turn) : bent;
      out.push({ at: bar + at / eighths, length: length / eighths, degree });
      index++;
    }
    at += Math.abs(length);
  }
  return out;
}

/** The next tone of the chord upwards (1) or downwards (-1). */
function chordToneBeyond(scale: Mode, root: number, degree: number, turn: number): number {
  let next = degree + turn;
  while (nearestChordTone(scale, root, next) !== next) next += turn;
  return next;
}
