import { Readable } from 'node:stream';
import {
  createAudioPlayer,
  createAudioResource,
  entersState,
  joinVoiceChannel,
  NoSubscriberBehavior,
  StreamType,
  type VoiceConnection,
  VoiceConnectionStatus,
} from '@discordjs/voice';
import type { Client } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startStage } from '../../src/stage/index.ts';
import type { Stage } from '../../src/stage/stage.ts';
import type { Listener } from '../../src/stage/voice/listener.ts';
import type { StageVoiceServer } from '../../src/stage/voice/server.ts';
import { trustInProcess } from '../../src/stage/voice/trust.ts';
import { logIn } from './bot.ts';
import { shareOfEnergy, tone } from './voice/client.ts';

const PATIENCE_MS = 20_000;

/** World and voice server together, to unmodified discord.js and @discordjs/voice. */
describe('a bot on the whole stage', () => {
  let stage: Stage<StageVoiceServer>;
  let client: Client<true>;
  let connection: VoiceConnection;
  const player = createAudioPlayer({ behaviors: { noSubscriber: NoSubscriberBehavior.Play } });

  const ask = (channelId: string) => {
    const guild = client.guilds.cache.get(stage.guild.id);
    if (guild === undefined) throw new Error('the bot is in the guild');
    connection = joinVoiceChannel({
      guildId: guild.id,
      channelId,
      adapterCreator: guild.voiceAdapterCreator,
      selfDeaf: true,
    });
    connection.on('error', () => {});
    connection.subscribe(player);
  };
  const join = (channelId: string) => {
    ask(channelId);
    return entersState(connection, VoiceConnectionStatus.Ready, PATIENCE_MS);
  };
  const hears = async (ear: Listener, hertz: number) => {
    await expect.poll(() => ear.ready, { timeout: PATIENCE_MS }).toBe(true);
    const mark = ear.mark();
    const source = Readable.from(tone(hertz, 10), { objectMode: true });
    player.play(createAudioResource(source, { inputType: StreamType.Opus }));
    await expect.poll(() => ear.packets(mark).length, { timeout: PATIENCE_MS }).toBeGreaterThan(50);
    player.stop(true);
    // The first packets settle the decoder.
    expect(shareOfEnergy(ear.pcm(mark).subarray(1_920 * 10, 1_920 * 40), hertz)).toBeGreaterThan(0.9);
  };

  beforeEach(async () => {
    stage = await startStage();
    trustInProcess(stage.certificatePem);
    client = await logIn(stage);
  });
  afterEach(async () => {
    player.stop(true);
    if (connection.state.status !== VoiceConnectionStatus.Destroyed) connection.destroy();
    await client.destroy();
    await stage.close();
  });

  it('joins a member and is heard, then is moved and heard again', async () => {
    const meera = stage.createUser('Meera');
    const ear = await meera.joinVoice(stage.guild.voiceChannelId);
    await join(stage.guild.voiceChannelId);
    await hears(ear, 440);
    const second = stage.guild.createChannel({ name: 'second', kind: 'voice' });
    await stage.guild.moveInVoice(second);
    const there = await meera.moveTo(second);
    await expect
      .poll(() => stage.voice.connected(second), { timeout: PATIENCE_MS })
      .toContain(stage.applicationId);
    await entersState(connection, VoiceConnectionStatus.Ready, PATIENCE_MS);
    expect(connection.joinConfig.channelId).toBe(second);
    await hears(there, 660);
  });

  it('follows a change of region', async () => {
    const ear = await stage.createUser('Meera').joinVoice(stage.guild.voiceChannelId);
    await join(stage.guild.voiceChannelId);
    const { endpoint } = stage.voice;
    await stage.guild.changeRegion();
    expect(stage.voice.endpoint).not.toBe(endpoint);
    await entersState(connection, VoiceConnectionStatus.Ready, PATIENCE_MS);
    await hears(ear, 440);
  });

  it('is disconnected by a moderator, and may come back', async () => {
    await join(stage.guild.voiceChannelId);
    await stage.guild.kickFromVoice();
    await entersState(connection, VoiceConnectionStatus.Disconnected, PATIENCE_MS);
    expect(stage.guild.botVoiceChannelId).toBeUndefined();
    connection.destroy();
    await join(stage.guild.voiceChannelId);
    expect(stage.guild.botVoiceChannelId).toBe(stage.guild.voiceChannelId);
  });

  it('waits in vain where it may not connect', async () => {
    stage.guild.setPermissions(stage.guild.voiceChannelId, 'bot', { deny: ['CONNECT'] });
    ask(stage.guild.voiceChannelId);
    // What was under way has arrived once a later event has.
    const arrived = new Promise((resolve) => client.once('channelCreate', resolve));
    stage.guild.createChannel({ name: 'mark', kind: 'text' });
    await arrived;
    expect(connection.state.status).toBe(VoiceConnectionStatus.Signalling);
    expect(stage.voice.events).toEqual([]);
  });
});
