/**
 * Eight ragas of the Carnatic tradition for the Tamil shelves. Scales, characteristic phrases (sancharas) and rasa after
 * Sambamoorthy (South Indian Music, books II-V) and Kaufmann 1976 (The Ragas of South India). The Carnatic names of the
 * tones map to this notation as R1 r, R2 R, R3 g, G2 g, G3 G, M1 m, M2 M, D1 d, D2 D, D3 n, N2 n, N3 N.
 */
import type { Raga } from './raga.ts';

const SOURCES = ['Sambamoorthy', 'Kaufmann 1976'] as const;

export const MOHANAM: Raga = {
  name: 'Mohanam',
  system: 'Carnatic',
  mood: 'happy',
  arohana: "S R G P D S'",
  avarohana: "S' D P G R S",
  vadi: 'G',
  samvadi: 'D',
  rests: ['G', 'S', 'P', 'D'],
  open: ['G P D P', 'G G R S', 'S R G P', 'R G P G', 'S R G R S .D', '.D S R G'],
  middle: ['G P D P G R', 'P G R G', 'G P D D P', 'D P G R', 'R G P D P', 'G D P G'],
  high: ["G P D S'", "D S' R' S'", "S' R' G' R' S' D", "P D S' D P", "D S' D P G", "G' R' S'"],
  close: ['P G R S', 'D P G R S', 'G P G R S', 'R S .D S'],
  ornaments: { G: 'kampita', R: 'meend', D: 'kampita' },
  character: 'joy and wonder; it enchants, as its name says',
  time: 'any time, best in the evening',
  sources: SOURCES,
};

export const BILAHARI: Raga = {
  name: 'Bilahari',
  system: 'Carnatic',
  mood: 'happy',
  arohana: "S R G P D S'",
  avarohana: "S' N D P m G R S",
  vadi: 'G',
  samvadi: 'D',
  rests: ['G', 'P', 'S', 'R'],
  open: ['S R G P', 'S R G P D P', 'G R S .N .D S', 'R G P m G', 'm G R', '.D S R G'],
  middle: ['P D P m G', 'G P D P', 'P m G R G', 'D P m G R', 'G P m G', 'R G P D'],
  high: ["P D S'", "G P D S'", "S' R' G' P' m' G' R'", "S' N D P", "R' S' N D P", "D S' R' S'"],
  close: ['m G R S', 'P m G R S', 'D P m G R S', 'G R S .N .D S'],
  ornaments: { G: 'kan', N: 'meend', m: 'kan', D: 'kampita' },
  character: 'joy, enthusiasm',
  time: 'morning',
  sources: SOURCES,
};

export const SIVARANJANI: Raga = {
  name: 'Sivaranjani',
  system: 'Carnatic',
  mood: 'sad',
  arohana: "S R g P D S'",
  avarohana: "S' D P g R S",
  vadi: 'P',
  samvadi: 'S',
  rests: ['g', 'P', 'S', 'R'],
  open: ['S R g', 'g R S .D S', '.D S R g', 'R g P', 'R g R S', 'S R g R'],
  middle: ['g P D P', 'P g R g', 'g P g R', 'R g P D P', 'D P g', 'D P g R'],
  high: ["g P D S'", "P D S'", "D S' R' g' R' S'", "S' D P g", "D S' R' S'", "g' R' S'"],
  close: ['g R S', 'P g R S', 'D P g R S', 'g R .D S'],
  ornaments: { g: 'andolan', R: 'meend', D: 'kampita' },
  character: 'pathos and tenderness',
  time: 'night',
  sources: SOURCES,
};

export const SUBHAPANTUVARALI: Raga = {
  name: 'Subhapantuvarali',
  system: 'Carnatic',
  mood: 'sad',
  arohana: "S r g M P d N S'",
  avarohana: "S' N d P M g r S",
  vadi: 'P',
  samvadi: 'S',
  rests: ['P', 'g', 'S', 'd'],
  open: ['S r g', '.N S r g r S', 'g M P', 'S r g M', 'g r S .N S', 'r g r S'],
  middle: ['g M P d P', 'M P d', 'P d P M g', 'M g r g', 'd P M g', 'P M g M P'],
  high: ["P d N S'", "d N S' r' S'", "S' N d P", "N S' r' g' r' S'", 'd N d P', "N S'"],
  close: ['M g r S', 'g r S', 'P M g r S', 'd P M g r S'],
  ornaments: { g: 'andolan', r: 'kampita', d: 'kampita', M: 'meend' },
  character: 'sorrow, compassion (karuna)',
  time: 'any time',
  sources: SOURCES,
};

