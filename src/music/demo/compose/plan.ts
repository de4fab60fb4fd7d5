/** What the table of pieces says of each one; the composers read nothing else. */
import type { Mood } from '../../../domain/mood.ts';
import type { LanguageTag } from '../../../domain/track.ts';
import type { KitStroke } from '../synth/drum-kit.ts';
import type { InstrumentName } from '../synth/instruments.ts';
import type { Mode } from '../theory/modes.ts';
import type { Raga } from '../theory/raga.ts';
import type { Tala } from '../theory/talas.ts';
import type { PhraseKind } from './melody.ts';

interface Common {
  readonly language: LanguageTag;
  readonly mood: Mood;
  /** 1-based within language and mood. */
  readonly number: number;
  readonly title: string;
  readonly bpm: number;
  /** Hertz. */
  readonly tonic: number;
}

export interface RagaPlan extends Common {
  readonly kind: 'raga';
  readonly raga: Raga;
  readonly tala: Tala;
  /** Melody units in a beat. */
  readonly units: 1 | 2;
  readonly lead: InstrumentName;
  /** Octaves the lead sounds above the tonic. */
  readonly leadOctave: number;
  /** Joins the lead in the second half. */
  readonly second?: InstrumentName;
  readonly secondOctave?: number;
  /** Loudness of the drums against the lead. */
  readonly drumDecibels: number;
}

/** One accompanying player: a row for each bar, see pattern.ts. */
export interface Layer {
  readonly instrument: InstrumentName;
  /** One row for every bar, or several that take turns. */
  readonly rows: readonly string[];
  readonly octave: number;
  /** Loudness against the lead. */
  readonly decibels: number;
  readonly pan: number;
  readonly send?: number;
  /** 0..1 */
  readonly level?: number;
  /** First phrase it plays in: 0 is the introduction. */
  readonly from?: number;
  /** Share of its written time a tone sounds. */
  readonly gate?: number;
  /** Seconds between the tones of a strummed chord. */
  readonly strum?: number;
  /** Words the row moves on by, each phrase: patterns drift against each other (Reich 1968, Music as a Gradual Process). */
  readonly drift?: number;
  readonly wide?: boolean;
}

export interface SongPlan extends Common {
  readonly kind: 'song';
  readonly scale: Mode;
  /** Eighths in a bar, and beats (what bpm counts): 8 and 4, 6 and 3 (a waltz), 6 and 2 (a jig). */
  readonly eighths: 6 | 8;
  readonly beats: 2 | 3 | 4;
  /** Roots of the chords, one a bar, four a phrase, as degrees of the scale: 0 is I. */
  readonly chords: Readonly<Record<PhraseKind, readonly number[]>>;
  readonly lead?: { readonly instrument: InstrumentName; readonly octave: number };
  /** Joins the lead in the middle part, a third lower. */
  readonly harmony?: { readonly instrument: InstrumentName; readonly decibels: number };
  /** How many notes the tune has, 0..3. */
  readonly density: 0 | 1 | 2 | 3;
  readonly layers: readonly Layer[];
  /** Rows by stroke; the second set from the middle part on. */
  readonly drums?: readonly [
    Readonly<Partial<Record<KitStroke, string>>>,
    Readonly<Partial<Record<KitStroke, string>>>,
  ];
  readonly drumDecibels?: number;
  readonly note: string;
}

export type Plan = RagaPlan | SongPlan;

export const idOf = (plan: Common): string => `demo-${plan.language}-${plan.mood}-${plan.number}`;
