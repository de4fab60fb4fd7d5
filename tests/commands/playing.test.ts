import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { progressLine } from '../../src/commands/nowplaying.ts';
import { queuePage } from '../../src/commands/queue.ts';
import type { Track } from '../../src/domain/track.ts';
import { translator } from '../../src/i18n/i18n.ts';
import { type BotOnStage, isSettled, shown, startBotOnStage, textOf } from '../support/bot-on-stage.ts';
import { track } from '../support/track.ts';

const unseen = () => Promise.reject(new Error('not looked at'));
const eyes = { available: false, look: unseen, explain: unseen };

describe('what steers the music, on the stage', { timeout: 30_000 }, () => {
  let on: BotOnStage;
  let members = 0;

  beforeAll(async () => {
    on = await startBotOnStage({ eyes });
  }, 60_000);
  afterAll(() => on.close());
  beforeEach(({ onTestFailed }) => onTestFailed(() => on.tellLog()));
  afterEach(async () => {
    await on.jukebox.player(on.stage.guild.id)?.stop();
  });

  type Member = ReturnType<BotOnStage['stage']['createUser']>;
  const listener = async (): Promise<Member> => {
    const member = outsider();
    await member.joinVoice(on.stage.guild.voiceChannelId);
    return member;
  };
  const outsider = () => {
    members += 1;
    return on.stage.createUser(`Listener${members}`);
  };
  const say = (member: Member, name: string, options: Record<string, string> = {}) =>
    member.command(on.here, name, { options });
  /** What anybody reads in the text chat of the voice channel. */
  const room = () => outsider().messages(on.stage.guild.voiceChannelId).map(textOf);

  it.each(['skip', 'pause', 'resume', 'stop', 'nowplaying'])(
    '/%s says that nothing is playing',
    async (name) => {
      const reply = await say(await listener(), name).reply();
      expect(reply.content).toContain('Nothing is playing. `/mood` with a selfie');
      expect(reply.ephemeral).toBe(true);
    },
  );

  it('/queue says that it is empty', async () => {
    expect((await say(outsider(), 'queue').reply()).content).toContain('Nothing is queued');
  });

  it('plays a mood, pauses, goes on, skips, shows and stops', async () => {
    const member = await listener();
    const mix = await shown(say(member, 'play', { mood: 'sad', language: 'tamil' }), isSettled);
    expect(textOf(mix)).toContain('Playing in');
    expect(mix.ephemeral).toBe(true);
    const titles = [...textOf(mix).matchAll(/\*\*(sad \w+ \d)\*\*/g)].map(([, title]) => title);
    expect(titles).toHaveLength(3);

    await expect.poll(room).toContainEqual(expect.stringContaining(`▶ **${titles[0]}** · Artist ta`));
    // Who played it is named, nobody is pinged.
    expect(room().join('\n')).toContain(`for <@${member.id}> · Tamil · a melody of sines`);

    const now = await say(member, 'nowplaying').reply();
    expect(now.embeds[0]).toMatchObject({ title: titles[0], author: { name: 'Now playing' } });
    expect(textOf(now)).toMatch(/`.*●.*` 0:0\d \/ 0:20/);

    const queue = await say(member, 'queue').reply();
    expect(queue.embeds[0]?.fields?.[0]?.value).toContain(titles[0]);
    expect(queue.embeds[0]?.description).toContain(`1. ${titles[1]}`);
    expect(queue.embeds[0]?.footer?.text).toBe('2 tracks to come, 0:40');

    expect((await say(member, 'pause').reply()).content).toContain('Paused');
    expect(on.jukebox.player(on.stage.guild.id)?.snapshot().phase).toBe('paused');
    expect((await say(member, 'pause').reply()).content).toContain('paused already');
    expect((await say(member, 'resume').reply()).content).toContain('plays on');
    expect((await say(member, 'resume').reply()).content).toContain('not paused');

    const skipped = await say(member, 'skip').reply();
    expect(skipped.content).toBe(`⏭ Skipped **${titles[0]}**. Next: **${titles[1]}**.`);
    // The room hears who does what.
    expect(skipped.ephemeral).toBe(false);

    const stopped = await say(member, 'stop').reply();
    expect(stopped.content).toContain('Stopped');
    await expect.poll(() => on.stage.guild.botVoiceChannelId).toBeUndefined();
  });

  it('finds a track by part of its title, and by a choice', async () => {
    const member = await listener();
    const choices = await member.autocomplete(on.here, 'play', 'query', 'energetic ta');
    expect(choices[0]?.name).toMatch(/^energetic ta \d · Artist ta \(0:20\)$/);
    expect(choices[0]?.value).toMatch(/^track:energetic-ta-\d$/);
    const chosen = await say(member, 'play', { query: String(choices[0]?.value) }).reply();
    expect(chosen.content).toMatch(/\*\*energetic ta \d\*\* by Artist ta plays in/);
    const queued = await say(member, 'play', { query: 'calm zxx' }).reply();
    expect(queued.content).toMatch(
      /\*\*calm zxx 1\*\* by Artist zxx is queued in .*; one track is before it/,
    );
    const unknown = await say(member, 'play', { query: 'qqqqqq **x**' }).reply();
    expect(unknown.content).toContain('found nothing for “qqqqqq \\*\\*x\\*\\*”');
  });

  it('escapes a title once', async () => {
    const member = await listener();
    const [track] = on.library.shelf('calm', 'zxx');
    if (track === undefined) throw new Error('no track');
    await on.library.add([{ ...track, id: 'live', title: 'Zebra (Live) *2*', artist: '@everyone_' }]);
    const { content } = await say(member, 'play', { query: 'zebra' }).reply();
    expect(content).toContain('**Zebra \\(Live\\) \\*2\\*** by @everyone\\_ ');
    await on.library.remove(['live']);
  });

  it('turns the pages of a long queue', async () => {
    const member = await listener();
    const tracks = on.library.search('ta', 25);
    const many = Array.from({ length: 3 }, () => tracks).flat();
    await on.jukebox.play({
      guildId: on.stage.guild.id,
      voiceChannelId: on.stage.guild.voiceChannelId,
      requestedBy: member.id,
      tracks: many,
    });
    const queue = say(member, 'queue');
    expect((await queue.reply()).embeds[0]?.description).toMatch(/^1\. /);
    const second = await queue.click('queue:1').reply();
    expect(second.embeds[0]?.description).toMatch(/^11\. /);
    expect(second.embeds[0]?.footer?.text).toContain('Page 2 of');
  });

  it('asks what to play, and where', async () => {
    expect((await say(outsider(), 'play').reply()).content).toContain('What shall I play?');
    expect((await say(outsider(), 'play', { query: 'calm' }).reply()).content).toContain(
      'not in a voice channel',
    );
    const waiting = await say(outsider(), 'play', { mood: 'calm' }).reply();
    expect(textOf(waiting)).toContain('Join a voice channel, then press **Play**');
  });

  it('lets only those who listen change what plays', async () => {
    const member = await listener();
    await shown(say(member, 'play', { mood: 'calm' }), isSettled);
    for (const name of ['skip', 'pause', 'resume', 'stop']) {
      expect((await say(outsider(), name).reply()).content).toContain('Only those who listen');
    }
    expect(textOf(await say(outsider(), 'nowplaying').reply())).toContain('calm');
  });

  it('does not leave listeners for another channel', async () => {
    const member = await listener();
    await shown(say(member, 'play', { mood: 'calm' }), isSettled);
    const elsewhere = on.stage.guild.createChannel({ name: 'Other room', kind: 'voice' });
    const other = outsider();
    await other.joinVoice(elsewhere);
    const reply = await shown(say(other, 'play', { mood: 'happy' }), isSettled);
    expect(textOf(reply)).toContain(`I am playing for listeners in <#${on.stage.guild.voiceChannelId}>`);
  });

  it('plays on where it may not write, and says so in the log', async () => {
    const { guild } = on.stage;
    guild.setPermissions(guild.voiceChannelId, 'bot', { deny: ['SEND_MESSAGES'] });
    const member = await listener();
    const reply = await shown(say(member, 'play', { mood: 'happy' }), isSettled);
    expect(textOf(reply)).toContain('Playing in');
    await expect
      .poll(() => on.logger.lines.map(({ message }) => message))
      .toContain('not allowed to announce');
    guild.setPermissions(guild.voiceChannelId, 'bot', {});
  });
});

