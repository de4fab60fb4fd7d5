import { describe, expect, it } from 'vitest';
import { MOODS } from '../../../src/domain/mood.ts';
import { idOf } from '../../../src/music/demo/compose/plan.ts';
import { PIECES } from '../../../src/music/demo/pieces/all.ts';
import type { Raga } from '../../../src/music/demo/theory/raga.ts';
import * as hindustani from '../../../src/music/demo/theory/ragas-hindustani.ts';
import * as tamil from '../../../src/music/demo/theory/ragas-tamil.ts';
import * as telugu from '../../../src/music/demo/theory/ragas-telugu.ts';
import { place, ratio, tones } from '../../../src/music/demo/theory/swara.ts';
import * as talas from '../../../src/music/demo/theory/talas.ts';

const RAGAS: readonly Raga[] = [hindustani, tamil, telugu].flatMap((table) => Object.values(table));
const TALAS = Object.values(talas).filter((value) => typeof value === 'object');

describe('swaras', () => {
  it('reads octaves and accidentals', () => {
    expect(tones(".N R g M S'").map(place)).toEqual([-1, 2, 3, 6, 12]);
  });

  it('refuses what is no swara, naming it', () => {
    expect(() => tones('S Q')).toThrow('"Q"');
  });

  it('is in just intonation', () => {
    const [pa, low] = tones('P .P');
    expect(pa && ratio(pa)).toBe(1.5);
    expect(low && ratio(low)).toBe(0.75);
  });
});

describe.each(RAGAS.map((raga) => [raga.name, raga] as const))('raga %s', (_, raga) => {
  const scale = new Set([...tones(raga.arohana), ...tones(raga.avarohana)].map(({ swara }) => swara));

  it('has phrases, rests and ornaments of its own tones only', () => {
    const phrases = [...raga.open, ...raga.middle, ...raga.high, ...raga.close];
    expect(phrases.length).toBeGreaterThanOrEqual(20);
    const spoken = phrases.flatMap(tones).map(({ swara }) => swara);
    const named = [raga.vadi, raga.samvadi, ...raga.rests, ...Object.keys(raga.ornaments)];
    expect([...spoken, ...named].filter((swara) => !scale.has(swara as never))).toEqual([]);
  });

  it('comes home: every closing phrase ends on Sa, and its ascent and descent start there or on Ni', () => {
    for (const phrase of raga.close) expect(tones(phrase).at(-1)?.swara).toBe('S');
    expect(raga.sources.length).toBeGreaterThan(0);
    expect(MOODS).toContain(raga.mood);
  });

  it('says every one of its tones', () => {
    const spoken = new Set(
      [...raga.open, ...raga.middle, ...raga.high, ...raga.close, raga.arohana]
        .flatMap(tones)
        .map((t) => t.swara),
    );
    expect([...scale].filter((swara) => !spoken.has(swara))).toEqual([]);
  });
});

describe.each(TALAS.map((tala) => [tala.name, tala] as const))('tala %s', (_, tala) => {
  it('fills its cycle in every pattern, and its limbs sum to it', () => {
    for (const pattern of [tala.plain, tala.full, tala.fill]) {
      const strokes = talas.strokesOf(tala, pattern);
      expect(strokes.length).toBeGreaterThanOrEqual(4);
      expect(strokes.every(({ beat }) => beat >= 0 && beat < tala.beats)).toBe(true);
    }
    expect(tala.groups.reduce((sum, beats) => sum + beats, 0)).toBe(tala.beats);
    expect(tala.claps.every((clap) => clap < tala.beats)).toBe(true);
  });
});

describe('the table of pieces', () => {
  it('has two pieces for each mood and language', () => {
    const shelves = PIECES.map(({ language, mood }) => `${language}-${mood}`);
    for (const language of ['en', 'hi', 'ta', 'te', 'zxx'])
      for (const mood of MOODS)
        expect(shelves.filter((shelf) => shelf === `${language}-${mood}`)).toHaveLength(2);
    expect(new Set(PIECES.map(idOf)).size).toBe(40);
    expect(new Set(PIECES.map(({ title }) => title)).size).toBe(40);
  });

  it('gives each Indian piece a raga of its own, of the right tradition and mood', () => {
    const pieces = PIECES.flatMap((plan) => (plan.kind === 'raga' ? [plan] : []));
    expect(new Set(pieces.map(({ raga }) => raga.name)).size).toBe(24);
    for (const { language, mood, raga, tala } of pieces) {
      expect(raga.mood).toBe(mood);
      expect(raga.system).toBe(language === 'hi' ? 'Hindustani' : 'Carnatic');
      expect(tala.system).toBe(raga.system);
    }
  });

  it('takes sad and calm pieces slower than happy ones, and those slower than energetic ones', () => {
    // What a listener taps: khanda chapu is written in half counts, a jig in two beats a bar.
    const pace = (mood: string) => PIECES.filter((plan) => plan.mood === mood).map(({ bpm }) => bpm);
    expect(Math.max(...pace('sad'))).toBeLessThanOrEqual(66);
    expect(Math.max(...pace('calm'))).toBeLessThanOrEqual(80);
    expect(Math.min(...pace('happy'))).toBeGreaterThanOrEqual(100);
    expect(Math.min(...pace('energetic'))).toBeGreaterThanOrEqual(130);
  });
});
