import { beforeEach, describe, expect, it } from 'vitest';
import { type HistoryEntry, LONGEST_HISTORY } from '../../src/listeners/history.ts';
import {
  CONSENT_VERSION,
  hasAgreed,
  type Listeners,
  type ListeningEvent,
  openListeners,
} from '../../src/listeners/listeners.ts';
import { type MemoryEntry, openMemory } from '../../src/storage/memory.ts';
import { codeOf } from '../contracts/store-contract.ts';
import { silent } from '../storage/silent.ts';

const ANITA = '100000000000000001';
const BALA = '100000000000000002';

describe('listeners', () => {
  let maps: Map<string, Map<string, MemoryEntry>>;
  let listeners: Listeners;
  let now: number;

  beforeEach(() => {
    maps = new Map();
    now = Date.UTC(2026, 10, 21);
    listeners = openListeners({ store: openMemory({ logger: silent, maps }), now: () => now++ });
  });

  /** Everything stored, as text. */
  const stored = () => JSON.stringify([...maps].map(([name, map]) => [name, ...map]));

  it('knows nothing of a stranger and stores nothing by asking', async () => {
    expect(await listeners.profile(ANITA)).toEqual({});
    expect(await listeners.export(ANITA)).toEqual({ user: ANITA, profile: {}, history: [] });
    expect(await listeners.forget(ANITA)).toBe(0);
    expect(stored()).not.toContain(ANITA);
  });

  it('keeps each setting beside the others and takes each back', async () => {
    await Promise.all([
      listeners.setLanguage(ANITA, 'ta'),
      listeners.setInterface(ANITA, 'hi'),
      listeners.agree(ANITA),
      listeners.setLanguage(BALA, 'te'),
    ]);
    expect(await listeners.profile(ANITA)).toEqual({
      language: 'ta',
      interface: 'hi',
      consent: { agreedAt: '2026-11-21T00:00:00.000Z', version: CONSENT_VERSION },
    });
    expect(await listeners.profile(BALA)).toEqual({ language: 'te' });
    expect(await listeners.setLanguage(ANITA, undefined)).not.toHaveProperty('language');
    await listeners.decline(ANITA);
    await listeners.setInterface(ANITA, undefined);
    expect(await listeners.profile(ANITA)).toEqual({});
    expect(stored()).not.toContain(ANITA);
  });

  it('counts consent only for the present wording', async () => {
    expect(hasAgreed(await listeners.profile(ANITA))).toBe(false);
    expect(hasAgreed(await listeners.agree(ANITA))).toBe(true);
    expect(hasAgreed({ consent: { agreedAt: '2026-01-01T00:00:00Z', version: CONSENT_VERSION - 1 } })).toBe(
      false,
    );
    expect(hasAgreed(await listeners.decline(ANITA))).toBe(false);
  });

  it('records plays and corrections with their time, the latest 500, none lost when they come together', async () => {
    await Promise.all(
      Array.from({ length: LONGEST_HISTORY + 20 }, (_, i) =>
        listeners.record(ANITA, { kind: 'play', tracks: [`t${i}`] }),
      ),
    );
    await listeners.record(ANITA, { kind: 'correction', mood: 'calm' });
    const { history } = await listeners.export(ANITA);
    expect(history).toHaveLength(LONGEST_HISTORY);
    expect(history[0]).toMatchObject({ kind: 'play', tracks: ['t21'] });
    expect(history.at(-1)).toMatchObject({ kind: 'correction', mood: 'calm' });
    expect(Date.parse((history.at(-1) as HistoryEntry).at)).toBe(now - 1);
  });

  it('tells the tracks of the latest plays, newest first, each once', async () => {
    await listeners.record(ANITA, { kind: 'play', tracks: ['a', 'b'] });
    await listeners.record(ANITA, { kind: 'correction', mood: 'sad' });
    await listeners.record(ANITA, { kind: 'play', tracks: ['c', 'a'] });
    expect(await listeners.recentTracks(ANITA, 10)).toEqual(['a', 'c', 'b']);
    expect(await listeners.recentTracks(ANITA, 2)).toEqual(['a', 'c']);
    expect(await listeners.recentTracks(BALA, 2)).toEqual([]);
  });

  it.each<[string, object]>([
    ['an emotion', { kind: 'play', tracks: ['a'], emotion: 'sadness' }],
    ['probabilities', { kind: 'correction', mood: 'sad', emotions: { sadness: 0.9 } }],
    ['a picture', { kind: 'play', tracks: ['a'], photo: 'data:image/png;base64,' }],
    ['an emotion for a mood', { kind: 'correction', mood: 'sadness' }],
    ['another kind', { kind: 'reading', mood: 'sad' }],
  ])('refuses to store %s', async (_name, event) => {
    expect(await codeOf(listeners.record(ANITA, event as ListeningEvent))).toBe('store.bad_record');
    expect(stored()).not.toContain(ANITA);
  });

  it('exports everything and forgets everything, of this member alone', async () => {
    for (const id of [ANITA, BALA]) {
      await listeners.setLanguage(id, 'ta');
      await listeners.record(id, { kind: 'play', tracks: ['a'] });
      await listeners.record(id, { kind: 'correction', mood: 'calm' });
    }
    expect(await listeners.export(ANITA)).toMatchObject({
      user: ANITA,
      profile: { language: 'ta' },
      history: [
        { kind: 'play', tracks: ['a'] },
        { kind: 'correction', mood: 'calm' },
      ],
    });
    expect(await listeners.forget(ANITA)).toBe(3);
    expect(stored()).not.toContain(ANITA);
    expect(stored()).toContain(BALA);
    expect((await listeners.export(BALA)).history).toHaveLength(2);
    expect(await listeners.forget(ANITA)).toBe(0);
  });

  it('forgets also what cannot be read any more', async () => {
    maps.set('listeners', maps.get('listeners') ?? new Map());
    maps.get('listeners')?.set(ANITA, { value: '{"value":{"emotion":"sad"}}', expires: undefined });
    expect(await listeners.profile(ANITA)).toEqual({});
    await listeners.forget(ANITA);
    expect(stored()).not.toContain(ANITA);
  });
});
