/**
 * Eight further ragas of the Carnatic tradition for the Telugu shelves, none of them shared with the Tamil ones. Sources
 * and names of the tones as in ragas-tamil.ts.
 */
import type { Raga } from './raga.ts';

const SOURCES = ['Sambamoorthy', 'Kaufmann 1976'] as const;

export const BEHAG: Raga = {
  name: 'Behag',
  system: 'Carnatic',
  mood: 'happy',
  arohana: "S G m P N D N S'",
  avarohana: "S' N D P m G R S",
  vadi: 'G',
  samvadi: 'N',
  rests: ['G', 'P', 'S', 'N'],
  open: ['S G m P', 'S G m G', 'G m P m G', 'm G R S .N S', '.N S G m', 'G m G R S'],
  middle: ['P N D P', 'G m P N', 'N D P m G', 'P m G m', 'm P m G', 'G m P D P m G'],
  high: ["P N D N S'", "P N S'", "S' N D P", "S' G' m' G' R' S'", "N S' R' S' N", "N D N S'"],
  close: ['m G R S', 'P m G R S', 'N D P m G R S', 'G m G R S'],
  ornaments: { N: 'meend', G: 'kan', m: 'kan' },
  character: 'love and gladness (sringara)',
  time: 'night',
  sources: SOURCES,
};

export const KUNTALAVARALI: Raga = {
  name: 'Kuntalavarali',
  system: 'Carnatic',
  mood: 'happy',
  arohana: "S m P D n D S'",
  avarohana: "S' n D P m S",
  vadi: 'm',
  samvadi: 'S',
  rests: ['m', 'P', 'S', 'D'],
  open: ['S m P', 'S m P m', 'm P D P', 'P m S', '.D S m', 'S m P D'],
  middle: ['P D n D', 'm P D n D P', 'n D P m', 'D P m P', 'P D P m', 'm P n D P'],
  high: ["P D n D S'", "D S' n D P", "S' m' S'", "S' n D P m", "n D S'", "D S'"],
  close: ['P m S', 'D P m S', 'n D P m S', 'm P m S'],
  ornaments: { n: 'kan', m: 'meend', D: 'kan' },
  character: 'mirth (hasya); light and playful',
  time: 'any time',
  sources: SOURCES,
};

export const MUKHARI: Raga = {
  name: 'Mukhari',
  system: 'Carnatic',
  mood: 'sad',
  arohana: "S R m P n D S'",
  avarohana: "S' n d P m g R S",
  vadi: 'P',
  samvadi: 'S',
  rests: ['R', 'P', 'S', 'm'],
  open: ['S R m', 'R m P', 'R m g R S', 'S R m g R', '.n .D S R', 'R S .n .D S'],
  middle: ['m P d P', 'P d P m g R', 'm P n d P', 'd P m g', 'R m P d P', 'P m g R'],
  high: ["P n D S'", "m P n D S'", "S' R' S' n d P", "n D S'", "S' n d P", "S' R' m' g' R' S'"],
  close: ['m g R S', 'P m g R S', 'd P m g R S', 'g R S'],
  ornaments: { g: 'kampita', n: 'kampita', d: 'meend', R: 'meend' },
  character: 'sorrow (soka)',
  time: 'evening',
  sources: SOURCES,
};

export const NADANAMAKRIYA: Raga = {
  name: 'Nadanamakriya',
  system: 'Carnatic',
  mood: 'sad',
  // Its compass ends at the middle Ni, and it begins on the lower one.
  arohana: 'S r G m P d N',
  avarohana: 'N d P m G r S .N',
  vadi: 'm',
  samvadi: 'S',
  rests: ['m', 'P', 'S', 'G'],
  open: ['S r G m', '.N S r G', 'm G r S', 'S r S .N S', 'r G m', 'G r S .N'],
  middle: ['G m P m', 'm P d P', 'P m G r', 'G m P d P m', 'm G m P', 'd P m G'],
  high: ['P d N d P', 'm P d N', 'N d P m', 'd N d P', 'P d P', 'P d N'],
  close: ['m G r S', 'G r S', 'P m G r S', 'r S .N S'],
  ornaments: { r: 'kampita', m: 'andolan', d: 'kampita', G: 'meend' },
  character: 'pathos, pleading (karuna)',
  time: 'evening',
  sources: SOURCES,
};

