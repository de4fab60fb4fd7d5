/**
 * A song as a score: an introduction, phrases of four bars that ask and close, a middle part with more players, a last
 * chord. The same form carries the instrumental pieces, some without a tune.
 */
import { between, createRandom, type Random } from '../random.ts';
import type { DrumPart, MelodyTone, Part, Score, Stroke } from '../score.ts';
import { drumKit, type KitStroke } from '../synth/drum-kit.ts';
import type { Gesture } from '../synth/gesture.ts';
import type { InstrumentName } from '../synth/instruments.ts';
import { degreeRatio } from '../theory/modes.ts';
import { createTune, type PhraseKind } from './melody.ts';
import { beats, hits } from './pattern.ts';
import { idOf, type Layer, type SongPlan } from './plan.ts';
import { type Manner, perform, type Sung } from './voice.ts';

const TARGET = 47.6;
const RING = 4.4;
const SHORTEST = 45.8;
const TIED: readonly InstrumentName[] = [
  'whistle',
  'clarinet',
  'fiddle',
  'cello',
  'strings',
  'synthLead',
  'bansuri',
];
const FORMS: Readonly<Record<number, readonly PhraseKind[]>> = {
  2: ['a', 'c'],
  3: ['a', 'b', 'c'],
  4: ['a', 'c', 'b', 'c'],
  5: ['a', 'c', 'b', 'd', 'c'],
  6: ['a', 'c', 'b', 'd', 'a', 'c'],
  7: ['a', 'c', 'a', 'c', 'b', 'd', 'c'],
  8: ['a', 'c', 'a', 'c', 'b', 'd', 'a', 'c'],
  9: ['a', 'c', 'a', 'c', 'b', 'd', 'b', 'd', 'c'],
  10: ['a', 'c', 'a', 'c', 'b', 'd', 'b', 'd', 'a', 'c'],
};
const TOUCH = {
  sad: { level: 0.56, gate: 0.98, slur: 8, room: 2.6 },
  calm: { level: 0.58, gate: 0.98, slur: 6, room: 2.6 },
  happy: { level: 0.74, gate: 0.86, slur: 3, room: 1.3 },
  energetic: { level: 0.86, gate: 0.84, slur: 2, room: 1.1 },
} as const;

interface Bar {
  /** Seconds from the start of the piece. */
  readonly at: number;
  readonly root: number;
  /** 0 is the introduction. */
  readonly phrase: number;
  readonly kind: PhraseKind;
  readonly index: number;
}

export function composeSong(plan: SongPlan): Score {
  const random = createRandom(`${idOf(plan)}-song`);
  const barTime = (plan.beats * 60) / plan.bpm;
  const bars = layOut(plan, barTime);
  const end = (bars[bars.length - 1]?.at ?? 0) + barTime;
  const tune = plan.lead === undefined ? [] : tuneOf(plan, bars, barTime, end, random);
  const parts: Part[] = plan.layers.map((layer) => accompany(plan, layer, bars, barTime, end, random));
  if (plan.lead !== undefined) parts.push(leadPart(plan, plan.lead, tune, random));
  if (plan.lead !== undefined && plan.harmony !== undefined) {
    parts.push(harmonyPart(plan, plan.lead.octave, plan.harmony, tune, bars, random));
  }
  return {
    seconds: Math.max(SHORTEST, end + RING),
    tonicHz: plan.tonic,
    scale: plan.scale.cents.map((_, degree) => degreeRatio(plan.scale, degree)),
    melody:
      tune.length > 0
        ? tune.map(({ at, duration, degree }) => toned(plan, at, duration, degree))
        : figures(plan, parts),
    parts,
    drums: plan.drums === undefined ? [] : [drumPart(plan, plan.drums, bars, barTime, end, random)],
    room: TOUCH[plan.mood].room,
  };
}

