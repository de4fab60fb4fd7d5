import { describe, expect, it } from 'vitest';
import { announcement } from '../../src/bot/announcer.ts';
import { AppError } from '../../src/errors.ts';
import { translator } from '../../src/i18n/i18n.ts';
import type { StopReason } from '../../src/music/player/events.ts';

const where = { guildId: '1', channelId: '2' };
const item = {
  id: 1,
  requestedBy: '77',
  track: {
    id: 'a',
    title: 'Dawn *raga*',
    artist: 'The [Bows](http://x)',
    language: 'ta',
    mood: 'calm' as const,
    durationMs: 45_000,
    file: 'a.opus',
    licence: 'CC0-1.0',
    note: 'raga Mohanam',
    source: 'demo' as const,
  },
};
const said = (event: Parameters<typeof announcement>[0], locale = 'en-US') =>
  announcement(event, translator(locale))?.text;

describe('what the room reads', () => {
  it('names the track, who asked for it and what it is made of', () => {
    expect(said({ ...where, type: 'track-started', item })).toBe(
      '▶ **Dawn \\*raga\\*** · The \\[Bows\\]\\(http://x\\)\n-# for <@77> · Tamil · raga Mohanam',
    );
    expect(said({ ...where, type: 'track-started', item }, 'hi')).toContain('<@77> के लिए · तमिल');
  });

  it('says what was skipped, and when the queue is over', () => {
    const problem = new AppError('track.missing');
    expect(said({ ...where, type: 'track-broken', item, problem })).toContain(
      'could not be played, so I skipped it',
    );
    expect(said({ ...where, type: 'queue-ended', reason: 'finished' })).toContain('That was the last track');
    expect(said({ ...where, type: 'queue-ended', reason: 'all-broken' })).toContain(
      'None of the queued tracks',
    );
    expect(said({ ...where, type: 'moved', fromChannelId: '3' })).toContain('moved here');
    expect(said({ ...where, type: 'reconnecting', retryInMs: 1 })).toContain('coming back');
    expect(said({ ...where, type: 'reconnected' })).toContain('I am back');
  });

  const left = (reason: StopReason, kept = 0) =>
    said({ ...where, type: 'disconnected', reason, kept, keptForMs: 1 });

  it('says why it left, and how to go on with what is kept', () => {
    expect(left('alone')).toBe('Nobody has listened for a while, so I left.');
    expect(left('gave-up', 3)).toBe(
      'I lost the voice connection and could not come back. 3 tracks are kept for a while: `/resume` goes on with them.',
    );
    expect(left('kicked', 1)).toContain('One track is kept');
    expect(left('encryption-required')).toContain('end-to-end encryption');
  });

  it('says nothing where the room knows, or nobody is left to read', () => {
    for (const reason of ['asked', 'shutdown', 'channel-gone', 'guild-gone'] as const) {
      expect(left(reason, 3)).toBeUndefined();
    }
  });
});
