/** A raga piece as a score: who plays what of the form, and how each player brings the tones to life. */
import { between, createRandom, type Random } from '../random.ts';
import type { DrumPart, MelodyTone, Part, Score, Stroke } from '../score.ts';
import type { Gesture } from '../synth/gesture.ts';
import { beatKeepers, mridangam, tabla } from '../synth/hand-drums.ts';
import type { InstrumentName } from '../synth/instruments.ts';
import { place, ratio, type Swara, type Tone, tones } from '../theory/swara.ts';
import type { LineTone } from './line.ts';
import type { RagaPlan } from './plan.ts';
import { DRONE_ALONE, type Line, type RagaForm, ragaForm } from './raga-form.ts';
import { keepTime, playCycle } from './tala-drums.ts';
import { type Manner, perform, type Sung } from './voice.ts';

const TIED: readonly InstrumentName[] = [
  'bansuri',
  'venu',
  'sarangi',
  'carnaticViolin',
  'harmonium',
  'clarinet',
];

/** Tempo, articulation and force by mood: Gabrielsson & Juslin 1996; Juslin & Laukka 2003, table 7. */
const TOUCH = {
  sad: { level: 0.58, gate: 1, slur: 9, glide: 0.16, ornament: 1, room: 2.6 },
  calm: { level: 0.6, gate: 1, slur: 8, glide: 0.13, ornament: 0.85, room: 2.3 },
  happy: { level: 0.74, gate: 0.88, slur: 4, glide: 0.07, ornament: 0.7, room: 1.5 },
  energetic: { level: 0.86, gate: 0.84, slur: 3, glide: 0.05, ornament: 0.55, room: 1.2 },
} as const;

/** The drone against the lead: nearer where there is more silence. */
const DRONE = { sad: -10, calm: -10, happy: -13, energetic: -14 } as const;

export function composeRagaPiece(plan: RagaPlan): Score {
  const random = createRandom(`${plan.language}-${plan.mood}-${plan.number}-play`);
  const form = ragaForm(plan);
  const lead = leadTones(plan, form, random);
  const parts: Part[] = [drone(plan, form, random)];
  const voice = (name: InstrumentName): Manner => ({ tied: TIED.includes(name), ...TOUCH[plan.mood] });
  parts.push({
    instrument: plan.lead,
    gestures: perform(lead, voice(plan.lead), random),
    pan: -0.12,
    decibels: 0,
    send: 0.26,
  });
  if (plan.second !== undefined) parts.push(secondPart(plan, form, lead, voice(plan.second), random));
  if (plan.raga.system === 'Hindustani') parts.push(sweeps(plan, form, random));
  if (!TIED.includes(plan.lead)) parts.push(sideStrings(plan, form, random));
  return {
    seconds: form.seconds,
    tonicHz: plan.tonic,
    scale: scaleOf(plan),
    melody: melodyOf(plan, form),
    parts,
    drums: drums(plan, form, random),
    room: TOUCH[plan.mood].room,
  };
}

const hertz = (plan: RagaPlan, tone: Tone, octave = 0): number =>
  plan.tonic * ratio(tone, plan.raga.tuning) * 2 ** octave;

function scaleTones(plan: RagaPlan): Tone[] {
  const all = [...tones(plan.raga.arohana), ...tones(plan.raga.avarohana)].map(({ swara }) => ({
    swara,
    octave: 0,
  }));
  return [...new Map(all.map((tone) => [tone.swara, tone])).values()].sort((a, b) => place(a) - place(b));
}

function scaleOf(plan: RagaPlan): number[] {
  return scaleTones(plan).map((tone) => ratio(tone, plan.raga.tuning));
}

/** The next tone of the scale upwards, which ornaments lean to. */
function above(plan: RagaPlan, tone: Tone): Tone {
  const scale = scaleTones(plan);
  const higher = scale.find((other) => place(other) > place({ swara: tone.swara, octave: 0 }));
  return higher === undefined ? { swara: 'S', octave: tone.octave + 1 } : { ...higher, octave: tone.octave };
}

function melodyOf(plan: RagaPlan, form: RagaForm): MelodyTone[] {
  const opening = form.alap.map(({ at, duration, tone }) => ({ at, duration, hz: hertz(plan, tone) }));
  const body = form.lines.flatMap((line) =>
    line.tones.map(({ unit, units, tone }) => ({
      at: line.at + unit * form.unit,
      duration: units * form.unit,
      hz: hertz(plan, tone),
    })),
  );
  return [...opening, ...body].sort((a, b) => a.at - b.at);
}

