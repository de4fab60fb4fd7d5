/** The drummer of a raga piece: the cycle's strokes, softer or fuller as the form asks, a little human in time and force. */
import { between, type Random } from '../random.ts';
import type { Stroke } from '../score.ts';
import { strokesOf, type Tala } from '../theory/talas.ts';

export type Fullness = 'plain' | 'full' | 'fill';

/** Strokes of one cycle that begins at `at` seconds; the first beat of a limb is the strongest. */
export function playCycle(o: {
  tala: Tala;
  fullness: Fullness;
  at: number;
  beat: number;
  level: number;
  random: Random;
}): Stroke[] {
  const limbs = limbStarts(o.tala);
  return strokesOf(o.tala, o.tala[o.fullness]).map(({ beat, stroke }) => {
    const weight = beat === 0 ? 1 : limbs.includes(beat) ? 0.86 : Number.isInteger(beat) ? 0.72 : 0.5;
    return {
      at: Math.max(0, o.at + beat * o.beat + between(o.random, -0.005, 0.005)),
      stroke,
      level: Math.min(1, o.level * weight * between(o.random, 0.9, 1.08)),
    };
  });
}

/** Small cymbals on the claps of the cycle. */
export function keepTime(tala: Tala, at: number, beat: number, level: number): Stroke[] {
  return tala.claps.map((clap, i) => ({
    at: at + clap * beat,
    stroke: 'talam',
    level: level * (i === 0 ? 1 : 0.6),
  }));
}

function limbStarts(tala: Tala): number[] {
  let start = 0;
  return tala.groups.map((beats) => {
    const here = start;
    start += beats;
    return here;
  });
}
