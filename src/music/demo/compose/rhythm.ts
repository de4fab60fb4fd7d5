/** Rhythm of a line: cells that come back, so the ear finds a figure, and a long tone at the end, so it finds the close. */
import { pick, type Random } from '../random.ts';

/** 0 sparse (sad) .. 3 dense (energetic). */
export type Density = 0 | 1 | 2 | 3;

/** Cells for a group of 2, 3 or 4 units, by density; each digit is the length of a tone in units. */
const CELLS: Readonly<Record<2 | 3 | 4, readonly string[]>> = {
  2: ['2', '2 2 11', '11 2', '11'],
  3: ['21 12', '21 12', '21 111 12', '111 21 111'],
  4: ['31 22 112', '22 31 211', '211 112 31 1111 22 121', '1111 211 112 1111 121'],
};

function cells(size: 2 | 3 | 4, density: Density): number[][] {
  return (CELLS[size][density] ?? `${size}`).split(' ').map((cell) => [...cell].map(Number));
}

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
    const cell = figure.get(key) ?? pick(random, cells(size, density));
    figure.set(key, cell);
    out.push(...cell);
  });
  return out;
}
