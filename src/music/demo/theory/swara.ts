/**
 * The twelve places of the octave as Indian musicians name them, in just intonation, and the small notation the raga
 * tables are written in (after Bhatkhande): S r R g G m M P d D n N, lower case for komal, M for tivra ma; a dot before
 * a swara is the octave below, an apostrophe after it the octave above.
 */
const SWARAS = ['S', 'r', 'R', 'g', 'G', 'm', 'M', 'P', 'd', 'D', 'n', 'N'] as const;
export type Swara = (typeof SWARAS)[number];

/** Ratios to Sa: the five-limit tuning commonly given for the swaras (Jairazbhoy 1971, The Rags of North Indian Music). */
const JUST: Readonly<Record<Swara, number>> = {
  S: 1,
  r: 16 / 15,
  R: 9 / 8,
  g: 6 / 5,
  G: 5 / 4,
  m: 4 / 3,
  M: 45 / 32,
  P: 3 / 2,
  d: 8 / 5,
  D: 5 / 3,
  n: 9 / 5,
  N: 15 / 8,
};

/** A swara in an octave: 0 is the middle one (madhya). */
export interface Tone {
  readonly swara: Swara;
  readonly octave: number;
}

/** Semitone places above the middle Sa; orders tones and measures leaps. */
export function place(tone: Tone): number {
  return SWARAS.indexOf(tone.swara) + 12 * tone.octave;
}

/** Ratio of a tone to the middle Sa. */
export function ratio(tone: Tone, tuning: Partial<Record<Swara, number>> = {}): number {
  return (tuning[tone.swara] ?? JUST[tone.swara]) * 2 ** tone.octave;
}

/**
 * Reads a line such as `.N R G - M D N S'`.
 * @throws SyntaxError naming the word that is no swara
 */
export function tones(line: string): Tone[] {
  return line
    .trim()
    .split(/\s+/)
    .map((word) => {
      const match = /^(\.*)([SrRgGmMPdDnN])('*)$/.exec(word);
      const swara = SWARAS.find((name) => name === match?.[2]);
      if (match === null || swara === undefined) {
        throw new SyntaxError(`expected a swara such as S, .N or R', received "${word}" in "${line}"`);
      }
      return { swara, octave: (match[3] ?? '').length - (match[1] ?? '').length };
    });
}
