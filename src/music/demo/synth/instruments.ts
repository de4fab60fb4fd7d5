/** The instruments by name: a table of shapes over the few ways of making a tone. */
import { type BowShape, bowedInstrument } from './bowed.ts';
import { tanpura } from './drone.ts';
import { design } from './filter.ts';
import type { Instrument } from './gesture.ts';
import { electricPiano, feltPiano, malletInstrument } from './mallet.ts';
import { type StringShape, stringInstrument } from './string.ts';
import { windInstrument } from './wind.ts';

const wood = [
  design('highpass', 70),
  design('peak', 110, 1.2, 4),
  design('peak', 220, 1, 3),
  design('highshelf', 6000, 0.7, -4),
];
const gourd = [
  design('highpass', 75),
  design('peak', 280, 1.1, 3),
  design('peak', 640, 1.2, 3),
  design('peak', 1900, 1.2, 2),
  design('highshelf', 6000, 0.7, -6),
];
const pluck = (shape: Partial<StringShape>): Instrument =>
  stringInstrument({
    pluck: 0.14,
    brightness: 0.5,
    sustain: 4,
    damping: 0.25,
    buzz: 0,
    body: wood,
    ...shape,
  });

const fiddleBody = [
  design('highpass', 160),
  design('peak', 290, 1.6, 4),
  design('peak', 480, 1.6, 4),
  design('peak', 1100, 1.2, -3),
  design('peak', 2500, 1, 3),
  design('highshelf', 5200, 0.7, -9),
];
const bow = (shape: Partial<BowShape>): Instrument =>
  bowedInstrument({
    voices: [0],
    open: 9,
    noise: 0.03,
    vibratoHz: 5.6,
    vibrato: 14,
    attack: 0.07,
    release: 0.12,
    body: fiddleBody,
    gain: 0.2,
    ...shape,
  });

