import { AppError } from '../../errors.ts';
import { pickTracks } from '../../music/recommend/pick.ts';
import type { Services } from '../context.ts';
import { type Mix, tracksOf } from './mix.ts';

/** Tracks in one mix: some minutes of music that a reply can still list. */
const MIX_SIZE = 5;

/** The mix with tracks of its mood, others than before where the shelves allow it. */
export function withPicks(mix: Mix, services: Pick<Services, 'library' | 'random'>): Mix {
  if (mix.chosen === undefined) return mix;
  const { library, random } = services;
  const shown = tracksOf(mix).map(({ id }) => id);
  const picks = pickTracks({
    library,
    mood: mix.chosen.mood,
    language: mix.language.tag,
    count: MIX_SIZE,
    random,
    avoid: new Set(shown),
  });
  if (picks.picks.length === 0) throw new AppError('library.empty');
  return { ...mix, picks };
}
