import type { Mood } from './mood.ts';

/** A BCP 47 language tag, lower case, e.g. `ta`; `zxx` is instrumental, `und` unknown. */
export type LanguageTag = string;

/** One piece in the library, as it is stored (JSON) in the namespace `tracks` under its id. */
export interface Track {
  readonly id: string;
  readonly title: string;
  readonly artist: string;
  readonly album?: string;
  readonly language: LanguageTag;
  readonly mood: Mood;
  readonly durationMs: number;
  /** Ogg/Opus, 48 kHz; absolute, or relative to the library folder. */
  readonly file: string;
  readonly licence: string;
  /** What the piece is made of, for the reasons of a pick, e.g. `raga Mohanam (Carnatic)`. */
  readonly note?: string;
  /** Integrated loudness, EBU R128. */
  readonly loudnessLufs?: number;
  readonly tempoBpm?: number;
  /** -1..1 each, Russell's circumplex. */
  readonly valence?: number;
  readonly arousal?: number;
  readonly source: 'demo' | 'import';
}
