/**
 * Scales of the English and the instrumental pieces, in cents above the tonic. The church modes are equal-tempered; how
 * bright each is heard to be follows Temperley & Tan 2013 (Emotional connotations of diatonic modes): Ionian the
 * happiest, then Mixolydian, Lydian, Dorian, Aeolian, Phrygian. Slendro here is five equal steps; real gamelans each
 * depart from them in their own way (Surjodiningrat et al. 1972).
 */
export interface Mode {
  readonly name: string;
  readonly cents: readonly number[];
}

const mode = (name: string, ...semitones: number[]): Mode => ({ name, cents: semitones.map((s) => s * 100) });

export const IONIAN = mode('Ionian', 0, 2, 4, 5, 7, 9, 11);
export const LYDIAN = mode('Lydian', 0, 2, 4, 6, 7, 9, 11);
export const MIXOLYDIAN = mode('Mixolydian', 0, 2, 4, 5, 7, 9, 10);
export const DORIAN = mode('Dorian', 0, 2, 3, 5, 7, 9, 10);
export const AEOLIAN = mode('Aeolian', 0, 2, 3, 5, 7, 8, 10);
export const PHRYGIAN = mode('Phrygian', 0, 1, 3, 5, 7, 8, 10);
export const MAJOR_PENTATONIC = mode('major pentatonic', 0, 2, 4, 7, 9);
export const MINOR_PENTATONIC = mode('minor pentatonic', 0, 3, 5, 7, 10);
export const SLENDRO: Mode = { name: 'slendro', cents: [0, 240, 480, 720, 960] };

/** Ratio of a degree of the scale to the tonic; 0 is the tonic, negative degrees lie under it. */
export function degreeRatio(scale: Mode, degree: number): number {
  const size = scale.cents.length;
  const octave = Math.floor(degree / size);
  return 2 ** (octave + (scale.cents[degree - octave * size] ?? 0) / 1200);
}

/** The degree of tone `index` of the chord on `root`: every other tone of the scale, 0 the root, 3 the root again. */
export function chordDegree(scale: Mode, root: number, index: number): number {
  const octave = Math.floor(index / 3);
  return root + 2 * (index - 3 * octave) + scale.cents.length * octave;
}

/** The tone of the chord nearest to a degree. */
export function nearestChordTone(scale: Mode, root: number, degree: number): number {
  const size = scale.cents.length;
  const inChord = (d: number): boolean => [0, 2, 4].includes((((d - root) % size) + size) % size);
  for (let away = 0; ; away++) {
    if (inChord(degree - away)) return degree - away;
    if (inChord(degree + away)) return degree + away;
  }
}