function leadTones(plan: RagaPlan, form: RagaForm, random: Random): Sung[] {
  const touch = TOUCH[plan.mood];
  const octave = plan.leadOctave;
  const sung = (tone: Tone, at: number, duration: number, level: number): Sung => ({
    at,
    duration,
    hz: hertz(plan, tone, octave),
    level,
    above: hertz(plan, above(plan, tone), octave),
    ornament: duration > 0.22 ? plan.raga.ornaments[tone.swara] : undefined,
  });
  const out = form.alap.map(({ at, duration, tone }, i) =>
    sung(tone, at, duration, touch.level * (0.82 + 0.12 * Math.sin(i * 0.7))),
  );
  for (const line of form.lines) {
    for (const { unit, units, tone } of embellish(plan, line, random)) {
      const beat = unit / plan.units;
      const accent = beat % plan.tala.beats === 0 ? 1 : beat % 1 === 0 ? 0.9 : 0.78;
      const rise = line.kind === 'upper' || line.kind === 'run' || line.kind === 'last' ? 1.06 : 1;
      const at = line.at + unit * form.unit;
      const landing = at >= form.end - 0.01;
      const duration = landing ? 3.2 : units * form.unit;
      const level = Math.min(1, touch.level * accent * rise * between(random, 0.95, 1.05));
      out.push(sung(tone, at + (unit === 0 ? 0 : between(random, -0.006, 0.006)), duration, level));
    }
  }
  return out;
}

/** The theme's return is not a copy: some long tones are broken by the tone above and back. */
function embellish(plan: RagaPlan, line: Line, random: Random): LineTone[] {
  if (line.kind !== 'repeat') return [...line.tones];
  return line.tones.flatMap((tone, i) => {
    const next = line.tones[i + 1];
    const longEnough = plan.mood === 'sad' ? 3 : 2;
    if (tone.units < longEnough || next === undefined || random() > 0.6) return [tone];
    const half = tone.units / 4;
    return [
      { ...tone, units: tone.units - 2 * half },
      { unit: tone.unit + tone.units - 2 * half, units: half, tone: above(plan, tone.tone) },
      { unit: tone.unit + tone.units - half, units: half, tone: tone.tone },
    ];
  });
}

/** Pa, Sa, Sa, low Sa, over and over (Raman 1921), a shade irregular as a hand is. */
function drone(plan: RagaPlan, form: RagaForm, random: Random): Part {
  const base = plan.tonic > 200 ? plan.tonic / 2 : plan.tonic;
  const second: Swara = plan.raga.drone ?? 'P';
  const strings = [base * ratio({ swara: second, octave: -1 }), base, base * 1.0006, base / 2];
  const pace = plan.mood === 'energetic' ? 0.72 : plan.mood === 'happy' ? 0.8 : 0.98;
  const gestures: Gesture[] = [];
  let at = 0.05;
  for (let i = 0; at < form.end + 1.2; i++) {
    const hz = strings[i % 4] ?? base;
    gestures.push({ at, duration: 4, pitch: [[0, hz]], level: [[0, between(random, 0.78, 0.95)]] });
    at += pace * (i % 4 === 3 ? 1.35 : 1) * between(random, 0.97, 1.03);
  }
  return { instrument: 'tanpura', gestures, pan: 0, decibels: DRONE[plan.mood], send: 0.2, wide: true };
}

/** The second player joins for the upper part and the end, a breath behind and softer. */
function secondPart(
  plan: RagaPlan,
  form: RagaForm,
  lead: readonly Sung[],
  manner: Manner,
  random: Random,
): Part {
  const from = form.lines.find((line) => line.kind === 'upper' || line.kind === 'last')?.at ?? form.end;
  const factor = 2 ** ((plan.secondOctave ?? plan.leadOctave) - plan.leadOctave);
  const shadow = lead
    .filter((tone) => tone.at >= from - 0.05)
    .map((tone) => ({
      ...tone,
      at: tone.at + 0.018,
      hz: tone.hz * factor,
      level: tone.level * 0.8,
      ...(tone.above === undefined ? {} : { above: tone.above * factor }),
    }));
  return {
    instrument: plan.second ?? plan.lead,
    gestures: perform(shadow, { ...manner, ornament: manner.ornament * 0.7 }, random),
    pan: 0.38,
    decibels: -6,
    send: 0.32,
  };
}

