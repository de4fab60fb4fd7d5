/** What the composer knows about a raga, and where it was read. */
import type { Mood } from '../../../domain/mood.ts';
import type { Swara } from './swara.ts';

/** How a swara is brought to life: an oscillation, a slow swing, a slide from the tone before, a touch of the tone above. */
export type Ornament = 'kampita' | 'andolan' | 'meend' | 'kan';

export interface Raga {
  readonly name: string;
  readonly system: 'Carnatic' | 'Hindustani';
  readonly mood: Mood;
  /** Ascent and descent, Sa to Sa. */
  readonly arohana: string;
  readonly avarohana: string;
  /** The sonant and its consonant. */
  readonly vadi: Swara;
  readonly samvadi: Swara;
  /** Tones a phrase may rest on. */
  readonly rests: readonly Swara[];
  /** Turns of phrase it is known by (pakad, sanchara): from Sa, around the middle, into the upper octave, home to Sa. */
  readonly open: readonly string[];
  readonly middle: readonly string[];
  readonly high: readonly string[];
  readonly close: readonly string[];
  readonly ornaments: Readonly<Partial<Record<Swara, Ornament>>>;
  /** Where its intonation departs from the common one. */
  readonly tuning?: Readonly<Partial<Record<Swara, number>>>;
  /** Second drone string; Pa unless the raga leaves it out. */
  readonly drone?: Swara;
  /** What tradition says of its character. */
  readonly character: string;
  readonly time?: string;
  /** Short names of the sources, see library/demo/README.md. */
  readonly sources: readonly string[];
}