export const INSTRUMENTS = {
  tanpura,
  sitar: pluck({ pluck: 0.07, brightness: 0.8, sustain: 7, damping: 0.11, buzz: 0.8, body: gourd }),
  sarod: pluck({ pluck: 0.1, brightness: 0.7, sustain: 2.6, damping: 0.22, buzz: 0.12, body: gourd }),
  veena: pluck({ pluck: 0.11, brightness: 0.55, sustain: 6.5, damping: 0.2, buzz: 0.35, body: gourd }),
  swarmandal: pluck({ pluck: 0.16, brightness: 0.85, sustain: 3.6, damping: 0.14 }),
  guitar: pluck({ pluck: 0.18, brightness: 0.6, sustain: 3.2, damping: 0.26, release: 0.35 }),
  nylon: pluck({ pluck: 0.24, brightness: 0.32, sustain: 3.4, damping: 0.34, release: 0.5 }),
  muted: pluck({ pluck: 0.12, brightness: 0.55, sustain: 0.5, damping: 0.34, release: 0.1 }),
  harp: pluck({ pluck: 0.3, brightness: 0.42, sustain: 3.4, damping: 0.26 }),
  ukulele: pluck({
    pluck: 0.22,
    brightness: 0.5,
    sustain: 1.3,
    damping: 0.3,
    release: 0.2,
    body: [design('highpass', 160), design('peak', 420, 1.2, 4), design('highshelf', 6000, 0.7, -4)],
  }),
  bass: pluck({
    pluck: 0.2,
    brightness: 0.16,
    sustain: 3,
    damping: 0.44,
    release: 0.12,
    body: [design('highpass', 34), design('peak', 90, 0.9, 3), design('lowpass', 2200)],
  }),
  bansuri: windInstrument({
    partials: [1, 0.42, 0.16, 0.07, 0.03],
    breath: 0.1,
    vibratoHz: 5,
    vibrato: 12,
    attack: 0.06,
    release: 0.16,
  }),
  venu: windInstrument({
    partials: [1, 0.5, 0.26, 0.1, 0.05, 0.02],
    breath: 0.085,
    vibratoHz: 5.4,
    vibrato: 6,
    attack: 0.04,
    release: 0.12,
  }),
  whistle: windInstrument({
    partials: [1, 0.28, 0.1, 0.04],
    breath: 0.05,
    vibratoHz: 5.6,
    vibrato: 9,
    attack: 0.03,
    release: 0.07,
  }),
  clarinet: windInstrument({
    partials: [1, 0.07, 0.55, 0.06, 0.3, 0.05, 0.14, 0.03, 0.06],
    breath: 0.02,
    vibratoHz: 4.8,
    vibrato: 5,
    attack: 0.05,
    release: 0.1,
  }),
  sarangi: bow({
    open: 8,
    noise: 0.05,
    vibrato: 8,
    vibratoHz: 5,
    attack: 0.1,
    body: [...fiddleBody, design('peak', 900, 1.4, 5)],
  }),
  carnaticViolin: bow({ vibrato: 5, attack: 0.06, open: 8 }),
  fiddle: bow({ vibrato: 9, attack: 0.035, release: 0.08, open: 10 }),
  cello: bow({
    vibrato: 13,
    vibratoHz: 5,
    attack: 0.14,
    release: 0.25,
    open: 8,
    body: [
      design('highpass', 60),
      design('peak', 200, 1.2, 3),
      design('peak', 420, 1.4, 4),
      design('highshelf', 2800, 0.7, -9),
    ],
  }),
  strings: bow({ voices: [-9, -4, 1, 5, 10], open: 5, vibrato: 5, attack: 0.5, release: 0.7, gain: 0.13 }),
  pad: bow({
    voices: [-11, -3, 4, 12],
    open: 2.6,
    noise: 0,
    vibrato: 2,
    attack: 0.9,
    release: 1.2,
    gain: 0.15,
    body: [design('highpass', 90), design('highshelf', 3200, 0.7, -6)],
  }),
  harmonium: bow({
    voices: [-3, 4],
    open: 6.5,
    noise: 0.01,
    vibrato: 0,
    attack: 0.07,
    release: 0.1,
    gain: 0.13,
    body: [design('highpass', 120), design('peak', 700, 1.1, 3), design('highshelf', 4200, 0.7, -6)],
  }),
  synthLead: bow({
    voices: [-6, 6],
    open: 7,
    noise: 0,
    vibrato: 10,
    vibratoHz: 5.8,
    attack: 0.02,
    release: 0.1,
    gain: 0.17,
    body: [design('highpass', 140), design('highshelf', 5000, 0.7, -4)],
  }),
  synthBass: bow({
    voices: [0],
    open: 6,
    noise: 0,
    vibrato: 0,
    attack: 0.008,
    release: 0.05,
    gain: 0.3,
    body: [design('highpass', 34), design('lowpass', 1800)],
  }),
  electricPiano,
  feltPiano,
  marimba: malletInstrument({
    modes: [
      { ratio: 1, strength: 1, t60: 1.3 },
      { ratio: 3.98, strength: 0.22, t60: 0.35 },
      { ratio: 9.9, strength: 0.07, t60: 0.12 },
    ],
    knock: 0.35,
  }),
  vibraphone: malletInstrument({
    modes: [
      { ratio: 1, strength: 0.9, t60: 4.5 },
      { ratio: 3.99, strength: 0.16, t60: 1.6 },
      { ratio: 10, strength: 0.03, t60: 0.3 },
    ],
    knock: 0.1,
    tremolo: [4.6, 0.3],
    release: 0.8,
  }),
  kalimba: malletInstrument({
    modes: [
      { ratio: 1, strength: 1, t60: 1.9 },
      { ratio: 2.01, strength: 0.1, t60: 0.8 },
      { ratio: 5.4, strength: 0.14, t60: 0.22 },
    ],
    knock: 0.5,
  }),
  glockenspiel: malletInstrument({
    modes: [
      { ratio: 1, strength: 0.8, t60: 2.4 },
      { ratio: 2.76, strength: 0.16, t60: 0.9 },
      { ratio: 5.4, strength: 0.05, t60: 0.3 },
    ],
    knock: 0.08,
  }),
  musicBox: malletInstrument({
    modes: [
      { ratio: 1, strength: 0.9, t60: 2.2 },
      { ratio: 3, strength: 0.12, t60: 0.7 },
      { ratio: 6.2, strength: 0.07, t60: 0.25 },
    ],
    knock: 0.2,
  }),
  steelPan: malletInstrument({
    modes: [
      { ratio: 1, strength: 0.8, t60: 1.5 },
      { ratio: 2, strength: 0.42, t60: 1.1 },
      { ratio: 3.01, strength: 0.14, t60: 0.6 },
      { ratio: 4.02, strength: 0.08, t60: 0.4 },
    ],
    knock: 0.12,
  }),
  gong: malletInstrument({
    modes: [
      { ratio: 1, strength: 1, t60: 7 },
      { ratio: 1.49, strength: 0.22, t60: 4 },
      { ratio: 2.01, strength: 0.3, t60: 4 },
      { ratio: 2.74, strength: 0.12, t60: 2 },
    ],
    knock: 0.06,
  }),
  metallophone: malletInstrument({
    modes: [
      { ratio: 1, strength: 0.85, t60: 3.8 },
      { ratio: 2.71, strength: 0.2, t60: 1.4 },
      { ratio: 5.15, strength: 0.07, t60: 0.5 },
    ],
    knock: 0.1,
  }),
} as const satisfies Record<string, Instrument>;

export type InstrumentName = keyof typeof INSTRUMENTS;
