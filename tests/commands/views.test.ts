import { describe, expect, it } from 'vitest';
import type { Mix } from '../../src/commands/mix/mix.ts';
import { mixEmbed, mixRows } from '../../src/commands/mix/mix-view.ts';
import { readingView, surenessKey } from '../../src/commands/mood/reading-view.ts';
import type { FaceReading } from '../../src/domain/reading.ts';
import type { Track } from '../../src/domain/track.ts';
import { AppError } from '../../src/errors.ts';
import { translator } from '../../src/i18n/i18n.ts';
import type { Picks } from '../../src/music/recommend/pick.ts';
import { MOOD_OF } from '../support/moods.ts';
import { track } from '../support/track.ts';

const words = translator('en');

describe('a reading', () => {
  const face = (confidence: number, confident: boolean): FaceReading => {
    const rest = (1 - confidence) / 7;
    return {
      box: { x: 0, y: 0, width: 1, height: 1 },
      faceScore: 1,
      emotions: {
        neutral: rest,
        happiness: rest,
        surprise: rest,
        sadness: confidence,
        anger: rest,
        disgust: rest,
        fear: rest,
        contempt: rest,
      },
      confidence,
      confident,
      moods: { happy: 0, sad: confidence, calm: 0, energetic: 0 },
      mood: confident ? 'sad' : 'calm',
    };
  };
  const view = async (o: FaceReading, faces = 1, frames = 1) => {
    const { embed, picture } = await readingView(o, { faces, frames, moodOf: MOOD_OF, words });
    return { ...embed.toJSON(), alt: picture.description };
  };

  it('says what it sees and how sure it is', async () => {
    const { title, description, alt } = await view(face(0.71, true));
    expect(title).toBe('🌧️ Sad');
    expect(description).toBe('I see **sadness**, and I am fairly sure (71%).');
    expect(alt).toMatch(/^Emotions: sadness 71%, neutral 4%, and|^Emotions: sadness 71%, neutral 4%/);
  });

  it('says that it chose calm because it is not sure', async () => {
    const { title, description } = await view(face(0.3, false));
    expect(title).toBe('🌿 Calm');
    expect(description).toContain(
      'It could be **sadness** (30%), but I am not sure enough, so I chose **calm**',
    );
  });

  it('says that the largest of several faces decides', async () => {
    expect((await view(face(0.9, true), 3)).description).toContain('I see 3 faces; the largest one decides');
    expect((await view(face(0.9, true), 1)).description).not.toContain('face');
  });

  it('says from how many pictures it read, where there were several', async () => {
    expect((await view(face(0.9, true), 1, 12)).description).toContain('Read from 12 pictures');
    expect((await view(face(0.9, true), 1, 1)).description).not.toContain('Read from');
  });

  it('has words for every confidence', () => {
    expect([1, 0.85, 0.84, 0.6, 0.59, 0.4, 0.39, 0].map(surenessKey)).toEqual([
      'sureness.very',
      'sureness.very',
      'sureness.fairly',
      'sureness.fairly',
      'sureness.hardly',
      'sureness.hardly',
      'sureness.not',
      'sureness.not',
    ]);
  });
});