/** A sweep over a small harp tuned to the raga (swarmandal), before the first tone and before each new part. */
function sweeps(plan: RagaPlan, form: RagaForm, random: Random): Part {
  const scale = scaleTones(plan);
  const strings = [0, 1].flatMap((octave) => scale.map((tone) => ({ ...tone, octave })));
  const starts = [0.5, ...form.lines.filter((line) => line.kind === 'upper').map((line) => line.at - 0.55)];
  const gestures = starts.flatMap((start) =>
    strings.map((tone, i) => ({
      at: start + i * 0.045 + between(random, -0.006, 0.006),
      duration: 2.2,
      pitch: [[0, hertz(plan, tone, plan.tonic > 200 ? 0 : 1)]] as const,
      level: [[0, 0.34 + 0.02 * i]] as const,
    })),
  );
  return { instrument: 'swarmandal', gestures, pan: 0.3, decibels: -11, send: 0.4 };
}

/** The side strings (chikari, tala strings) of a plucked lead sound the high Sa where a long tone leaves room. */
function sideStrings(plan: RagaPlan, form: RagaForm, random: Random): Part {
  const high = hertz(plan, { swara: 'S', octave: 1 }, plan.leadOctave);
  const fast = plan.mood === 'energetic' || plan.mood === 'happy';
  const gestures: Gesture[] = [];
  for (const line of form.lines) {
    for (const { unit, units } of line.tones) {
      for (let k = 1; k < units; k++) {
        if (line.at + unit * form.unit > form.end - 0.1 || (!fast && (unit + k) % (2 * plan.units) !== 0))
          continue;
        const level = 0.4 * between(random, 0.8, 1.1);
        gestures.push({
          at: line.at + (unit + k) * form.unit,
          duration: 0.5,
          pitch: [[0, high]],
          level: [[0, level]],
        });
      }
    }
  }
  return { instrument: plan.lead, gestures, pan: 0.12, decibels: -14, send: 0.22 };
}

function drums(plan: RagaPlan, form: RagaForm, random: Random): DrumPart[] {
  const loud = { sad: 0.5, calm: 0.55, happy: 0.78, energetic: 0.92 }[plan.mood];
  const strokes: Stroke[] = [];
  const cymbals: Stroke[] = [];
  const cycle = plan.tala.beats * form.beat;
  for (const line of form.lines) {
    const cycles = form.lineBeats / plan.tala.beats;
    for (let c = 0; c < cycles; c++) {
      const at = line.at + c * cycle;
      const full =
        plan.mood === 'energetic' || (plan.mood === 'happy' && line.kind !== 'theme') || line.kind === 'run';
      const turn =
        c === cycles - 1 && plan.mood !== 'sad' && (line.kind === 'repeat' || line.kind === 'upper');
      const fullness = turn ? 'fill' : full ? 'full' : 'plain';
      strokes.push(...playCycle({ tala: plan.tala, fullness, at, beat: form.beat, level: loud, random }));
      cymbals.push(...keepTime(plan.tala, at, form.beat, 0.5 * loud));
    }
  }
  const carnatic = plan.raga.system === 'Carnatic';
  strokes.push({ at: form.end, stroke: carnatic ? 'tham' : 'dha', level: loud });
  cymbals.push({ at: form.end, stroke: 'talam', level: 0.5 * loud });
  const tuned = plan.tonic > 200 ? plan.tonic : plan.tonic * 2;
  const out: DrumPart[] = [
    {
      kit: carnatic ? mridangam(tuned) : tabla(tuned),
      strokes,
      pan: 0.16,
      decibels: plan.drumDecibels,
      send: 0.14,
    },
  ];
  if (carnatic || plan.mood === 'happy') {
    out.push({ kit: beatKeepers, strokes: cymbals, pan: -0.4, decibels: plan.drumDecibels - 15, send: 0.3 });
  }
  if (carnatic && plan.mood === 'energetic') out.push(ghatam(plan, form, random));
  return out.map((part) => ({ ...part, strokes: part.strokes.filter((stroke) => stroke.at > DRONE_ALONE) }));
}

/** A clay pot answers in quick even strokes, from the upper part on. */
function ghatam(plan: RagaPlan, form: RagaForm, random: Random): DrumPart {
  const strokes: Stroke[] = [];
  for (const line of form.lines.filter(({ kind }) => kind !== 'theme')) {
    for (let i = 0; i < form.lineBeats * 2; i++) {
      if (i % 4 === 0) strokes.push({ at: line.at + (i * form.beat) / 2, stroke: 'ghatamBass', level: 0.7 });
      else if (random() < 0.8) {
        strokes.push({
          at: line.at + (i * form.beat) / 2 + between(random, -0.004, 0.004),
          stroke: 'ghatam',
          level: (i % 2 === 0 ? 0.62 : 0.42) * between(random, 0.9, 1.1),
        });
      }
    }
  }
  return { kit: beatKeepers, strokes, pan: -0.34, decibels: plan.drumDecibels - 9, send: 0.2 };
}
