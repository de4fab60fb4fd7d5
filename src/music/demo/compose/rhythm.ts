/** Rhythm of a line: cells that come back, so the ear finds a figure, and a long tone at the end, so it finds the close. */
import { pick, type Random } from '../random.ts';

/** 0 sparse (sad) .. 3 dense (energetic). */
export type Density = 0 | 1 | 2 | 3;

/** Lengths in units for a group of 2, 3 or 4 units. */
const CELLS: Readonly<Record<2 | 3 | 4, readonly (readonly (readonly number[])[])[]>> = {
  2: [[[2]], [[2], [2], [1, 1]], [[1, 1], [2]], [[1, 1]]],
  3: [
    [[3], [2, 1]],
    [
      [2, 1],
      [1, 2],
    ],
    [
      [2, 1],
      [1, 1, 1],
      [1, 2],
    ],
    [
      [1, 1, 1],
      [2, 1],
      [1, 1, 1],
    ],
  ],
  4: [
    [[4], [3, 1], [2, 2]],
    [
      [2, 2],
      [3, 1],
      [2, 1, 1],
    ],
    [
      [2, 1, 1],
      [1, 1, 2],
      [3, 1],
      [1, 1, 1, 1],
      [2, 2],
      [1, 2, 1],
    ],
    [
      [1, 1, 1, 1],
      [2, 1, 1],
      [1, 1, 2],
      [1, 1, 1, 1],
      [1, 2, 1],
    ],
  ],
};

/** Breaks a group into pieces that have cells: 6 into 3 + 3, 7 into 3 + 4, 8 into 4 + 4, 5 into 2 + 3. */
function pieces(size: number): (2 | 3 | 4)[] {
  if (size === 2 || size === 3 || size === 4) return [size];
  if (size === 1) throw new RangeError('a group of one unit has no cell');
  if (size === 5) return [2, 3];
  if (size === 6) return [3, 3];
  if (size === 7) return [3, 4];
  return [4, ...pieces(size - 4)];
}

/**
 * Lengths, in units, that fill the groups exactly.
 * @param groups units of each group of the metre, e.g. 8 4 4 for two units a beat of adi tala
 * @param figure cells already in use for a size: passing the same map to two lines makes them rhyme
 * @param closing whether the last group comes to rest
 */
export function rhythm(
  groups: readonly number[],
  density: Density,
  random: Random,
  options: { figure?: Map<string, readonly number[]>; closing?: boolean } = {},
): number[] {
  const figure = options.figure ?? new Map<string, readonly number[]>();
  const parts = groups.flatMap(pieces);
  const out: number[] = [];
  parts.forEach((size, i) => {
    const last = i === parts.length - 1;
    if (last && (options.closing ?? true)) {
      out.push(size);
      return;
    }
    // a b a c: every other group repeats the first figure, the group before the close may run.
    const key = `${size}${i % 2 === 0 ? 'a' : i % 4 === 1 ? 'b' : 'c'}`;
    const cell = figure.get(key) ?? pick(random, CELLS[size][density] ?? [[size]]);
    figure.set(key, cell);
    out.push(...cell);
  });
  return out;
}