export const ANANDABHAIRAVI: Raga = {
  name: 'Anandabhairavi',
  system: 'Carnatic',
  mood: 'calm',
  arohana: "S g R g m P D P S'",
  avarohana: "S' n D P m g R S",
  vadi: 'P',
  samvadi: 'S',
  rests: ['P', 'm', 'S', 'g'],
  open: ['S g R g m', 'g m P', 'm g R S', 'g R S .n S', 'R g m', 'S g R g'],
  middle: ['m P D P', 'P m g m', 'P D P m g R', 'g m P m', 'm P m g R', 'P m g R'],
  high: ["P D P S'", "P S'", "S' n D P", "S' g' R' g' m' g' R' S'", 'n D P m', "S' R' S' n"],
  close: ['m g R S', 'P m g R S', 'g R S', 'D P m g R S'],
  ornaments: { g: 'kampita', n: 'kampita', m: 'andolan', D: 'meend' },
  character: 'peace and bliss; lullabies and songs of devotion',
  time: 'any time',
  sources: SOURCES,
};

export const MADHYAMAVATI: Raga = {
  name: 'Madhyamavati',
  system: 'Carnatic',
  mood: 'calm',
  arohana: "S R m P n S'",
  avarohana: "S' n P m R S",
  vadi: 'R',
  samvadi: 'P',
  rests: ['R', 'P', 'S', 'm'],
  open: ['S R m R', 'R m P', 'm R S', '.n S R', 'R S .n .P .n S', 'S R m P'],
  middle: ['P n P m', 'R m P n P', 'P m R m', 'm P n', 'n P m R', 'm P m R'],
  high: ["m P n S'", "P n S' R'", "S' n P m", "R' S' n P", "n S' R' m' R' S'", "n S'"],
  close: ['m R S', 'P m R S', 'n P m R S', 'R .n S'],
  ornaments: { R: 'kampita', n: 'kampita', m: 'meend' },
  // The fifths chain up to its low ni.
  tuning: { n: 16 / 9 },
  character: 'serenity (santa); brings a concert to its close',
  time: 'noon, or last of all',
  sources: SOURCES,
};

export const ATANA: Raga = {
  name: 'Atana',
  system: 'Carnatic',
  mood: 'energetic',
  arohana: "S R m P N S'",
  avarohana: "S' N D P m P G R S",
  vadi: 'S',
  samvadi: 'P',
  rests: ['S', 'P', 'R'],
  open: ['S R m P', 'R m P', 'P G R S', 'm P G R', 'S R m R S', 'R m P N'],
  middle: ['P m P G R', 'm P N D P', 'D P m P', 'R m P D P', 'N D P m', 'm P G R'],
  high: ["m P N S'", "P N S' R'", "S' N D P", "S' R' S' N D", "N S' R' S'", "R' m' P' G' R' S'"],
  close: ['P G R S', 'm P G R S', 'D P m P G R S', 'G R S'],
  ornaments: { D: 'kampita', N: 'kan', G: 'kan' },
  character: 'valour (vira)',
  time: 'evening',
  sources: SOURCES,
};

export const ARABHI: Raga = {
  name: 'Arabhi',
  system: 'Carnatic',
  mood: 'energetic',
  arohana: "S R m P D S'",
  avarohana: "S' N D P m G R S",
  vadi: 'R',
  samvadi: 'P',
  rests: ['S', 'P', 'R', 'm'],
  open: ['S R m P', 'R m G R', 'S R m G R S', 'R m P D', 'R S .N .D S', 'm G R'],
  middle: ['m P D P', 'P m G R', 'R m P D P m G R', 'D P m P', 'P D P m', 'm P m G R'],
  high: ["P D S'", "m P D S'", "S' N D P", "S' R' m' G' R' S'", "R' S' N D P", "D S' R' S'"],
  close: ['m G R S', 'P m G R S', 'D P m G R S', 'R S .N .D S'],
  ornaments: { D: 'kan', m: 'kan' },
  character: 'valour and high spirits (vira)',
  time: 'any time',
  sources: SOURCES,
};
