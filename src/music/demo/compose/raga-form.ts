/**
 * The form of a raga piece: the drone alone, a slow opening without beat (alap), the theme (sthayi, pallavi) and its
 * repeat, a second part in the upper octave (antara, anupallavi), the theme again; a lively piece closes with a phrase
 * said three times that ends on the first beat (tihai, mora).
 */
import { between, createRandom, pick, type Random } from '../random.ts';
import type { Tone } from '../theory/swara.ts';
import { tones } from '../theory/swara.ts';
import { composeLine, type LineTone, type Role } from './line.ts';
import type { RagaPlan } from './plan.ts';
import { type Density, rhythm } from './rhythm.ts';

export interface Line {
  readonly kind: 'theme' | 'repeat' | 'upper' | 'run' | 'last';
  /** Seconds from the start of the piece. */
  readonly at: number;
  readonly tones: readonly LineTone[];
}

export interface RagaForm {
  readonly seconds: number;
  /** Opening tones: seconds from the start, seconds long. */
  readonly alap: readonly { at: number; duration: number; tone: Tone }[];
  readonly lines: readonly Line[];
  /** The closing first beat, where the piece comes to rest. */
  readonly end: number;
  readonly beat: number;
  readonly unit: number;
  readonly lineBeats: number;
}

const TARGET = 47.6;
/** From the last beat to silence. */
const RING = 4.6;
const LINE = 7.6;
/** The drone is heard alone first. */
export const DRONE_ALONE = 1.7;
const DENSITY: Readonly<Record<RagaPlan['mood'], Density>> = { sad: 0, calm: 1, happy: 2, energetic: 3 };

export function ragaForm(plan: RagaPlan): RagaForm {
  const random = createRandom(`${plan.language}-${plan.mood}-${plan.number}-form`);
  const beat = 60 / plan.bpm;
  const cycle = plan.tala.beats * beat;
  const lineBeats = plan.tala.beats * Math.max(1, Math.round(LINE / cycle));
  const lineTime = lineBeats * beat;
  const shortest = plan.mood === 'energetic' || plan.mood === 'happy' ? 5.5 : 8;
  const count = Math.max(2, Math.floor((TARGET - RING - shortest) / lineTime));
  const start = TARGET - RING - count * lineTime;
  const unit = beat / plan.units;
  return {
    seconds: TARGET,
    alap: alap(plan, start, random),
    lines: lines(plan, count, start, lineBeats, random),
    end: start + count * lineTime,
    beat,
    unit,
    lineBeats,
  };
}

/** Phrases in free time: short tones lean to the long one that ends each phrase; silence in between. */
function alap(plan: RagaPlan, until: number, random: Random): RagaForm['alap'] {
  const { raga } = plan;
  const slow = plan.mood === 'sad' || plan.mood === 'calm';
  const phrases: Tone[][] = [tones(pick(random, raga.open))];
  const room = until - DRONE_ALONE;
  const length = (): number => phrases.reduce((sum, phrase) => sum + phrase.length * 0.55 + 1.6, 0);
  const middle: Role[] = ['middle', 'high', 'open', 'middle'];
  for (let i = 0; length() < room * (slow ? 0.55 : 0.75) - 2; i++) {
    phrases.push(tones(pick(random, raga[middle[i % middle.length] ?? 'middle'])));
  }
  phrases.push(tones(pick(random, raga.close)));
  const raw = phrases.flatMap((phrase) =>
    phrase.map((tone, i) => {
      const last = i === phrase.length - 1;
      const rest = raga.rests.includes(tone.swara);
      return {
        tone,
        time: last ? between(random, 1.5, 2) : between(random, 0.4, 0.62) * (rest ? 1.35 : 1),
        last,
      };
    }),
  );
  const total = raw.reduce((sum, { time, last }) => sum + time + (last ? 0.45 : 0), 0);
  const stretch = room / total;
  let at = DRONE_ALONE;
  return raw.map(({ tone, time, last }) => {
    const here = at;
    at += (time + (last ? 0.45 : 0)) * stretch;
    return { at: here, duration: time * stretch, tone };
  });
}

