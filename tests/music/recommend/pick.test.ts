import { describe, expect, it } from 'vitest';
import { MOODS, type Mood } from '../../../src/domain/mood.ts';
import type { Track } from '../../../src/domain/track.ts';
import { shuffled, spreadArtists } from '../../../src/music/recommend/order.ts';
import { type PickOptions, pickTracks } from '../../../src/music/recommend/pick.ts';
import { seeded } from '../../support/seeded.ts';
import { track } from '../../support/track.ts';

function libraryOf(tracks: readonly Track[]): PickOptions['library'] {
  return {
    shelf: (mood, language) => tracks.filter((t) => t.mood === mood && t.language === language),
    languages: () =>
      [...Map.groupBy(tracks, (t) => t.language)].map(([tag, list]) => ({ tag, count: list.length })),
  };
}

/** Where a pick comes from: 0 its shelf, 1 instrumental, 2 another language. */
const stepOf = (t: Track, language: string) => (t.language === language ? 0 : t.language === 'zxx' ? 1 : 2);

describe('pickTracks', () => {
  it('holds to its rules for any library', () => {
    for (let seed = 1; seed <= 400; seed++) {
      const random = seeded(seed);
      const any = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
      const languages = ['ta', 'te', 'hi', 'en', 'zxx'];
      const tracks = Array.from({ length: Math.floor(random() * 40) }, (_, i) =>
        track(`t${i}`, { mood: any(MOODS), language: any(languages), artist: any(['A', 'B', 'C']) }),
      );
      const mood: Mood = any(MOODS);
      const language = any([...languages, 'ml']);
      const count = Math.floor(random() * 8);
      const avoid = new Set(tracks.filter(() => random() < 0.4).map((t) => t.id));
      const { picks, wanted, fromShelf, fill } = pickTracks({
        library: libraryOf(tracks),
        mood,
        language,
        count,
        random,
        avoid,
      });
      const picked = picks.map((p) => p.track);
      const ofMood = tracks.filter((t) => t.mood === mood);
      const note = `seed ${seed}`;

      expect(wanted, note).toBe(count);
      expect(picked.length, note).toBe(Math.min(count, ofMood.length));
      expect(new Set(picked.map((t) => t.id)).size, note).toBe(picked.length);
      expect(
        picked.every((t) => t.mood === mood),
        note,
      ).toBe(true);
      // A later step, or a track heard lately, comes only when everything before it is used up.
      const ranks = picked.map((t) => stepOf(t, language) * 2 + (avoid.has(t.id) ? 1 : 0));
      expect(ranks, note).toEqual(ranks.toSorted((a, b) => a - b));
      const last = ranks.at(-1) ?? 0;
      const before = ofMood.filter((t) => stepOf(t, language) * 2 + (avoid.has(t.id) ? 1 : 0) < last);
      expect(
        before.every((t) => picked.includes(t)),
        note,
      ).toBe(true);
      // The account agrees with the picks.
      expect(fromShelf, note).toBe(ranks.filter((r) => r < 2).length);
      expect(fromShelf + fill.reduce((sum, f) => sum + f.count, 0), note).toBe(picked.length);
      expect(
        fill.map((f) => f.language),
        note,
      ).not.toContain(language);
      // Nothing is filled silently.
      for (const { track: t, reasons } of picks) {
        const kinds = reasons.map((r) => r.kind);
        const expected = (['language', 'instrumental-fill', 'other-language-fill'] as const)[
          stepOf(t, language)
        ];
        expect(kinds.slice(0, 2), note).toEqual(['mood', expected]);
        expect(kinds.includes('fresh'), note).toBe(avoid.size > 0 && !avoid.has(t.id));
      }
    }
  });

  it('is decided by the random numbers alone', () => {
    const library = libraryOf(Array.from({ length: 30 }, (_, i) => track(`t${i}`)));
    const ids = (seed: number) =>
      pickTracks({ library, mood: 'happy', language: 'ta', count: 5, random: seeded(seed) }).picks.map(
        (p) => p.track.id,
      );
    expect(ids(1)).toEqual(ids(1));
    expect(new Set([1, 2, 3, 4, 5].map((seed) => ids(seed).join())).size).toBeGreaterThan(1);
  });

  it('gives every track of a shelf its turn', () => {
    const library = libraryOf(Array.from({ length: 10 }, (_, i) => track(`t${i}`)));
    const random = seeded(7);
    const counts = new Map<string, number>();
    for (let i = 0; i < 3000; i++) {
      const [pick] = pickTracks({ library, mood: 'happy', language: 'ta', count: 1, random }).picks;
      const id = pick?.track.id ?? '';
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    expect(counts.size).toBe(10);
    // 300 expected each; five standard deviations of the binomial are 82.
    for (const count of counts.values()) expect(Math.abs(count - 300)).toBeLessThan(82);
  });

  it('names as many artists as there are', () => {
    const many = Array.from({ length: 20 }, (_, i) => track(`m${i}`, { artist: 'Prolific' }));
    const library = libraryOf([...many, track('x', { artist: 'Rare' }), track('y', { artist: 'RÁRE 2' })]);
    for (let seed = 1; seed < 30; seed++) {
      const { picks } = pickTracks({
        library,
        mood: 'happy',
        language: 'ta',
        count: 4,
        random: seeded(seed),
      });
      expect(new Set(picks.slice(0, 3).map((p) => p.track.artist)).size).toBe(3);
    }
  });

  it('tells what a piece is made of', () => {
    const library = libraryOf([track('a', { note: 'raga Mohanam (Carnatic)' })]);
    const { picks } = pickTracks({ library, mood: 'happy', language: 'ta', count: 1, random: seeded(1) });
    expect(picks[0]?.reasons).toEqual([
      { kind: 'mood', mood: 'happy' },
      { kind: 'language', language: 'ta' },
      { kind: 'note', note: 'raga Mohanam (Carnatic)' },
    ]);
  });

  it('takes instrumental as a language of its own', () => {
    const library = libraryOf([track('a', { language: 'zxx' }), track('b')]);
    const { picks, fromShelf, fill } = pickTracks({
      library,
      mood: 'happy',
      language: 'zxx',
      count: 2,
      random: seeded(1),
    });
    expect(picks.map((p) => p.track.id)).toEqual(['a', 'b']);
    expect({ fromShelf, fill }).toEqual({ fromShelf: 1, fill: [{ language: 'ta', count: 1 }] });
  });
});

describe('order', () => {
  it('shuffles without losing or changing what it was given', () => {
    const items = Array.from({ length: 50 }, (_, i) => i);
    const mixed = shuffled(items, seeded(3));
    expect(mixed).not.toEqual(items);
    expect(mixed.toSorted((a, b) => a - b)).toEqual(items);
    expect(shuffled(items, () => 0.999999)).toEqual(items);
  });

  it('lets no artist follow themselves while another has a track left', () => {
    for (let seed = 1; seed < 200; seed++) {
      const random = seeded(seed);
      const tracks = Array.from({ length: 12 }, (_, i) =>
        track(`${i}`, { artist: 'ABC'[Math.floor(random() * 3)] ?? 'A' }),
      );
      const dealt = spreadArtists(tracks);
      expect(dealt).toHaveLength(12);
      for (let i = 1; i < dealt.length; i++) {
        if (dealt[i]?.artist !== dealt[i - 1]?.artist) continue;
        expect(
          dealt.slice(i).every((t) => t.artist === dealt[i]?.artist),
          `seed ${seed}`,
        ).toBe(true);
      }
    }
  });
});
