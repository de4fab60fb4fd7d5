/**
 * Eight ragas of the Hindustani tradition. Scales, sonants, time and turns of phrase after Bor et al. 1999 (The Raga
 * Guide) and Bhatkhande (Kramik Pustak Malika); mood by the character given there, and by Mathur et al. 2015, who found
 * that the tones decide the emotion (the minor second predicts negative valence) and tempo and metre the arousal.
 */
import type { Raga } from './raga.ts';

const SOURCES = ['Bor et al. 1999', 'Bhatkhande', 'Mathur et al. 2015'] as const;

export const HANSADHVANI: Raga = {
  name: 'Hansadhvani',
  system: 'Hindustani',
  mood: 'happy',
  arohana: "S R G P N S'",
  avarohana: "S' N P G R S",
  vadi: 'S',
  samvadi: 'P',
  rests: ['S', 'G', 'P', 'R'],
  open: ['S R G P', 'G P G R S', 'S R G R', '.N R G P G R', 'S .N R S', 'G R .N .P .N S'],
  middle: ['G P N P', 'P N P G R G', 'G R G P N P', 'R G P N P G', 'G P G R', 'P G P N'],
  high: ["G P N S'", "P N R' S'", "N R' S' N P", "P N S' R' G' R' S'", "S' N P N S'", "G' R' S' N P"],
  close: ['N P G R S', 'P G R S', 'G P G R S', 'G R .N R S'],
  ornaments: { G: 'meend', N: 'kan', P: 'meend' },
  character: 'bright and auspicious',
  time: 'evening',
  sources: SOURCES,
};

export const DESH: Raga = {
  name: 'Desh',
  system: 'Hindustani',
  mood: 'happy',
  arohana: "S R m P N S'",
  avarohana: "S' n D P m G R G S",
  vadi: 'R',
  samvadi: 'P',
  rests: ['R', 'P', 'S', 'm'],
  open: ['S R m P', 'R m G R', 'R m G R G S', '.N S R', 'S R m G R', 'R m P'],
  middle: ['R m P n D P', 'n D P', 'P D m G R', 'm P n D P', 'm G R', 'P D P m G R'],
  high: ["m P N S'", "P N S' R' n D P", "N S' R'", "R' m' G' R' G' S'", "S' n D P", "N S'"],
  close: ['m G R G S', 'D m G R G S', 'P m G R G S', 'R G .N S'],
  ornaments: { R: 'kan', G: 'meend', n: 'meend', D: 'kan' },
  character: 'sweet; the rains and romance',
  time: 'late evening, monsoon',
  sources: SOURCES,
};

export const TODI: Raga = {
  name: 'Miyan ki Todi',
  system: 'Hindustani',
  mood: 'sad',
  arohana: "S r g M d N S'",
  avarohana: "S' N d P M g r S",
  vadi: 'd',
  samvadi: 'g',
  rests: ['g', 'd', 'S', 'r'],
  open: ['.d .N S r g', 'r g r S', 'S r g', '.N S r', 'r g r', 'S .N .d .N S'],
  middle: ['g M d', 'M d P', 'M d N d P', 'M g r g', 'd P M g', 'g M d N d'],
  high: ["M d N S'", "d N S' r'", "N S' r' N d", "S' N d P", "d N S'", "r' g' r' S'"],
  close: ['M g r g r S', 'g r S', 'd P M g r g r S', 'r g r S'],
  ornaments: { g: 'andolan', r: 'meend', d: 'andolan', M: 'meend' },
  // Its ga is taken very low.
  tuning: { g: 32 / 27 },
  character:
    'grief turned to delight in lament; a lonely woman with a veena among deer in the ragamala paintings',
  time: 'late morning',
  sources: SOURCES,
};

export const JOGIYA: Raga = {
  name: 'Jogiya',
  system: 'Hindustani',
  mood: 'sad',
  arohana: "S r m P d S'",
  avarohana: "S' N d P m r S",
  vadi: 'm',
  samvadi: 'S',
  rests: ['m', 'S', 'P', 'r'],
  open: ['S r m', 'S r m r S', '.d S r m', 'r m P', 'm r S', 'S r S .N .d S'],
  middle: ['m P d P', 'r m P d', 'm P d m', 'd P m', 'P d m r m', 'd m P m'],
  high: ["P d S'", "m P d S'", "d S' r' S'", "r' S' N d P", "S' N d P", "d S'"],
  close: ['m r S', 'd m r S', 'P m r S', 'm P m r S'],
  ornaments: { r: 'andolan', d: 'andolan', m: 'meend', N: 'meend' },
  character: 'renunciation and longing',
  time: 'dawn',
  sources: SOURCES,
};

