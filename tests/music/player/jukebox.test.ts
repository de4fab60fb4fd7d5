/** The whole player as the bot uses it: an unmodified discord.js client on the stage. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from 'discord.js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../src/errors.ts';
import { createLogger } from '../../../src/logger.ts';
import type { PlayerEvent } from '../../../src/music/player/events.ts';
import { createJukebox, type Jukebox } from '../../../src/music/player/jukebox.ts';
import { startStage } from '../../../src/stage/index.ts';
import type { StageMember } from '../../../src/stage/member/member.ts';
import type { Listener } from '../../../src/stage/voice/listener.ts';
import { trustInProcess } from '../../../src/stage/voice/trust.ts';
import { createChannel } from '../../../src/stage/world/guilds.ts';
import { logIn } from '../../stage/bot.ts';
import { encodeMelody, oggOpusPages } from '../../support/ogg.ts';
import { likeness } from '../../support/pcm.ts';
import { track } from '../../support/track.ts';
import { until } from './support/seat.ts';

const SONGS = ['one', 'two', 'three'] as const;
const SECONDS = 12;
const MADE = SONGS.map((_, seed) => encodeMelody(seed, SECONDS));

let stage: Awaited<ReturnType<typeof startStage>>;
let client: Client<true>;
let folder: string;
let guild: ReturnType<typeof stage.createGuild>;
let jukebox: Jukebox;
let events: PlayerEvent[];
let meera: StageMember<Listener>;
let home: string;

beforeAll(async () => {
  stage = await startStage({ logger: createLogger(process.env.LOG_LEVEL === 'debug' ? 'debug' : 'silent') });
  trustInProcess(stage.certificatePem);
  client = await logIn(stage);
  folder = await mkdtemp(join(tmpdir(), 'jukebox-'));
  await Promise.all(
    SONGS.map((name, seed) =>
      writeFile(join(folder, `${name}.opus`), Buffer.concat(oggOpusPages(MADE[seed]?.packets ?? []))),
    ),
  );
});
afterAll(async () => {
  await client.destroy();
  await stage.close();
  await rm(folder, { recursive: true });
});

beforeEach(async () => {
  guild = stage.createGuild({ name: 'A guild of its own' });
  home = guild.voiceChannelId;
  meera = stage.createUser('Meera');
  await until('the client knows the guild', () => client.guilds.cache.has(guild.id));
  events = [];
  open();
});
afterEach(async () => {
  await jukebox.close();
  await meera.leaveVoice();
  for (const ear of ears) expect(ear.plainFrames).toBe(0);
  ears.length = 0;
});

function open(timings: Parameters<typeof createJukebox>[0]['timings'] = {}): void {
  jukebox = createJukebox({
    client,
    library: {
      pathOf({ file }) {
        if (file === 'outside.opus') throw new AppError('track.path_outside', { file });
        return join(folder, file);
      },
    },
    logger: createLogger(process.env.LOG_LEVEL === 'debug' ? 'debug' : 'silent'),
    onEvent: (event) => events.push(event),
    timings: { joinMs: 2_000, backoffMs: 100, graceMs: 1_000, ...timings },
  });
}

const ears: Listener[] = [];
async function sit(member = meera, channelId = home): Promise<Listener> {
  const ear = await member.joinVoice(channelId);
  ears.push(ear);
  return ear;
}

const play = (names: readonly string[] = ['one'], voiceChannelId = home, requestedBy = meera.id) =>
  jukebox.play({ guildId: guild.id, voiceChannelId, requestedBy, tracks: names.map((name) => track(name)) });

const types = () => events.map(({ type }) => type);
const sound = (ear: Listener, since = 0) => ear.packets(since).filter(({ kind }) => kind === 'encrypted');
const decoded = (ear: Listener, since = 0) => sound(ear, since).filter(({ opus }) => opus !== undefined);

/** Which of the songs a second of what was heard is. */
function songIn(ear: Listener, since = 0): string | undefined {
  const pcm = ear.pcm(since).subarray(2 * 4_800); // the decoder's first 100 ms settle in
  const scores = MADE.map((song) => likeness(pcm, song.pcm, 0.5).score);
  const best = scores.indexOf(Math.max(...scores));
  expect(scores[best]).toBeGreaterThan(0.9);
  expect(scores.filter((score) => score > 0.7)).toHaveLength(1);
  return SONGS[best];
}