/** As many phrases of four bars as fit; the bars left over introduce and end the piece. */
function layOut(plan: SongPlan, barTime: number): Bar[] {
  const count = Math.floor((TARGET - RING) / barTime);
  const phrases = Math.min(10, Math.max(2, Math.floor((count - 2) / 4)));
  const left = Math.max(1, count - 4 * phrases);
  // A long introduction gives one bar to the end, where the last chord is played out.
  const tag = left > 2 ? 1 : 0;
  const intro = left - tag;
  const form = FORMS[phrases] ?? [];
  const out: Bar[] = [];
  for (let i = 0; i < intro; i++) {
    out.push({ at: i * barTime, root: plan.chords.a[i % 4] ?? 0, phrase: 0, kind: 'a', index: i });
  }
  form.forEach((kind, phrase) => {
    plan.chords[kind].forEach((root, index) => {
      out.push({ at: out.length * barTime, root, phrase: phrase + 1, kind, index });
    });
  });
  if (tag === 1) out.push({ at: out.length * barTime, root: 0, phrase: form.length, kind: 'c', index: 4 });
  return out;
}

interface TimedTone {
  readonly at: number;
  readonly duration: number;
  readonly degree: number;
}

function tuneOf(
  plan: SongPlan,
  bars: readonly Bar[],
  barTime: number,
  end: number,
  random: Random,
): TimedTone[] {
  const tune = createTune({ scale: plan.scale, eighths: plan.eighths, density: plan.density, random });
  const starts = bars.filter((bar) => bar.phrase > 0 && bar.index === 0);
  const out = starts.flatMap((bar) =>
    tune.phrase(bar.kind, plan.chords[bar.kind]).map(({ at, length, degree }) => ({
      at: bar.at + at * barTime,
      duration: length * barTime,
      degree,
    })),
  );
  return [...out, { at: end, duration: Math.min(3, barTime), degree: 0 }];
}

const hertz = (plan: SongPlan, degree: number, octave: number): number =>
  plan.tonic * degreeRatio(plan.scale, degree) * 2 ** octave;

function toned(plan: SongPlan, at: number, duration: number, degree: number): MelodyTone {
  return { at, duration, hz: hertz(plan, degree, 0) };
}

/** Where there is no tune, the patterns are the melody. */
function figures(plan: SongPlan, parts: readonly Part[]): MelodyTone[] {
  return parts
    .flatMap(({ gestures }) => gestures)
    .map(({ at, duration, pitch }) => ({ at, duration, hz: pitch[0]?.[1] ?? plan.tonic }))
    .sort((a, b) => a.at - b.at);
}

function manner(plan: SongPlan, instrument: InstrumentName): Manner {
  return {
    tied: TIED.includes(instrument),
    gate: TOUCH[plan.mood].gate,
    slur: TOUCH[plan.mood].slur,
    glide: 0.05,
    ornament: 0,
  };
}

function leadPart(
  plan: SongPlan,
  lead: NonNullable<SongPlan['lead']>,
  tune: readonly TimedTone[],
  random: Random,
): Part {
  const sung = tune.map((tone, i): Sung => {
    const swell = 1 + 0.1 * Math.sin((i / 9) * Math.PI);
    return {
      at: tone.at,
      duration: tone.duration,
      hz: hertz(plan, tone.degree, lead.octave),
      level: Math.min(1, TOUCH[plan.mood].level * swell * between(random, 0.93, 1.05)),
    };
  });
  const gestures = perform(sung, manner(plan, lead.instrument), random);
  return { instrument: lead.instrument, gestures, pan: 0.05, decibels: 0, send: 0.28 };
}

/** From the middle part on, the tone of the chord next under the tune's long tones, and thirds under its steps. */
function harmonyPart(
  plan: SongPlan,
  octave: number,
  harmony: NonNullable<SongPlan['harmony']>,
  tune: readonly TimedTone[],
  bars: readonly Bar[],
  random: Random,
): Part {
  const from = bars.find((bar) => bar.kind === 'b')?.at ?? Number.POSITIVE_INFINITY;
  const sung = tune
    .filter((tone) => tone.at >= from)
    .map(
      (tone): Sung => ({
        at: tone.at + 0.012,
        duration: tone.duration,
        hz: hertz(plan, tone.degree - (plan.scale.cents.length === 7 ? 2 : 1), octave),
        level: TOUCH[plan.mood].level * 0.85,
      }),
    );
  const gestures = perform(sung, manner(plan, harmony.instrument), random);
  return { instrument: harmony.instrument, gestures, pan: -0.35, decibels: harmony.decibels, send: 0.32 };
}