function lines(plan: RagaPlan, count: number, start: number, lineBeats: number, random: Random): Line[] {
  const { raga } = plan;
  const cycles = lineBeats / plan.tala.beats;
  const groups = Array.from({ length: cycles }, () =>
    plan.tala.groups.map((beats) => beats * plan.units),
  ).flat();
  const density = DENSITY[plan.mood];
  const figure = new Map<string, readonly number[]>();
  const line = (path: Role[], end: readonly (typeof raga.rests)[number][], more: 0 | 1 = 0): LineTone[] => {
    const lengths = rhythm(
      groups,
      Math.min(3, density + more) as Density,
      random,
      more === 0 ? { figure } : {},
    );
    return composeLine({ raga, lengths, path, end, random });
  };
  const theme = line(['open', 'middle', 'close'], ['S']);
  const upper = line(['middle', 'high', 'high', 'high'], ['S', raga.vadi, raga.samvadi, 'P']);
  const time = (lineBeats * 60) / plan.bpm;
  const kinds = FORMS[Math.min(count, 7)] ?? FORMS[7];
  return Array.from({ length: count }, (_, i) => {
    const kind = kinds?.[i] ?? 'repeat';
    const at = start + i * time;
    if (kind === 'theme' || kind === 'repeat') return { kind, at, tones: theme };
    if (kind === 'upper') return { kind, at, tones: upper };
    if (kind === 'run') return { kind, at, tones: line(['high', 'middle', 'close'], ['S', raga.vadi], 1) };
    const units = lineBeats * plan.units;
    const quiet = plan.mood === 'sad' || plan.mood === 'calm';
    return { kind, at, tones: quiet ? settle(theme, units) : tihai(theme, units) };
  });
}

const FORMS: Readonly<Record<number, readonly Line['kind'][]>> = {
  2: ['theme', 'last'],
  3: ['theme', 'upper', 'last'],
  4: ['theme', 'repeat', 'upper', 'last'],
  5: ['theme', 'repeat', 'upper', 'run', 'last'],
  6: ['theme', 'repeat', 'upper', 'repeat', 'run', 'last'],
  7: ['theme', 'repeat', 'upper', 'repeat', 'run', 'repeat', 'last'],
};

/** A quiet piece ends with its theme, and Sa on the first beat after it. */
function settle(theme: readonly LineTone[], units: number): LineTone[] {
  return [...theme, { unit: units, units: 1, tone: { swara: 'S', octave: 0 } }];
}

/**
 * The theme, cut short by its own ending said three times, so that the third time lands on the first beat after the
 * line: 3 phrases of L units and 2 pauses of one unit make 3L + 2 units, the last of which is that first beat.
 */
function tihai(theme: readonly LineTone[], units: number): LineTone[] {
  const phrase = closing(theme);
  // At least a quarter of the line is still the theme.
  const length = Math.min(phrase.length, Math.floor((units - 1) / 3), Math.floor((units - 2) / 4) + 1);
  const said = phrase.slice(-length);
  const from = units + 1 - (3 * length + 2);
  const lead = theme
    .filter((tone) => tone.unit < from)
    .map((tone) => ({ ...tone, units: Math.min(tone.units, from - tone.unit) }));
  const times = [0, 1, 2].flatMap((n) =>
    said.map((tone, i) => ({
      unit: from + n * (length + 1) + i,
      units: i === said.length - 1 && n < 2 ? 2 : 1,
      tone,
    })),
  );
  return [...lead, ...times];
}

/** The last tones of the theme, ending on its last Sa, without standing still. */
function closing(theme: readonly LineTone[]): Tone[] {
  const out: Tone[] = [];
  for (const { tone } of theme.slice(-7)) {
    const before = out[out.length - 1];
    if (before === undefined || before.swara !== tone.swara || before.octave !== tone.octave) out.push(tone);
  }
  return out.slice(-5);
}
