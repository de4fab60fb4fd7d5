import type { Track } from '../../src/domain/track.ts';

/** A whole track from what matters to a test. */
export function track(id: string, fields: Partial<Track> = {}): Track {
  return {
    id,
    title: `Title ${id}`,
    artist: `Artist ${id}`,
    language: 'ta',
    mood: 'happy',
    durationMs: 45_000,
    file: `${id}.opus`,
    licence: 'CC0-1.0',
    source: 'import',
    ...fields,
  };
}