export const YAMAN: Raga = {
  name: 'Yaman',
  system: 'Hindustani',
  mood: 'calm',
  arohana: ".N R G M D N S'",
  avarohana: "S' N D P M G R S",
  vadi: 'G',
  samvadi: 'N',
  rests: ['G', 'P', 'S', 'N', 'R'],
  open: ['.N R G', 'G R .N R S', '.N R G R', '.D .N R G', '.N R S', 'R G M G'],
  middle: ['G M P', 'R G M P', 'P M G R G', 'M D P', 'G M D P', 'N D P', 'M G R G'],
  high: ['G M D N', "M D N S'", "N R' S'", "N R' G' R' S'", "S' N D P", "D N R' N D P"],
  close: ['P R S', 'G R S', 'P M G R S', 'N D P M G R S', 'G R .N R S'],
  ornaments: { M: 'meend', N: 'meend', G: 'kan', R: 'meend' },
  character: 'serene and devotional, the first raga of the evening',
  time: 'early night',
  sources: SOURCES,
};

export const BHUPALI: Raga = {
  name: 'Bhupali',
  system: 'Hindustani',
  mood: 'calm',
  arohana: "S R G P D S'",
  avarohana: "S' D P G R S",
  vadi: 'G',
  samvadi: 'D',
  rests: ['G', 'S', 'P', 'D'],
  open: ['S R G', 'G R S .D', '.D S R G', 'S .D S R G', 'R G R S', 'G R G'],
  middle: ['G P D P', 'P G D P G', 'R G P G', 'G P G R G', 'P D P G', 'S R P G'],
  high: ["G P D S'", "P D S'", "S' D P G", "D S' R' S'", "D S' R' G' R' S'", "S' R' D S'"],
  close: ['G R S', 'P G R S', 'D P G R S', 'G P R S', 'P G R S .D S'],
  ornaments: { G: 'meend', D: 'meend', R: 'meend', P: 'kan' },
  character: 'tranquil and devotional',
  time: 'early night',
  sources: SOURCES,
};

export const ADANA: Raga = {
  name: 'Adana',
  system: 'Hindustani',
  mood: 'energetic',
  arohana: "S R m P d n S'",
  avarohana: "S' d n P m P g m R S",
  vadi: 'S',
  samvadi: 'P',
  rests: ['S', 'P', 'R'],
  open: ['S R m P', 'm P n P', 'R m P', 'S R m R S', 'm P g m R S', '.n S R m'],
  middle: ['m P d n P', 'm P n P', 'n P m P', 'P g m R', 'm P g m', 'R m P n P'],
  high: ["m P d n S'", "m P S'", "n S' R' S'", "S' d n P", "S' R' n S' d n P", "P n S' R'"],
  close: ['g m R S', 'P g m R S', 'm P g m R S', 'n P g m R S'],
  ornaments: { d: 'andolan', g: 'andolan', n: 'kan' },
  tuning: { n: 16 / 9, g: 32 / 27 },
  character: 'vigorous and proud, at home in the upper octave',
  time: 'late night',
  sources: SOURCES,
};

export const DURGA: Raga = {
  name: 'Durga',
  system: 'Hindustani',
  mood: 'energetic',
  arohana: "S R m P D S'",
  avarohana: "S' D P m R S",
  vadi: 'm',
  samvadi: 'S',
  rests: ['S', 'm', 'P', 'R'],
  open: ['S R m P', 'S R P m', '.D S R m R', 'R m P D', 'm R S .D S', 'S R m R'],
  middle: ['R m P D m', 'P D m R', 'm P D P', 'P m R m', 'D m R m', 'R P m P D m'],
  high: ["m P D S'", "P D S' R'", "D S' R' S'", "S' D P m", "R' m' R' S'", "S' D S' R' D"],
  close: ['m R S', 'D m R S', 'P m R S', 'P D m R .D S'],
  ornaments: { m: 'kan', D: 'kan', R: 'meend' },
  character: 'heroic and joyful',
  time: 'late evening',
  sources: SOURCES,
};