describe('a long queue', () => {
  const words = translator('en');
  /** The longest names there are. */
  const long = (id: number): Track =>
    track(String(id), {
      title: `Track ${id} ${'x'.repeat(200)}`,
      artist: 'A'.repeat(200),
      durationMs: 60_000,
    });
  const items = Array.from({ length: 25 }, (_, id) => ({ id, track: long(id + 1), requestedBy: '1' }));
  const snapshot = {
    phase: 'playing' as const,
    current: { item: { id: 99, track: long(0), requestedBy: '1' }, positionMs: 0 },
    upcoming: items,
    channelId: '2',
    listeners: 1,
  };

  const page = (number: number) => {
    const { embeds, components } = queuePage(snapshot, number, words);
    const embed = embeds[0]?.toJSON();
    const buttons = components[0]?.toJSON().components as
      | { custom_id: string; disabled: boolean }[]
      | undefined;
    return { embed, buttons };
  };

  it('is shown in pages', () => {
    expect(page(0).embed?.description).toMatch(/^1\. Track 1 /);
    expect(page(0).embed?.footer?.text).toBe('25 tracks to come, 25:00 · Page 1 of 3');
    expect(page(1).embed?.description).toMatch(/^11\. Track 11 /);
    expect(page(2).embed?.description?.split('\n')).toHaveLength(5);
    expect(page(0).buttons).toMatchObject([
      { custom_id: 'queue:-1', disabled: true },
      { custom_id: 'queue:1', disabled: false },
    ]);
    expect(page(2).buttons).toMatchObject([{ disabled: false }, { disabled: true }]);
  });

  it('gives the nearest page when the queue has become shorter', () => {
    expect(page(99)).toEqual(page(2));
    expect(page(-5)).toEqual(page(0));
  });

  it('stays within the limits of an embed with the longest titles', () => {
    expect(page(0).embed?.description?.length).toBeLessThanOrEqual(4096);
  });
});

describe('the line of progress', () => {
  it('has its knob where the track is', () => {
    expect(progressLine(0, 40_000, 4)).toBe('`●───` 0:00 / 0:40');
    expect(progressLine(21_000, 40_000, 4)).toBe('`━━●─` 0:21 / 0:40');
    expect(progressLine(99_000, 40_000, 4)).toBe('`━━━●` 0:40 / 0:40');
    expect(progressLine(5, 0, 4)).toBe('`●───` 0:00 / 0:00');
  });
});
