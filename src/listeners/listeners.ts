/** What is saved about members: what they chose and what they played. Export and forget know all of it. */
import type { LanguageTag } from '../domain/track.ts';
import type { Namespace, Store } from '../storage/store.ts';
import { checkHistory, type History, type HistoryEntry, type ListeningEvent, withEntry } from './history.ts';
import { CONSENT_VERSION, checkProfile, type Profile } from './profile.ts';

export type { ListeningEvent } from './history.ts';
export { CONSENT_VERSION, hasAgreed, type Profile } from './profile.ts';

/** Everything that is saved about one member. */
export interface Saved {
  readonly user: string;
  readonly profile: Profile;
  /** Oldest first. */
  readonly history: readonly HistoryEntry[];
}

/** Every method throws AppError `store.…` when the store fails; what returned is stored, also when the process is killed. */
export interface Listeners {
  /** Empty for a member of whom nothing is saved. */
  profile(userId: string): Promise<Profile>;
  /** @param tag undefined takes the setting back; likewise below */
  setLanguage(userId: string, tag: LanguageTag | undefined): Promise<Profile>;
  setInterface(userId: string, locale: string | undefined): Promise<Profile>;
  /** The member lets their photos be read, under the present wording. */
  agree(userId: string): Promise<Profile>;
  /** Takes consent back; that it was declined is not noted down. */
  decline(userId: string): Promise<Profile>;
  /** Adds to the history, which keeps the latest 500. */
  record(userId: string, event: ListeningEvent): Promise<void>;
  /** Ids of the tracks in the latest plays, newest first, each once. */
  recentTracks(userId: string, limit: number): Promise<string[]>;
  export(userId: string): Promise<Saved>;
  /** @returns how much was deleted: one per history entry, and one for the settings if there were any */
  forget(userId: string): Promise<number>;
}

/** @param o.now wall-clock time, milliseconds since 1970; Date.now by default */
export function openListeners(o: { store: Store; now?: () => number }): Listeners {
  const profiles: Namespace<Profile> = o.store.namespace('listeners', checkProfile);
  const histories: Namespace<History> = o.store.namespace('history', checkHistory);
  const now = o.now ?? Date.now;
  const timestamp = () => new Date(now()).toISOString();

  /** Sets or, with undefined, takes away; a profile without any setting is deleted. */
  const change = async <K extends keyof Profile>(
    userId: string,
    field: K,
    value: Profile[K] | undefined,
  ): Promise<Profile> => {
    const changed = await profiles.update(userId, (old) => {
      const { [field]: _old, ...rest } = old ?? {};
      const next = value === undefined ? rest : { ...rest, [field]: value };
      return Object.keys(next).length === 0 ? undefined : next;
    });
    return changed ?? {};
  };

  return {
    profile: async (userId) => (await profiles.get(userId)) ?? {},
    setLanguage: (userId, tag) => change(userId, 'language', tag),
    setInterface: (userId, locale) => change(userId, 'interface', locale),
    agree: (userId) => change(userId, 'consent', { agreedAt: timestamp(), version: CONSENT_VERSION }),
    decline: (userId) => change(userId, 'consent', undefined),

    async record(userId, event) {
      await histories.update(userId, (old) => withEntry(old, { ...event, at: timestamp() }));
    },

    async recentTracks(userId, limit) {
      const entries = (await histories.get(userId))?.entries ?? [];
      const newestFirst = entries
        .toReversed()
        .flatMap((e) => (e.kind === 'play' ? e.tracks.toReversed() : []));
      return [...new Set(newestFirst)].slice(0, limit);
    },

    async export(userId) {
      const [profile, history] = await Promise.all([profiles.get(userId), histories.get(userId)]);
      return { user: userId, profile: profile ?? {}, history: history?.entries ?? [] };
    },

    async forget(userId) {
      let deleted = 0;
      // Under the locks, so that what is being recorded at this moment is either counted or comes after.
      await Promise.all([
        profiles.update(userId, (old) => {
          if (old !== undefined) deleted += 1;
          return undefined;
        }),
        histories.update(userId, (old) => {
          deleted += old?.entries.length ?? 0;
          return undefined;
        }),
      ]);
      return deleted;
    },
  };
}
