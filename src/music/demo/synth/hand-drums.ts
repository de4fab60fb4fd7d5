/**
 * Tabla, mridangam and frame drum. The black paste on the heads pulls the first modes to whole-number ratios
 * 1:2:3:4:5 (Raman 1934, The Indian Musical Drums), so the right-hand heads sing on a pitch: they are tuned to Sa,
 * which is the second partial of the head.
 */
import { type Blow, type Kit, strike, together } from './drum.ts';

const TABLA_BOLS = ['dha', 'dhin', 'na', 'tin', 'tun', 'ta', 'ge', 'ke', 'ti', 're'] as const;
export type TablaBol = (typeof TABLA_BOLS)[number];

/** @param sa hertz of the tonic the right drum is tuned to, best within 230..320 */
export function tabla(sa: number): Kit<TablaBol> {
  const head = sa / 2;
  const click = { strength: 0.5, t60: 0.03, band: [1800, 7500] as const };
  const na: Blow = {
    hz: head,
    modes: [
      [1, 0.06, 0.25],
      [2, 0.34, 0.75],
      [3, 0.3, 0.5],
      [4, 0.13, 0.32],
      [5, 0.1, 0.22],
    ],
    noise: click,
  };
  const tin: Blow = {
    hz: head,
    modes: [
      [1, 0.12, 0.6],
      [2, 0.34, 0.95],
      [3, 0.12, 0.5],
      [4, 0.04, 0.3],
    ],
    noise: { ...click, strength: 0.22 },
  };
  const tun: Blow = {
    hz: head,
    modes: [
      [1, 0.36, 0.9],
      [2, 0.16, 0.6],
      [3, 0.05, 0.3],
    ],
    noise: { ...click, strength: 0.15 },
  };
  const ge: Blow = {
    hz: 84,
    modes: [
      [1, 0.62, 0.75],
      [2.02, 0.16, 0.35],
      [3.1, 0.05, 0.18],
    ],
    from: 1.25,
    slide: 0.02,
    push: 1.22,
    noise: { strength: 0.16, t60: 0.025, band: [200, 1800] },
  };
  const slap: Blow = {
    hz: 190,
    modes: [
      [1, 0.1, 0.07],
      [2.3, 0.06, 0.05],
    ],
    noise: { strength: 0.55, t60: 0.05, band: [350, 2600] },
  };
  const tap: Blow = {
    hz: head * 2.9,
    modes: [
      [1, 0.1, 0.06],
      [1.6, 0.06, 0.05],
    ],
    noise: { strength: 0.5, t60: 0.045, band: [900, 5200] },
  };
  return {
    na: (level, random) => strike(na, level, random),
    ta: (level, random) => strike(na, level * 0.95, random),
    tin: (level, random) => strike(tin, level, random),
    tun: (level, random) => strike(tun, level, random),
    ge: (level, random) => strike(ge, level, random),
    ke: (level, random) => strike(slap, level, random),
    ti: (level, random) => strike(tap, level, random),
    re: (level, random) => strike({ ...tap, hz: tap.hz * 0.86 }, level * 0.9, random),
    dha: (level, random) => together(strike(na, level, random), strike(ge, level, random)),
    dhin: (level, random) => together(strike(tin, level, random), strike(ge, level, random)),
  };
}

const MRIDANGAM_STROKES = ['tham', 'thom', 'nam', 'dhin', 'cha', 'ta', 'ki', 'ka'] as const;
export type MridangamStroke = (typeof MRIDANGAM_STROKES)[number];

/** @param sa hertz of the tonic, best within 130..320 */
export function mridangam(sa: number): Kit<MridangamStroke> {
  const head = sa / 2;
  const thom: Blow = {
    hz: 78,
    modes: [
      [1, 0.6, 0.5],
      [1.9, 0.2, 0.25],
      [2.8, 0.08, 0.15],
    ],
    from: 1.3,
    slide: 0.025,
    noise: { strength: 0.12, t60: 0.03, band: [150, 1500] },
  };
  const nam: Blow = {
    hz: head,
    modes: [
      [2, 0.32, 0.55],
      [3, 0.26, 0.4],
      [4, 0.2, 0.28],
      [5, 0.14, 0.2],
      [6, 0.06, 0.14],
    ],
    noise: { strength: 0.45, t60: 0.025, band: [2000, 8000] },
  };
  const dhin: Blow = {
    hz: head,
    modes: [
      [1, 0.34, 0.6],
      [2, 0.28, 0.5],
      [3, 0.06, 0.25],
    ],
    noise: { strength: 0.2, t60: 0.03, band: [700, 4000] },
  };
  const cha: Blow = {
    hz: head,
    modes: [
      [2, 0.3, 0.4],
      [3, 0.1, 0.3],
      [4, 0.16, 0.25],
      [5, 0.12, 0.2],
    ],
    noise: { strength: 0.6, t60: 0.05, band: [1200, 7000] },
  };
  const ta: Blow = {
    hz: 420,
    modes: [
      [1, 0.12, 0.06],
      [1.7, 0.08, 0.05],
    ],
    noise: { strength: 0.6, t60: 0.04, band: [800, 5000] },
  };
  const ki: Blow = {
    hz: 300,
    modes: [
      [1, 0.12, 0.06],
      [1.5, 0.07, 0.04],
    ],
    noise: { strength: 0.45, t60: 0.04, band: [500, 3500] },
  };
  return {
    thom: (level, random) => strike(thom, level, random),
    nam: (level, random) => strike(nam, level, random),
    dhin: (level, random) => strike(dhin, level, random),
    cha: (level, random) => strike(cha, level, random),
    ta: (level, random) => strike(ta, level, random),
    ki: (level, random) => strike(ki, level, random),
    ka: (level, random) => strike({ ...ki, hz: 240 }, level * 0.8, random),
    tham: (level, random) => together(strike(thom, level, random), strike(nam, level, random)),
  };
}

/** Small cymbals that keep the beat (talam, manjira), a rattling frame drum and a clay pot (ghatam). */
export const beatKeepers: Kit<'talam' | 'kanjira' | 'ghatam' | 'ghatamBass'> = {
  talam: (level, random) =>
    strike(
      {
        hz: 2350,
        modes: [
          [1, 0.1, 1.1],
          [1.503, 0.07, 0.9],
          [2.27, 0.05, 0.7],
          [2.94, 0.025, 0.5],
        ],
        noise: { strength: 0.05, t60: 0.03, band: [5000, 14000] },
      },
      level,
      random,
    ),
  kanjira: (level, random) =>
    strike(
      {
        hz: 118,
        modes: [
          [1, 0.4, 0.22],
          [1.6, 0.12, 0.12],
        ],
        from: 0.8,
        slide: 0.06,
        noise: { strength: 0.16, t60: 0.16, band: [4500, 12000] },
      },
      level,
      random,
    ),
  ghatam: (level, random) =>
    strike(
      {
        hz: 690,
        modes: [
          [1, 0.2, 0.13],
          [1.62, 0.16, 0.1],
          [2.7, 0.08, 0.07],
        ],
        noise: { strength: 0.3, t60: 0.02, band: [1500, 8000] },
      },
      level,
      random,
    ),
  ghatamBass: (level, random) =>
    strike(
      {
        hz: 128,
        modes: [
          [1, 0.5, 0.25],
          [2.4, 0.08, 0.1],
        ],
        noise: { strength: 0.1, t60: 0.03, band: [200, 1500] },
      },
      level,
      random,
    ),
};
