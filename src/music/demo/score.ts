/** A composed piece before it sounds: parts with their gestures and strokes, on a clock of seconds. */
import type { Kit } from './synth/drum.ts';
import type { Gesture } from './synth/gesture.ts';
import type { InstrumentName } from './synth/instruments.ts';

export interface Place {
  /** -1 left, 1 right. */
  readonly pan: number;
  /** Loudness against the leading part, which has 0: the mix is set by measurement (see render.ts). */
  readonly decibels: number;
  /** Share sent to the room, 0..1. */
  readonly send: number;
}

export interface Part extends Place {
  readonly instrument: InstrumentName;
  readonly gestures: readonly Gesture[];
  /** Played twice, left and right, each a little different: for pads and strings. */
  readonly wide?: boolean;
}

export interface Stroke {
  readonly at: number;
  readonly stroke: string;
  /** 0..1 */
  readonly level: number;
}

export interface DrumPart extends Place {
  readonly kit: Kit;
  readonly strokes: readonly Stroke[];
}

/** A tone as it was meant, before ornament, for looking at the melody without listening to it. */
export interface MelodyTone {
  readonly at: number;
  readonly duration: number;
  readonly hz: number;
}

export interface Score {
  readonly seconds: number;
  readonly tonicHz: number;
  /** Ratios to the tonic, 1 included, under 2: the tones the melody may use. */
  readonly scale: readonly number[];
  readonly melody: readonly MelodyTone[];
  readonly parts: readonly Part[];
  readonly drums: readonly DrumPart[];
  /** Seconds for the room to fall by 60 dB. */
  readonly room: number;
}
