/** A drum kit, a brush kit and a few hand percussions for the Western and the instrumental pieces. */
import { type Blow, type Kit, strike, together } from './drum.ts';

const KIT_STROKES = [
  'kick',
  'softKick',
  'snare',
  'brush',
  'rim',
  'clap',
  'hat',
  'openHat',
  'ride',
  'crash',
  'shaker',
  'tambourine',
  'tom',
  'lowTom',
  'bodhran',
  'bodhranTip',
  'wood',
  'bell',
] as const;
export type KitStroke = (typeof KIT_STROKES)[number];

const kick: Blow = {
  hz: 50,
  modes: [
    [1, 0.95, 0.42],
    [2.1, 0.12, 0.12],
  ],
  from: 3.2,
  slide: 0.016,
  noise: { strength: 0.2, t60: 0.012, band: [800, 5000] },
};
const snareHead: Blow = {
  hz: 188,
  modes: [
    [1, 0.4, 0.16],
    [1.72, 0.2, 0.11],
  ],
  from: 1.25,
  slide: 0.012,
};
const snareWires: Blow = { hz: 100, modes: [], noise: { strength: 0.62, t60: 0.2, band: [1300, 9500] } };
/** Inharmonic ratios of a thin plate. */
const PLATE = [1, 1.342, 1.527, 1.818, 2.12, 2.603, 3.21] as const;
const plate = (strength: number, t60: number): Blow['modes'] =>
  PLATE.map((ratio, i) => [ratio, strength / (1 + i * 0.2), t60 * (1 - i * 0.07)] as const);

const BLOWS: Readonly<Record<Exclude<KitStroke, 'snare' | 'clap'>, Blow>> = {
  kick,
  softKick: { ...kick, from: 1.8, noise: { strength: 0.06, t60: 0.01, band: [300, 2000] } },
  brush: { hz: 180, modes: [[1, 0.08, 0.08]], noise: { strength: 0.34, t60: 0.17, band: [1500, 8000] } },
  rim: {
    hz: 810,
    modes: [
      [1, 0.25, 0.05],
      [2.1, 0.18, 0.04],
    ],
    noise: { strength: 0.3, t60: 0.02, band: [1500, 7000] },
  },
  hat: {
    hz: 5200,
    modes: plate(0.012, 0.07),
    noise: { strength: 0.42, t60: 0.06, band: [7000, 15000] },
  },
  openHat: {
    hz: 5200,
    modes: plate(0.012, 0.3),
    noise: { strength: 0.34, t60: 0.34, band: [6500, 15000] },
  },
  ride: {
    hz: 3100,
    modes: plate(0.026, 0.9),
    noise: { strength: 0.12, t60: 0.35, band: [5000, 14000] },
  },
  crash: {
    hz: 2300,
    modes: plate(0.02, 1.6),
    noise: { strength: 0.36, t60: 1.5, band: [3000, 14000] },
  },
  shaker: { hz: 100, modes: [], noise: { strength: 0.4, t60: 0.075, band: [4500, 12000] } },
  tambourine: {
    hz: 6400,
    modes: plate(0.02, 0.16),
    noise: { strength: 0.3, t60: 0.14, band: [6000, 15000] },
  },
  tom: {
    hz: 128,
    modes: [
      [1, 0.6, 0.4],
      [1.6, 0.2, 0.22],
    ],
    from: 1.4,
    slide: 0.04,
    noise: { strength: 0.16, t60: 0.03, band: [400, 4000] },
  },
  lowTom: {
    hz: 88,
    modes: [
      [1, 0.65, 0.5],
      [1.6, 0.2, 0.25],
    ],
    from: 1.4,
    slide: 0.05,
    noise: { strength: 0.14, t60: 0.03, band: [300, 3000] },
  },
  bodhran: {
    hz: 92,
    modes: [
      [1, 0.55, 0.3],
      [1.59, 0.25, 0.2],
      [2.14, 0.1, 0.12],
    ],
    from: 1.2,
    slide: 0.03,
    noise: { strength: 0.2, t60: 0.03, band: [300, 2500] },
  },
  bodhranTip: {
    hz: 170,
    modes: [
      [1, 0.2, 0.12],
      [1.59, 0.16, 0.1],
    ],
    noise: { strength: 0.26, t60: 0.03, band: [800, 5000] },
  },
  wood: {
    hz: 980,
    modes: [
      [1, 0.34, 0.07],
      [2.6, 0.1, 0.04],
    ],
    noise: { strength: 0.14, t60: 0.01, band: [1500, 7000] },
  },
  bell: {
    hz: 780,
    modes: [
      [1, 0.16, 0.3],
      [1.5, 0.14, 0.26],
      [2.66, 0.06, 0.18],
    ],
    noise: { strength: 0.12, t60: 0.012, band: [2000, 9000] },
  },
};

const blows = Object.fromEntries(
  Object.entries(BLOWS).map(([name, blow]) => [
    name,
    (level: number, random: () => number) => strike(blow, level, random),
  ]),
) as Record<keyof typeof BLOWS, Kit[string]>;

export const drumKit: Kit<KitStroke> = {
  ...blows,
  snare: (level, random) => together(strike(snareHead, level, random), strike(snareWires, level, random)),
  clap: (level, random) => {
    const hand = (t60: number, strength: number) =>
      strike({ hz: 100, modes: [], noise: { strength, t60, band: [900, 4200] } }, level, random);
    const late = (samples: Float32Array, by: number): Float32Array => {
      const out = new Float32Array(samples.length + by);
      out.set(samples, by);
      return out;
    };
    return together(hand(0.02, 0.5), late(hand(0.02, 0.5), 520), late(hand(0.16, 0.75), 1050));
  },
};
