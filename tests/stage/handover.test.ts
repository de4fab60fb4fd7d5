import type { Client } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSilentStage } from '../../src/stage/index.ts';
import { logIn } from './bot.ts';

type SilentStage = Awaited<ReturnType<typeof startSilentStage>>;

/** The machine may be busy. */
const PATIENCE = { timeout: 20_000 };

interface Heard {
  readonly t: string;
  readonly channelId: string | null | undefined;
  readonly endpoint: string | null | undefined;
}

/** Op 4 and what follows, without media: that is in tests/stage/voice. */
describe('handing over to the voice server', () => {
  let stage: SilentStage;
  let client: Client<true>;
  let heard: Heard[];
  const wish = (channel_id: string | null, change: object = {}) =>
    client.guilds.cache.get(stage.guild.id)?.shard.send({
      op: 4,
      d: { guild_id: stage.guild.id, channel_id, self_mute: false, self_deaf: false, ...change },
    });
  const names = () => heard.map(({ t }) => t);
  const untilHeard = (count: number) => expect.poll(() => heard.length, PATIENCE).toBe(count);
  /** All that is under way has arrived once a later event has. */
  const settled = async () => {
    const arrived = new Promise<void>((resolve) => client.once('channelCreate', () => resolve()));
    stage.guild.createChannel({ name: 'mark', kind: 'text' });
    await arrived;
  };
  const joined = async () => {
    wish(stage.guild.voiceChannelId);
    await untilHeard(2);
    heard.length = 0;
  };

  beforeEach(async () => {
    stage = await startSilentStage({ resumeWindowMs: 200 });
    heard = [];
    client = await logIn(stage);
    client.on(
      'raw',
      ({ t, d }: { t: string; d: { channel_id?: string; endpoint?: string; user_id?: string } }) => {
        if (t !== 'VOICE_STATE_UPDATE' && t !== 'VOICE_SERVER_UPDATE') return;
        if (d.user_id === undefined || d.user_id === stage.applicationId)
          heard.push({ t, channelId: d.channel_id, endpoint: d.endpoint });
      },
    );
  });
  afterEach(async () => {
    await client.destroy();
    await stage.close();
  });

  it('tells the voice server before the client, with the session of the voice state', async () => {
    const state = new Promise<{ session_id: string }>((resolve) =>
      client.on('raw', ({ t, d }: { t: string; d: { session_id: string } }) => {
        if (t === 'VOICE_STATE_UPDATE') resolve(d);
      }),
    );
    wish(stage.guild.voiceChannelId);
    await untilHeard(2);
    expect(names()).toEqual(['VOICE_STATE_UPDATE', 'VOICE_SERVER_UPDATE']);
    const { voiceChannelId, id: guildId } = stage.guild;
    const grant = stage.voice.grants[0];
    expect(grant).toMatchObject({ guildId, channelId: voiceChannelId, userId: stage.applicationId });
    expect(grant?.sessionId).toBe((await state).session_id);
    expect(heard[1]?.endpoint).toBe(stage.voice.endpoint);
    expect(stage.guild.botVoiceChannelId).toBe(voiceChannelId);
  });

  it('answers a repeated wish with a new server, a mute with a state alone, a leave with no close', async () => {
    await joined();
    wish(stage.guild.voiceChannelId);
    await untilHeard(2);
    expect(new Set(stage.voice.grants.map(({ token }) => token)).size).toBe(2);
    wish(stage.guild.voiceChannelId, { self_deaf: true });
    wish(null);
    await untilHeard(4);
    expect(names().slice(2)).toEqual(['VOICE_STATE_UPDATE', 'VOICE_STATE_UPDATE']);
    expect(heard[3]?.channelId).toBeNull();
    expect(stage.voice.drops).toMatchObject([{ closeCode: undefined }]);
  });

  it.each<[string, (stage: SilentStage) => Promise<unknown> | unknown]>([
    [
      'without CONNECT',
      ({ guild }) => guild.setPermissions(guild.voiceChannelId, 'bot', { deny: ['CONNECT'] }),
    ],
    [
      'to an unseen channel',
      ({ guild }) => guild.setPermissions(guild.voiceChannelId, 'bot', { deny: ['VIEW_CHANNEL'] }),
    ],
    [
      'to a full channel',
      async ({ guild, createUser }) => {
        guild.setUserLimit(guild.voiceChannelId, 1);
        await createUser('Meera').joinVoice(guild.voiceChannelId);
      },
    ],
    ['when told to ignore it', ({ misbehave }) => misbehave.gateway.ignoreVoiceRequests(1)],
  ])('does not answer %s', async (_what, prepare) => {
    await prepare(stage);
    wish(stage.guild.voiceChannelId);
    await settled();
    expect(heard).toEqual([]);
    expect(stage.voice.grants).toEqual([]);
  });

  it('lets a full channel in who may move members, and suppresses who may not speak', async () => {
    const { guild } = stage;
    guild.setUserLimit(guild.voiceChannelId, 1);
    guild.setBotPermissions(['VIEW_CHANNEL', 'CONNECT', 'MOVE_MEMBERS']);
    await stage.createUser('Meera').joinVoice(guild.voiceChannelId);
    guild.setPermissions(guild.voiceChannelId, 'bot', { deny: ['SPEAK'] });
    await joined();
    expect(client.guilds.cache.get(guild.id)?.members.me?.voice.suppress).toBe(true);
  });

  it('moves, kicks and changes the region', async () => {
    await joined();
    const second = stage.guild.createChannel({ name: 'second', kind: 'voice' });
    await stage.guild.moveInVoice(second);
    await untilHeard(2);
    expect(heard[0]?.channelId).toBe(second);
    expect(stage.voice.grants.at(-1)?.channelId).toBe(second);
    const { endpoint } = stage.voice;
    await stage.guild.changeRegion();
    await untilHeard(4);
    expect(heard[2]?.endpoint).toBeNull();
    expect(heard[3]?.endpoint).toBe(stage.voice.endpoint);
    expect(stage.voice.endpoint).not.toBe(endpoint);
    await stage.guild.kickFromVoice();
    await untilHeard(5);
    expect(heard[4]?.channelId).toBeNull();
    expect(stage.voice.drops.map(({ closeCode }) => closeCode)).toEqual([4014, 4022, 4014]);
  });

  it('ends the call when its channel is deleted or the bot is thrown out', async () => {
    const meera = stage.createUser('Meera');
    await meera.joinVoice(stage.guild.voiceChannelId);
    await joined();
    await stage.guild.deleteChannel(stage.guild.voiceChannelId);
    await untilHeard(1);
    expect(stage.voice.drops.at(-1)?.closeCode).toBe(4022);
    expect([meera.voiceChannelId, stage.voice.listeners]).toEqual([undefined, []]);
    stage.guild.removeBot();
    expect(stage.voice.drops.at(-1)?.closeCode).toBe(4014);
  });

  it('takes the bot out of voice when its session ends unresumed', async () => {
    await joined();
    await client.destroy();
    await expect.poll(() => stage.guild.botVoiceChannelId, PATIENCE).toBeUndefined();
    expect(stage.voice.drops.at(-1)).toMatchObject({ userId: stage.applicationId, closeCode: 4014 });
  });

  it('seats members, one channel at a time', async () => {
    const { guild } = stage;
    const meera = stage.createUser('Meera');
    const second = guild.createChannel({ name: 'second', kind: 'voice', userLimit: 1 });
    await meera.joinVoice(guild.voiceChannelId);
    await meera.moveTo(second);
    expect([guild.inVoice(guild.voiceChannelId), guild.inVoice(second)]).toEqual([[], [meera.id]]);
    expect(stage.voice.listeners.map(({ channelId }) => channelId)).toEqual([second]);
    await expect(stage.createUser('Asha').joinVoice(second)).rejects.toThrow(/full/);
    await guild.moveInVoice(guild.voiceChannelId, meera.id);
    await settled();
    expect(client.guilds.cache.get(guild.id)?.voiceStates.cache.get(meera.id)?.channelId).toBe(
      guild.voiceChannelId,
    );
    await meera.leaveVoice();
    expect([meera.voiceChannelId, stage.voice.listeners]).toEqual([undefined, []]);
  });
});
