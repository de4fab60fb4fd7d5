import { fold } from '../../domain/fold.ts';
import type { Track } from '../../domain/track.ts';

/**
 * Every order equally likely (Fisher and Yates; Durstenfeld 1964).
 * @param random in [0, 1)
 */
export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const all = [...items];
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [all[i], all[j]] = [all[j] as T, all[i] as T];
  }
  return all;
}

/**
 * Deals one track of each artist in turn, artists in the order of their first track, so that a few picks name as many
 * artists as there are. No artist follows themselves while another has a track left.
 */
export function spreadArtists(tracks: readonly Track[]): Track[] {
  const byArtist = Map.groupBy(tracks, ({ artist }) => fold(artist));
  let hands = [...byArtist.values()];
  const dealt: Track[] = [];
  while (hands.length > 0) {
    for (const hand of hands) {
      const track = hand.shift();
      if (track !== undefined) dealt.push(track);
    }
    hands = hands.filter((hand) => hand.length > 0);
  }
  return dealt;
}
