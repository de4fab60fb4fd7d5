import type { Emotion } from '../domain/emotion.ts';
import type { Mood } from '../domain/mood.ts';
import type { Translator } from '../i18n/i18n.ts';
import type { Eyes } from '../inference/eyes.ts';
import type { Listeners } from '../listeners/listeners.ts';
import type { Logger } from '../logger.ts';
import type { Library } from '../music/library/library.ts';
import type { Jukebox } from '../music/player/jukebox.ts';
import type { Expiring } from './expiring.ts';
import type { Mix } from './mix/mix.ts';
import type { MoodRequest, SeenPhotos } from './mood/request.ts';

export interface Attachments {
  /**
   * Fetches an attachment's bytes within limits of size and time.
   * @throws AppError photo.host_refused {host}, photo.url_expired, photo.too_large {bytes, limit},
   *   photo.download_failed {reason}
   */
  download(url: string, options?: { signal?: AbortSignal }): Promise<Uint8Array>;
}

/** What commands work with; the same for every interaction. */
export interface Services {
  readonly eyes: Pick<Eyes, 'look' | 'explain' | 'available'>;
  /** The emotion-to-mood table, for the colours of the picture. */
  readonly moodOf: Readonly<Record<Emotion, Mood>>;
  readonly library: Library;
  readonly listeners: Listeners;
  readonly jukebox: Jukebox;
  readonly attachments: Attachments;
  readonly logger: Logger;
  /** In [0, 1). */
  readonly random: () => number;
  readonly memory: Memory;
}

/** What is remembered in memory alone, for 15 minutes at most; a restart forgets it. */
export interface Memory {
  /** Photos that wait for consent, by their command and by their member: the way to them, never themselves. */
  readonly photos: Expiring<MoodRequest>;
  /** Photos that were read, by the command that sent them: the way to them, for "Why?". */
  readonly seen: Expiring<SeenPhotos>;
  /** The mixes behind the buttons of replies. */
  readonly mixes: Expiring<Mix>;
  /** Members whose photo is being looked at right now. */
  readonly looking: Set<string>;
  /** Commands whose reading is being explained right now. */
  readonly explaining: Set<string>;
}

/** What one interaction is answered with. */
export interface Context extends Services {
  /** Speaks the member's language. */
  readonly words: Translator;
  /** The sentence for anything that was thrown; the log has the rest. For those who do not just throw it. */
  explain(error: unknown): string;
}