function accompany(
  plan: SongPlan,
  layer: Layer,
  bars: readonly Bar[],
  barTime: number,
  end: number,
  random: Random,
): Part {
  const gestures: Gesture[] = [];
  const written = layer.level ?? 0.7;
  const add = (at: number, duration: number, degrees: readonly number[], level: number): void => {
    degrees.forEach((degree, i) => {
      const hz = hertz(plan, degree, layer.octave);
      const late = i * (layer.strum ?? 0) + (at > 0.05 ? between(random, -0.005, 0.005) : 0);
      gestures.push({
        at: Math.max(0, at + late),
        duration: duration * (layer.gate ?? 1),
        pitch: [[0, hz]],
        level: [[0, Math.min(1, level * between(random, 0.92, 1.06))]],
      });
    });
  };
  const middle = middleOf(bars);
  for (const [i, bar] of bars.entries()) {
    if (bar.phrase < (layer.from ?? 0)) continue;
    const row = layer.rows[i % layer.rows.length] ?? '.';
    for (const hit of hits(row, plan.scale, settled(plan, bar.root), (layer.drift ?? 0) * bar.phrase)) {
      const accent = hit.at === 0 ? 1 : (hit.at * plan.beats) % 1 === 0 ? 0.9 : 0.78;
      add(
        bar.at + hit.at * barTime,
        hit.length * barTime,
        hit.degrees,
        written * accent * growth(bar, middle),
      );
    }
  }
  // The last chord: what the player has on a first beat, held.
  const last = hits(layer.rows[0] ?? '.', plan.scale, 0)[0];
  if (last !== undefined) add(end, Math.min(3.2, RING - 1), last.degrees, written * 0.9);
  const { instrument, decibels, pan } = layer;
  return {
    instrument,
    gestures,
    decibels,
    pan,
    send: layer.send ?? 0.2,
    ...(layer.wide ? { wide: true } : {}),
  };
}

/** The phrase at which the middle part begins. */
function middleOf(bars: readonly Bar[]): number {
  return bars.find((bar) => bar.kind === 'b')?.phrase ?? Number.POSITIVE_INFINITY;
}

/** The players begin held back and play out from the middle part on. */
function growth(bar: Bar, middle: number): number {
  if (bar.phrase === 0) return 0.85;
  return bar.phrase < middle ? 0.92 : 1.08;
}

/** Roots of the upper half are taken an octave down, so that chords stay together. */
function settled(plan: SongPlan, root: number): number {
  const size = plan.scale.cents.length;
  return root > size / 2 ? root - size : root;
}

function drumPart(
  plan: SongPlan,
  sets: NonNullable<SongPlan['drums']>,
  bars: readonly Bar[],
  barTime: number,
  end: number,
  random: Random,
): DrumPart {
  const strokes: Stroke[] = [];
  const middle = middleOf(bars);
  const quiet = plan.mood === 'sad' || plan.mood === 'calm';
  for (const bar of bars) {
    if (bar.phrase === 0 && quiet) continue;
    const rows = bar.phrase >= middle ? sets[1] : sets[0];
    for (const [stroke, row] of Object.entries(rows)) {
      // The introduction has the pulse alone.
      if (bar.phrase === 0 && !['shaker', 'hat', 'tambourine', 'bell', 'softKick'].includes(stroke)) continue;
      for (const { at, level } of beats(row)) {
        strokes.push({
          at: Math.max(0, bar.at + at * barTime + between(random, -0.003, 0.003)),
          stroke,
          level: level * between(random, 0.9, 1.05),
        });
      }
    }
  }
  const ending: readonly KitStroke[] = plan.mood === 'energetic' ? ['kick', 'crash'] : ['softKick'];
  strokes.push(...ending.map((stroke) => ({ at: end, stroke, level: 0.8 })));
  return { kit: drumKit, strokes, pan: 0, decibels: plan.drumDecibels ?? -6, send: 0.1 };
}