export const NILAMBARI: Raga = {
  name: 'Nilambari',
  system: 'Carnatic',
  mood: 'calm',
  arohana: "S R G m P D P N S'",
  avarohana: "S' N P m G R G S",
  vadi: 'm',
  samvadi: 'S',
  rests: ['m', 'P', 'S', 'G'],
  open: ['S R G m', 'G m P', 'm G R G S', 'S R G m G', 'G R G S', 'S .N S R G S'],
  middle: ['P m G m', 'm P D P', 'G m P m', 'P D P m G', 'm G m P', 'P m G'],
  high: ["P N S'", "P D P N S'", "S' N P m", "S' R' G' S'", "N S'", "S' N P"],
  close: ['m G R G S', 'P m G R G S', 'G R G S', 'N P m G R G S'],
  ornaments: { m: 'andolan', G: 'meend', N: 'meend', P: 'meend' },
  character: 'the raga of lullabies',
  time: 'night',
  sources: SOURCES,
};

export const KALYANI: Raga = {
  name: 'Kalyani',
  system: 'Carnatic',
  mood: 'calm',
  arohana: "S R G M P D N S'",
  avarohana: "S' N D P M G R S",
  vadi: 'G',
  samvadi: 'N',
  rests: ['G', 'P', 'S', 'D'],
  open: ['S R G', '.D .N S R G', 'G R S .N .D', 'R G M P', 'S R G R S', 'R G R'],
  middle: ['G M P D', 'M G R G M P', 'P M G R', 'G M D P', 'P D N D P', 'M P D P'],
  high: ["P D N S'", "D N S' R'", "S' N D N S'", 'N D P M', "R' S' N D P", "N S' R' G' R' S'"],
  close: ['M G R S', 'P M G R S', 'D P M G R S', 'G R S'],
  ornaments: { M: 'kampita', D: 'kampita', N: 'kampita', R: 'kampita' },
  character: 'auspicious and majestic; opens many concerts',
  time: 'evening',
  sources: SOURCES,
};

export const KADANAKUTHUHALAM: Raga = {
  name: 'Kadanakuthuhalam',
  system: 'Carnatic',
  mood: 'energetic',
  arohana: "S R m D N G P S'",
  avarohana: "S' N D P m G R S",
  vadi: 'S',
  samvadi: 'P',
  rests: ['S', 'P', 'R'],
  open: ['S R m D', 'S R m G R', 'R m D N', 'G P G R S', 'S R m D N G P', 'm G R S'],
  middle: ['R m D P m G', 'D P m G R', 'P m G R', 'm D N D P', 'G P m G', 'N D P m'],
  high: ["D N G P S'", "S' N D P", "G P S'", "S' R' m' G' R' S'", "S' N D P m G", "R' S' N D"],
  close: ['m G R S', 'P m G R S', 'D P m G R S', 'G R S'],
  ornaments: { N: 'kan', D: 'kan' },
  character: 'the joy of battle; made by Patnam Subramania Iyer after the sound of Western bands',
  time: 'any time',
  sources: SOURCES,
};

export const NATTAI: Raga = {
  name: 'Nattai',
  system: 'Carnatic',
  mood: 'energetic',
  // Its R3 sounds at the place of g, its D3 (rare today) at that of n.
  arohana: "S g G m P n N S'",
  avarohana: "S' N P m g S",
  vadi: 'S',
  samvadi: 'P',
  rests: ['S', 'P', 'm'],
  open: ['S g G m', 'S G m P', 'm g S', '.P .N S', 'G m P m', 'S G m g S'],
  middle: ['G m P N', 'P m G m P', 'm P N P', 'P m g G m', 'N P m', 'P N P m'],
  high: ["m P N S'", "P N S'", "S' N P m", "N S' g' S'", "S' G' m' g' S'", "S' N P"],
  close: ['m g S', 'P m g S', 'N P m g S', 'G m g S'],
  ornaments: { g: 'kampita', N: 'kan', m: 'kampita' },
  character: 'valour (vira); opens a concert with vigour',
  time: 'any time',
  sources: SOURCES,
};