describe('the jukebox', () => {
  it('stopped while it is still joining, says so to whoever asked for music', async () => {
    await sit();
    stage.voice.misbehave.dropDiscovery(1); // it stays under way
    const refused = expect(play()).rejects.toMatchObject({
      code: 'player.stopped',
      context: { channelId: home },
    });
    await until('the player is joining', () => jukebox.player(guild.id)?.snapshot().phase === 'connecting');
    await jukebox.player(guild.id)?.stop();
    await refused;
    stage.voice.misbehave.reset();
  });

  it('joins, plays the track that was asked for, goes on to the next when skipped', async () => {
    const ear = await sit();
    expect(await play(['one', 'two'])).toEqual({ started: true, position: 0, channelId: home });
    await until('a second is heard', () => decoded(ear).length > 60);
    expect(songIn(ear)).toBe('one');
    const player = jukebox.player(guild.id);
    expect(player?.snapshot()).toMatchObject({ phase: 'playing', listeners: 1, channelId: home });
    expect(player?.skip(meera.id)).toMatchObject({
      skipped: { track: { id: 'one' } },
      next: { track: { id: 'two' } },
    });
    await until(
      'the next is announced',
      () => types().filter((type) => type === 'track-started').length === 2,
    );
    const mark = ear.mark();
    await until('a second is heard', () => decoded(ear, mark).length > 60);
    expect(songIn(ear, mark)).toBe('two');
    const steps = sound(ear)
      .slice(1)
      .map(({ timestamp }, i) => (timestamp - (sound(ear)[i]?.timestamp ?? 0)) >>> 0);
    expect(new Set(steps)).toEqual(new Set([960]));
  });

  it('lets all who are present hear the same when one joins and another leaves', async () => {
    const [asha, ravi] = [stage.createUser('Asha'), stage.createUser('Ravi')];
    const first = await sit();
    const second = await sit(asha);
    await play();
    await until('both hear', () => decoded(first).length > 20 && decoded(second).length > 20);
    const third = await sit(ravi);
    await until('the newcomer hears', () => decoded(third).length > 0, 2_000);
    await meera.leaveVoice();
    await new Promise((done) => setTimeout(done, 1_900));
    const marks = [second.mark(), third.mark()] as const;
    await until(
      'a second is heard',
      () => sound(second, marks[0]).length > 60 && sound(third, marks[1]).length > 60,
    );
    const [heard, alsoHeard] = [second.packets(marks[0]).slice(0, 50), third.packets(marks[1]).slice(0, 50)];
    expect(heard.every(({ opus }) => opus !== undefined)).toBe(true);
    expect(heard.map(({ opus }) => opus)).toEqual(alsoHeard.map(({ opus }) => opus));
    expect(songIn(second, marks[0])).toBe('one');
    await Promise.all([asha.leaveVoice(), ravi.leaveVoice()]);
  });

  it('interleaves a second member and says at which position', async () => {
    await sit();
    await play(['one', 'two', 'three']);
    expect(await play(['three', 'one'], home, 'bob')).toEqual({
      started: false,
      position: 1,
      channelId: home,
    });
    const order = jukebox
      .player(guild.id)
      ?.snapshot()
      .upcoming.map((item) => item.requestedBy);
    expect(order).toEqual(['bob', meera.id, 'bob', meera.id]);
  });

  it('does not leave listeners for another channel, and does leave an empty one', async () => {
    const attic = guild.createChannel({ name: 'Attic', kind: 'voice' });
    const asha = stage.createUser('Asha');
    await sit();
    const above = await sit(asha, attic);
    await play(['one']);
    await expect(play(['two'], attic, asha.id)).rejects.toMatchObject({
      code: 'player.busy_elsewhere',
      context: { channelId: home },
    });
    await meera.leaveVoice();
    await until('it noticed', () => jukebox.player(guild.id)?.snapshot().listeners === 0);
    await play(['two'], attic, asha.id);
    await until('it is heard there', () => decoded(above).length > 20);
    expect(guild.botVoiceChannelId).toBe(attic);
    await asha.leaveVoice();
  });

  it.each(['ViewChannel', 'Connect', 'Speak'] as const)(
    'names the permission %s when it lacks',
    async (permission) => {
      const name = { ViewChannel: 'VIEW_CHANNEL', Connect: 'CONNECT', Speak: 'SPEAK' } as const;
      guild.setPermissions(home, 'bot', { deny: [name[permission]] });
      const error = { code: 'player.missing_permission', context: { permission, channelId: home } };
      const mayNot = () =>
        client.guilds.cache.get(guild.id)?.members.me?.permissionsIn(home).has(permission) === false;
      await until('the client knows', mayNot);
      await expect(play()).rejects.toMatchObject(error);
      expect(jukebox.player(guild.id)).toBeUndefined();
    },
  );

  it('says when a channel is full, gone, a stage or no voice channel', async () => {
    guild.setUserLimit(home, 1);
    await sit();
    guild.setBotPermissions(['VIEW_CHANNEL', 'CONNECT', 'SPEAK', 'SEND_MESSAGES']);
    const isFull = () => {
      const channel = client.guilds.cache.get(guild.id)?.channels.cache.get(home);
      const me = client.guilds.cache.get(guild.id)?.members.me;
      return channel?.isVoiceBased() === true && channel.full && me?.permissions.has('MoveMembers') === false;
    };
    await until('the client knows', isFull);
    await expect(play()).rejects.toMatchObject({ code: 'player.channel_full', context: { limit: 1 } });
    await expect(play(['one'], guild.textChannelId)).rejects.toMatchObject({
      code: 'player.not_a_voice_channel',
    });
    const world = stage.world.guilds.get(guild.id);
    if (world === undefined) throw new Error('no guild');
    const podium = createChannel(stage.world, world, { name: 'Podium', type: 13 });
    await until('the client knows', () => client.channels.cache.has(podium.id));
    await expect(play(['one'], podium.id)).rejects.toMatchObject({ code: 'player.stage_channel' });
    await expect(play(['one'], '1')).rejects.toMatchObject({ code: 'player.channel_gone' });
    await expect(play([])).rejects.toMatchObject({ code: 'player.channel_full' });
  });

  it('leaves when nobody has listened for a while and keeps the queue', async () => {
    await jukebox.close();
    open({ aloneMs: 700 });
    const ear = await sit();
    await play(['one', 'two']);
    await until('it is heard', () => decoded(ear).length > 10);
    await meera.leaveVoice();
    await until('it left', () => guild.botVoiceChannelId === undefined);
    expect(events.at(-1)).toMatchObject({ type: 'disconnected', reason: 'alone', kept: 2, channelId: home });
  });

  it('holds while the room is empty and goes on where it was when somebody comes back', async () => {
    const ear = await sit();
    await play();
    await until('it is heard', () => decoded(ear).length > 40);
    await meera.leaveVoice();
    await until('it noticed', () => jukebox.player(guild.id)?.snapshot().listeners === 0);
    const positionMs = jukebox.player(guild.id)?.snapshot().current?.positionMs ?? 0;
    await new Promise((done) => setTimeout(done, 1_000));
    const again = await sit();
    await until('it is heard again', () => decoded(again).length > 20);
    const first = decoded(again)[0]?.opus ?? Buffer.alloc(0);
    const at = MADE[0]?.packets.findIndex((packet) => packet.equals(first)) ?? 0;
    expect(at * 20).toBeGreaterThanOrEqual(positionMs - 100);
    expect(at * 20).toBeLessThan(positionMs + 1_000);
  });

  it('follows a moderator who moves it, with those who come along', async () => {
    const attic = guild.createChannel({ name: 'Attic', kind: 'voice' });
    const ear = await sit();
    await play();
    await until('it is heard', () => decoded(ear).length > 20);
    await guild.moveInVoice(attic);
    const above = await sit(meera, attic);
    await until('it is heard there', () => decoded(above).length > 60);
    expect(events.at(-1)).toMatchObject({ type: 'moved', fromChannelId: home, channelId: attic });
    expect(songIn(above)).toBe('one');
  });

  it('stops when kicked, keeps the queue and goes on when asked', async () => {
    const ear = await sit();
    await play(['one', 'two']);
    await until('it is heard', () => decoded(ear).length > 20);
    await guild.kickFromVoice();
    await until('it told', () => types().at(-1) === 'disconnected');
    expect(events.at(-1)).toMatchObject({ reason: 'kicked', kept: 2 });
    await new Promise((done) => setTimeout(done, 500));
    expect(guild.botVoiceChannelId).toBeUndefined();
    const mark = ear.mark();
    await play([]);
    await until('it is heard again', () => decoded(ear, mark).length > 60);
    expect(songIn(ear, mark)).toBe('one');
  });

  it('stops when its channel is deleted', async () => {
    const attic = guild.createChannel({ name: 'Attic', kind: 'voice' });
    await until('the client knows', () => client.channels.cache.has(attic));
    const ear = await sit(meera, attic);
    await play(['one'], attic);
    await until('it is heard', () => decoded(ear).length > 20);
    await guild.deleteChannel(attic);
    await until('it told', () => types().at(-1) === 'disconnected');
    expect(types()).not.toContain('reconnecting');
    await sit();
    await play([]);
    expect(guild.botVoiceChannelId).toBe(home);
  });

  it('forgets a guild it is thrown out of', async () => {
    const ear = await sit();
    await play();
    await until('it is heard', () => decoded(ear).length > 20);
    guild.removeBot();
    await until('it forgot', () => jukebox.player(guild.id) === undefined);
    guild.inviteBot();
  });

  it.each([0, 1_500])('is heard again after a change of region that takes %i ms', async (gapMs) => {
    const ear = await sit();
    await play();
    await until('it is heard', () => decoded(ear).length > 20);
    await guild.changeRegion(gapMs);
    const mark = ear.mark();
    await until('it is heard again', () => decoded(ear, mark).length > 60);
    expect(songIn(ear, mark)).toBe('one');
    expect(types()).not.toContain('disconnected');
  });

  it.each([
    { how: 'resumes', act: () => stage.misbehave.gateway.cut() },
    { how: 'has to log in anew', act: () => stage.misbehave.gateway.invalidate(false) },
  ])('is heard again when the main gateway is lost and $how', async ({ act }) => {
    const ear = await sit();
    await play();
    await until('it is heard', () => decoded(ear).length > 20);
    act();
    await new Promise((done) => setTimeout(done, 1_500));
    const mark = ear.mark();
    await until('it is heard again', () => decoded(ear, mark).length > 20, 30_000);
    expect(types()).not.toContain('disconnected');
  });

  it('tries again when a request to join goes unanswered', async () => {
    const ear = await sit();
    stage.misbehave.gateway.ignoreVoiceRequests(1);
    await play();
    await until('it is heard', () => decoded(ear).length > 20);
  });

  it('skips a track that may have no file, whether it comes first or next', async () => {
    const ear = await sit();
    await play(['outside', 'one', 'outside', 'two']);
    await until('it is heard', () => decoded(ear).length > 10);
    jukebox.player(guild.id)?.skip(meera.id);
    const started = () => events.filter(({ type }) => type === 'track-started').length;
    await until('the one behind is heard', () => started() === 2);
    expect(jukebox.player(guild.id)?.snapshot().current?.item.track.id).toBe('two');
    const broken = events.flatMap((event) => (event.type === 'track-broken' ? [event.problem.code] : []));
    expect(broken).toEqual(['track.path_outside', 'track.path_outside']);
  });

  it('listens to the client once, however many guilds play', async () => {
    const guilds = Array.from({ length: 12 }, (_, i) => stage.createGuild({ name: `Guild ${i}` }));
    const member = stage.createUser('Traveller');
    await until('the client knows them', () => guilds.every(({ id }) => client.guilds.cache.has(id)));
    const listening = () =>
      client.ws.listenerCount('VOICE_STATE_UPDATE') + client.listenerCount('shardDisconnect');
    const before = listening();
    for (const { id, voiceChannelId } of guilds) {
      const [tracks, requestedBy] = [[track('one')], member.id];
      await jukebox.play({ guildId: id, voiceChannelId, requestedBy, tracks });
    }
    expect(listening()).toBe(before);
    await until('it is in all', () => guilds.every((one) => one.botVoiceChannelId === one.voiceChannelId));
    await jukebox.close();
    expect(listening()).toBe(before - 2);
  });

  it('leaves every channel when closed', async () => {
    await sit();
    await play();
    await jukebox.close();
    await until('it left', () => guild.botVoiceChannelId === undefined);
    await expect(play()).rejects.toMatchObject({ code: 'player.channel_gone' });
  });
});
