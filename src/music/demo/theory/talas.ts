/**
 * Metres of India: the beats of one cycle and the strokes that tell where one is in it. Tabla thekas after Bhatkhande and
 * Clayton 2000 (Time in Indian Music); Carnatic angas after Sambamoorthy (South Indian Music, book I), with a plain
 * mridangam accompaniment of our own over them. A word is one beat; strokes joined by `.` share it evenly, `-` is silence.
 */
export interface Tala {
  readonly name: string;
  readonly system: 'Carnatic' | 'Hindustani';
  readonly beats: number;
  /** Beats in each limb (anga, vibhag); they sum to `beats`. */
  readonly groups: readonly number[];
  /** Beats (0-based) that are clapped or tapped: where small cymbals sound. */
  readonly claps: readonly number[];
  /** The plain cycle, a fuller one, and one that leads back to the first beat. */
  readonly plain: string;
  readonly full: string;
  readonly fill: string;
}

export const TEENTAL: Tala = {
  name: 'teental',
  system: 'Hindustani',
  beats: 16,
  groups: [4, 4, 4, 4],
  claps: [0, 4, 12],
  plain: 'dha dhin dhin dha dha dhin dhin dha dha tin tin ta ta dhin dhin dha',
  full: 'dha dhin dhin dha.ti dha dhin dhin dha.ge dha tin tin ta.ti ta dhin.ge dhin dha.ti',
  fill: 'dha dhin dhin dha dha dhin dhin dha dha tin tin ta dha.ti.re.ke dha.dha ti.re.ke.ti dha.ge',
};

export const KEHERWA: Tala = {
  name: 'keherwa',
  system: 'Hindustani',
  beats: 8,
  groups: [4, 4],
  claps: [0],
  plain: 'dha ge na ti na ke dhin na',
  full: 'dha.ti ge na.na ti na.ti ke dhin.dhin na',
  fill: 'dha ge na ti na.ke dhin.na dha.ti.re.ke dha.na',
};

export const DADRA: Tala = {
  name: 'dadra',
  system: 'Hindustani',
  beats: 6,
  groups: [3, 3],
  claps: [0],
  plain: 'dha dhin na dha tin na',
  full: 'dha.ge dhin na.ti dha tin.ke na',
  fill: 'dha dhin na.na dha.ti tin.ke na.ge',
};

export const RUPAK: Tala = {
  name: 'rupak',
  system: 'Hindustani',
  beats: 7,
  groups: [3, 2, 2],
  claps: [3, 5],
  plain: 'tin tin na dhin na dhin na',
  full: 'tin tin na.ti dhin.ge na dhin.ge na',
  fill: 'tin tin na dhin na.ti dhin.ge na.ti',
};

export const ADI: Tala = {
  name: 'adi',
  system: 'Carnatic',
  beats: 8,
  groups: [4, 2, 2],
  claps: [0, 4, 6],
  plain: 'tham dhin.- thom.nam dhin tham dhin.- thom dhin.nam',
  full: 'tham.nam dhin.ta thom.nam dhin.ka tham.nam dhin.ta thom.dhin nam.ka',
  fill: 'tham.nam dhin.ta thom.nam dhin tham.ta.ki.ta dhin.ta.ka.ta cha.thom.ta.ka tham.ta.ki.ta',
};

export const RUPAKA: Tala = {
  name: 'rupaka',
  system: 'Carnatic',
  beats: 6,
  groups: [2, 4],
  claps: [0, 2],
  plain: 'tham dhin.nam thom dhin thom.nam dhin',
  full: 'tham.ka dhin.nam thom.ta dhin.nam thom.nam dhin.ta',
  fill: 'tham dhin.nam thom.ta.ka.ta dhin.nam cha.ta.ki.ta tham.ta',
};

export const MISRA_CHAPU: Tala = {
  name: 'misra chapu',
  system: 'Carnatic',
  beats: 7,
  groups: [3, 2, 2],
  claps: [0, 3, 5],
  plain: 'thom - nam dhin - dhin nam',
  full: 'tham - nam dhin.ta thom dhin nam.ka',
  fill: 'tham - nam dhin.ta.ka.ta thom.nam dhin.ta cha.ta',
};

export const KHANDA_CHAPU: Tala = {
  name: 'khanda chapu',
  system: 'Carnatic',
  beats: 10,
  groups: [4, 6],
  claps: [0, 4, 6],
  plain: 'tham - dhin nam thom - nam dhin thom nam',
  full: 'tham ta dhin nam.ka thom ta nam dhin.ta thom nam.ka',
  fill: 'tham ta dhin nam thom.ta ki.ta cha.ta thom.nam ta.ka tham.ta',
};

/** Strokes of one cycle: beat they fall on, and their name. @throws SyntaxError when the words do not fill the cycle */
export function strokesOf(tala: Tala, pattern: string): { beat: number; stroke: string }[] {
  const words = pattern.split(' ');
  if (words.length !== tala.beats) {
    throw new SyntaxError(
      `expected ${tala.beats} beats of ${tala.name}, received ${words.length}: ${pattern}`,
    );
  }
  return words.flatMap((word, beat) =>
    word
      .split('.')
      .map((stroke, i, all) => ({ beat: beat + i / all.length, stroke }))
      .filter(({ stroke }) => stroke !== '-'),
  );
}
