/**
 * A melodic line of a raga: its known turns of phrase laid end to end so that they fill a rhythm, rest where the raga
 * rests and join without a jolt. Many ways are tried and the best kept; nothing is made of single tones at random.
 */
import { pick, type Random } from '../random.ts';
import type { Raga } from '../theory/raga.ts';
import { place, type Swara, type Tone, tones } from '../theory/swara.ts';

export type Role = 'open' | 'middle' | 'high' | 'close';

export interface LineTone {
  /** Units from the start of the line. */
  readonly unit: number;
  readonly units: number;
  readonly tone: Tone;
}

const TRIES = 220;

/**
 * @param lengths of the tones in units, see rhythm.ts
 * @param path what each phrase is for, in order; phrases in the middle of the path are repeated or dropped to fit
 * @param end tones the line may end on
 * @param after the tone that came before
 */
export function composeLine(o: {
  raga: Raga;
  lengths: readonly number[];
  path: readonly Role[];
  end: readonly Swara[];
  after?: Tone;
  random: Random;
}): LineTone[] {
  let best: { cost: number; line: Tone[] } | undefined;
  for (let i = 0; i < TRIES; i++) {
    const line = draw(o.raga, o.path, o.lengths.length, o.random);
    const cost = judge(o.raga, line, o.lengths, o.end, o.after) + o.random() * 0.8;
    if (best === undefined || cost < best.cost) best = { cost, line: line.flat() };
  }
  let unit = 0;
  return o.lengths.map((units, i) => {
    const tone = best?.line[i] ?? { swara: 'S' as const, octave: 0 };
    const at = unit;
    unit += units;
    return { unit: at, units, tone };
  });
}

/** Phrases along the path, exactly `count` tones: fitted by leaving phrases out and, at the last, by lingering on a tone. */
function draw(raga: Raga, path: readonly Role[], count: number, random: Random): Tone[][] {
  const last = path[path.length - 1] ?? 'close';
  // Either the ending is the whole line, or it leaves room for a phrase before it.
  const ends = raga[last].map(tones).filter(({ length }) => {
    const left = count - length;
    return count <= 5 ? left === 0 || left >= 3 : left >= 3;
  });
  const ending = ends.length > 0 ? pick(random, ends) : [tones(raga[last][0] ?? 'S').slice(-count)].flat();
  const phrases: Tone[][] = [];
  let left = count - ending.length;
  for (let i = 0; left > 0; i++) {
    const role = path[Math.min(i, path.length - 2)] ?? last;
    const short = (phrases: readonly string[]) =>
      phrases.map(tones).filter((phrase) => phrase.length <= left);
    const meant = short(raga[role]);
    const fitting = meant.length > 0 ? meant : short([...raga.open, ...raga.middle, ...raga.high]);
    if (fitting.length === 0) {
      linger(phrases, ending, left, random);
      break;
    }
    const phrase = pick(random, fitting);
    phrases.push(phrase);
    left -= phrase.length;
  }
  return [...phrases, ending];
}

/** Says tones of the last phrase again until the line is full. */
function linger(phrases: Tone[][], ending: Tone[], missing: number, random: Random): void {
  for (let n = 0; n < missing; n++) {
    const host = phrases[phrases.length - 1] ?? ending;
    const at = Math.floor(random() * host.length);
    const tone = host[at];
    if (tone !== undefined) host.splice(at, 0, tone);
  }
}

/** Lower is better: leaps where phrases join, long tones where the raga does not rest, a wrong ending, echoes. */
function judge(
  raga: Raga,
  phrases: readonly Tone[][],
  lengths: readonly number[],
  end: readonly Swara[],
  after: Tone | undefined,
): number {
  let cost = 0;
  let previous = after;
  for (const phrase of phrases) {
    const first = phrase[0];
    if (previous !== undefined && first !== undefined) cost += leap(place(first) - place(previous));
    previous = phrase[phrase.length - 1];
  }
  const line = phrases.flat();
  const long = Math.max(2, ...lengths) * 0.6;
  lengths.forEach((length, i) => {
    const tone = line[i];
    if (tone === undefined) return;
    if (length >= long && !raga.rests.includes(tone.swara)) cost += 0.9;
    if (length >= long && tone.swara === raga.vadi) cost -= 0.3;
    const before = line[i - 1];
    if (before !== undefined && place(before) === place(tone)) cost += 0.5;
  });
  const last = line[line.length - 1];
  if (last !== undefined && !end.includes(last.swara)) cost += 6;
  const spoken = phrases.map((phrase) => phrase.map(place).join(' '));
  cost += 1.2 * (spoken.length - new Set(spoken).size);
  return cost;
}

function leap(semitones: number): number {
  const size = Math.abs(semitones);
  if (size <= 2) return size === 0 ? 0.2 : 0;
  if (size <= 5) return 0.4;
  if (size === 7) return 1;
  return size === 12 ? 2 : 3;
}