describe('a mix', () => {
  const piece = (id: number, over: Partial<Track> = {}): Track =>
    track(String(id), { title: `Piece ${id}`, artist: 'Someone', mood: 'calm', ...over });
  const picksOf = (tracks: Track[], over: Partial<Picks> = {}): Picks => ({
    picks: tracks.map((one) => ({ track: one, reasons: [{ kind: 'mood', mood: one.mood }] })),
    wanted: tracks.length,
    fromShelf: tracks.length,
    fill: [],
    ...over,
  });
  const mixOf = (over: Partial<Mix> = {}): Mix => ({
    id: '1',
    userId: '2',
    guildId: '3',
    language: { tag: 'ta', from: 'profile' },
    playAtOnce: true,
    chosen: { mood: 'calm', by: 'photo' },
    picks: picksOf([piece(1), piece(2)]),
    place: { kind: 'waiting-for-play' },
    ...over,
  });
  const text = (mix: Mix) => mixEmbed(mix, words)?.toJSON().description ?? '';

  it('lists its tracks', () => {
    expect(text(mixOf())).toBe(
      '1. **Piece 1** · Someone · 0:45\n-# calm\n2. **Piece 2** · Someone · 0:45\n-# calm\n\n',
    );
  });

  it('says how a shelf that is empty or short was filled, and what cannot be filled', () => {
    const fill = [
      { language: 'zxx', count: 2 },
      { language: 'hi', count: 1 },
    ];
    const empty = mixOf({ picks: picksOf([piece(1)], { fromShelf: 0, fill }) });
    expect(text(empty)).toContain(
      'I have no calm music in Tamil yet, so this mix is filled with Instrumental (2) and Hindi (1).',
    );
    const short = mixOf({ picks: picksOf([piece(1)], { fromShelf: 1, fill }) });
    expect(text(short)).toContain('I have one calm track in Tamil; the rest is filled with');
    const bare = mixOf({ picks: picksOf([piece(1), piece(2)], { wanted: 5 }) });
    expect(text(bare)).toContain('2 tracks are all I have for this');
    expect(text(mixOf())).not.toContain('I have');
  });

  it('gives the reasons of a pick', () => {
    const picks: Picks = {
      ...picksOf([]),
      picks: [
        {
          track: piece(1, { language: 'zxx' }),
          reasons: [
            { kind: 'mood', mood: 'calm' },
            { kind: 'instrumental-fill' },
            { kind: 'note', note: 'raga *Mohanam*' },
            { kind: 'fresh' },
          ],
        },
        { track: piece(2, { language: 'hi' }), reasons: [{ kind: 'other-language-fill', language: 'hi' }] },
        { track: piece(3), reasons: [{ kind: 'language', language: 'ta' }] },
      ],
    };
    const said = text(mixOf({ picks }));
    expect(said).toContain(
      '-# calm, instrumental, to fill the shelf, raga \\*Mohanam\\*, not in your last mix',
    );
    expect(said).toContain('-# Hindi, to fill the shelf');
    expect(said).toContain('-# Tamil');
  });

  it('tells those who saved no language how to', () => {
    expect(text(mixOf({ language: { tag: 'en', from: 'locale' } }))).toContain(
      '`/language set` keeps the one you like',
    );
    expect(text(mixOf({ language: { tag: 'en', from: 'option' } }))).not.toContain('/language');
  });

  it('stays harmless and within the limits with the worst titles', () => {
    const worst = '**@everyone** [click](http://evil.example) \u202e'.repeat(100);
    const picks = picksOf(
      [1, 2, 3, 4, 5].map((id) => piece(id, { title: worst, artist: worst, note: worst })),
    );
    const refused = new AppError('play.not_found', { received: worst });
    const embed = mixEmbed(mixOf({ picks, place: { kind: 'refused', error: refused } }), words)?.toJSON();
    expect(embed?.description?.length).toBeLessThanOrEqual(4096);
    expect(embed?.fields?.[0]?.value.length).toBeLessThanOrEqual(1024);
    expect(embed?.description).not.toMatch(/[^\\]\[click/);
    expect(embed?.description).not.toContain('\u202e');
  });

  it('disables Play while it plays, and shows the menu when it is corrected or has no mood', () => {
    const ids = (mix: Mix, correcting = false) =>
      mixRows(mix, words, correcting).map((row) =>
        row.toJSON().components.map((part) => ({
          id: 'custom_id' in part ? part.custom_id : '',
          disabled: 'disabled' in part && part.disabled === true,
        })),
      );
    expect(ids(mixOf())[0]?.map(({ id }) => id)).toEqual(['play:1', 'mix:1', 'correct:1']);
    expect(ids(mixOf())[0]?.[0]?.disabled).toBe(false);
    expect(ids(mixOf({ place: { kind: 'playing', channelId: '9' } }))[0]?.[0]?.disabled).toBe(true);
    expect(ids(mixOf(), true)).toHaveLength(2);
    const { chosen: _chosen, ...blank } = mixOf();
    expect(ids(blank)).toEqual([[{ id: 'correct:1:mood', disabled: false }]]);
  });
});
