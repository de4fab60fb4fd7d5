/** From score to sound: every gesture and stroke is played, placed between left and right, and given a room. */
import { integratedLoudness } from './loudness.ts';
import { createRandom } from './random.ts';
import { reverb } from './reverb.ts';
import type { DrumPart, Part, Score } from './score.ts';
import { design, filterInPlace } from './synth/filter.ts';
import { type Gesture, SAMPLE_RATE, seconds } from './synth/gesture.ts';
import { INSTRUMENTS } from './synth/instruments.ts';

/** Two channels of samples at 48 kHz, about -1..1. */
export interface Stereo {
  readonly left: Float32Array;
  readonly right: Float32Array;
}

/** Where the leading part is mixed to, before mastering. */
const LEAD_LUFS = -23;
/** A little light on top: strings and bars are dark when nothing is lost to a microphone. */
const AIR = design('highshelf', 4500, 0.7, 3);
const ROOM_GAIN = 1.5;
const FADE_IN = 0.25;
const FADE_OUT = 2.6;

/**
 * @param seed the same seed and score give the same samples, bit for bit
 * @returns not yet mastered: see master.ts
 */
export function render(score: Score, seed: string): Stereo {
  const length = seconds(score.seconds);
  const dry = bus(length);
  const sent = bus(length);
  const voices = [
    ...score.parts.map((part, i) => ({ place: part, sound: playPart(part, length, `${seed}-part-${i}`) })),
    ...score.drums.map((part, i) => ({ place: part, sound: playDrums(part, length, `${seed}-drums-${i}`) })),
  ];
  for (const { place, sound } of voices) {
    // Instruments differ in what they give for the same stroke: each part is brought to the loudness it is meant to have.
    const loudness = integratedLoudness([sound.left, sound.right]);
    if (!Number.isFinite(loudness)) continue;
    const gain = 10 ** ((LEAD_LUFS + place.decibels - loudness) / 20);
    for (let n = 0; n < length; n++) {
      const left = gain * (sound.left[n] ?? 0);
      const right = gain * (sound.right[n] ?? 0);
      dry.left[n] = (dry.left[n] ?? 0) + left;
      dry.right[n] = (dry.right[n] ?? 0) + right;
      sent.left[n] = (sent.left[n] ?? 0) + place.send * (0.8 * left + 0.2 * right);
      sent.right[n] = (sent.right[n] ?? 0) + place.send * (0.8 * right + 0.2 * left);
    }
  }
  const [left, right] = reverb(sent.left, sent.right, score.room);
  for (let n = 0; n < length; n++) {
    const fade = Math.min(1, n / (FADE_IN * SAMPLE_RATE), (length - n) / (FADE_OUT * SAMPLE_RATE));
    const gain = Math.sin((Math.PI / 2) * fade);
    dry.left[n] = ((dry.left[n] ?? 0) + ROOM_GAIN * (left[n] ?? 0)) * gain;
    dry.right[n] = ((dry.right[n] ?? 0) + ROOM_GAIN * (right[n] ?? 0)) * gain;
  }
  for (const channel of [dry.left, dry.right]) filterInPlace(channel, design('highpass', 28), AIR);
  return dry;
}

function playPart(part: Part, length: number, seed: string): Stereo {
  const sound = bus(length);
  const instrument = INSTRUMENTS[part.instrument];
  const sides = part.wide === true ? [-0.65, 0.65] : [part.pan];
  sides.forEach((pan, side) => {
    const random = createRandom(`${seed}-${side}`);
    for (const gesture of part.gestures.filter(({ at }) => seconds(at) < length)) {
      add(sound, instrument(side === 0 ? gesture : shaded(gesture), random), gesture.at, pan);
    }
  });
  return sound;
}

function playDrums(part: DrumPart, length: number, seed: string): Stereo {
  const sound = bus(length);
  const random = createRandom(seed);
  for (const { at, stroke, level } of part.strokes.filter((s) => seconds(s.at) < length)) {
    const blow = part.kit[stroke];
    if (blow === undefined) throw new RangeError(`expected a stroke of the kit, received ${stroke}`);
    add(sound, blow(level, random), at, part.pan);
  }
  return sound;
}

/** The other side of a wide part is a hair off in pitch, as a second player is. */
function shaded(gesture: Gesture): Gesture {
  return { ...gesture, pitch: gesture.pitch.map(([t, hz]) => [t, hz * 1.0012] as const) };
}

function bus(length: number): Stereo {
  return { left: new Float32Array(length), right: new Float32Array(length) };
}

/** Equal-power panning. */
function add(to: Stereo, samples: Float32Array, at: number, pan: number): void {
  const start = seconds(Math.max(0, at));
  const angle = ((pan + 1) * Math.PI) / 4;
  const left = Math.cos(angle);
  const right = Math.sin(angle);
  const end = Math.min(samples.length, to.left.length - start);
  for (let n = 0; n < end; n++) {
    const value = samples[n] ?? 0;
    to.left[start + n] = (to.left[start + n] ?? 0) + left * value;
    to.right[start + n] = (to.right[start + n] ?? 0) + right * value;
  }
}
