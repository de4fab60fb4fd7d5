/** A bot for these tests: the unmodified @discordjs/voice, with a hand-made adapter in place of discord.js. */
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AudioPlayer,
  createAudioPlayer,
  createAudioResource,
  type DiscordGatewayAdapterCreator,
  type DiscordGatewayAdapterLibraryMethods,
  joinVoiceChannel,
  NoSubscriberBehavior,
  StreamType,
  type VoiceConnection,
} from '@discordjs/voice';
import { createLogger } from '../../../src/logger.ts';
import { createCertificate } from '../../../src/stage/certificate.ts';
import { createOpusEncoder } from '../../../src/stage/voice/opus.ts';
import {
  createVoiceServer,
  type StageVoiceServer,
  type VoiceServerOptions,
} from '../../../src/stage/voice/server.ts';
import { trustInProcess } from '../../../src/stage/voice/trust.ts';

export const GUILD = '1000000000000000001';
export const CHANNEL = '1000000000000000002';
export const BOT = '1000000000000000003';
export const listenerId = (n: number) => String(2_000_000_000_000_000_000n + BigInt(n));
export const seat = (n: number) => ({ guildId: GUILD, channelId: CHANNEL, userId: listenerId(n) });

const logger = createLogger(process.env.VOICE_LOG === undefined ? 'silent' : 'debug');

/** A voice server whose certificate this process trusts. */
export async function startServer(o: Partial<VoiceServerOptions> = {}): Promise<StageVoiceServer> {
  const certificate = await createCertificate(Date.now());
  trustInProcess(certificate.certPem);
  return createVoiceServer({ logger, certificate, ...o });
}

export interface Bot {
  readonly connection: VoiceConnection;
  readonly player: AudioPlayer;
  /** Plays a sine tone for so many seconds. */
  play(hertz: number, seconds: number): void;
  /** VOICE_STATE_UPDATE and VOICE_SERVER_UPDATE with a new token, as after op 4 of the gateway. */
  update(o?: { wrongToken?: boolean }): void;
  readonly rejoins: number;
  leave(): void;
}

export function joinAsBot(
  server: StageVoiceServer,
  o: { userId?: string; daveEncryption?: boolean; wrongToken?: boolean; answerRejoins?: boolean } = {},
): Bot {
  const userId = o.userId ?? BOT;
  let methods: DiscordGatewayAdapterLibraryMethods | undefined;
  let rejoins = -1; // the first is the join itself

  function update(change: { wrongToken?: boolean } = {}): void {
    const [token, sessionId] = [randomUUID(), randomUUID()];
    server.expectSession({ guildId: GUILD, channelId: CHANNEL, userId, token, sessionId });
    const state = { guild_id: GUILD, channel_id: CHANNEL, user_id: userId, session_id: sessionId };
    // the two packets as far as @discordjs/voice reads them
    methods?.onVoiceStateUpdate(state as never);
    const shown = change.wrongToken ? 'wrong' : token;
    methods?.onVoiceServerUpdate({ guild_id: GUILD, token: shown, endpoint: server.endpoint } as never);
  }

  const adapterCreator: DiscordGatewayAdapterCreator = (library) => {
    methods = library;
    return {
      sendPayload(payload: { d: { channel_id: string | null } }) {
        if (payload.d.channel_id === null) {
          server.dropSession(GUILD, userId);
          return true;
        }
        rejoins += 1;
        if (rejoins === 0 || o.answerRejoins) setTimeout(update, 10, { wrongToken: o.wrongToken ?? false });
        return true;
      },
      destroy() {},
    };
  };
  const connection = joinVoiceChannel({
    guildId: GUILD,
    channelId: CHANNEL,
    group: userId,
    adapterCreator,
    debug: process.env.VOICE_LOG !== undefined,
    daveEncryption: o.daveEncryption ?? true,
  });
  connection.on('error', (error) => logger.debug('client error', { error }));
  connection.on('debug', (message) => logger.debug(message));
  const player = createAudioPlayer({ behaviors: { noSubscriber: NoSubscriberBehavior.Play } });
  player.on('error', (error) => logger.debug('player error', { error }));
  connection.subscribe(player);
  return {
    connection,
    player,
    update,
    get rejoins() {
      return rejoins;
    },
    play(hertz, seconds) {
      const resource = createAudioResource(Readable.from(tone(hertz, seconds), { objectMode: true }), {
        inputType: StreamType.Opus,
      });
      player.play(resource);
    },
    leave() {
      player.stop(true);
      if (connection.state.status !== 'destroyed') connection.destroy();
    },
  };
}

/** A sine at a quarter of full scale as Opus packets of 20 ms. */
export function tone(hertz: number, seconds: number): Buffer[] {
  const encoder = createOpusEncoder();
  return Array.from({ length: seconds * 50 }, (_, packet) => {
    const pcm = new Int16Array(1920);
    for (let n = 0; n < 960; n++) {
      const value = 8192 * Math.sin((2 * Math.PI * hertz * (packet * 960 + n)) / 48_000);
      pcm[2 * n] = value;
      pcm[2 * n + 1] = value;
    }
    return encoder.encode(pcm);
  });
}

/**
 * How much of the left channel's energy lies at a frequency (Goertzel), 0 to 1: about 1 for a steady tone of it.
 * @param pcm interleaved 48 kHz stereo
 */
export function shareOfEnergy(pcm: Int16Array, hertz: number): number {
  const w = (2 * Math.PI * hertz) / 48_000;
  let [re, im, energy] = [0, 0, 0];
  const n = pcm.length / 2;
  for (let i = 0; i < n; i++) {
    const x = pcm[2 * i] ?? 0;
    re += x * Math.cos(w * i);
    im += x * Math.sin(w * i);
    energy += x * x;
  }
  return energy === 0 ? 0 : (2 * (re * re + im * im)) / (n * energy);
}

/** Waits until something holds. @throws Error naming it after the limit */
export async function until(what: string, holds: () => boolean, limitMs = 30_000): Promise<void> {
  const end = performance.now() + limitMs;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`Expected within ${limitMs} ms: ${what}`);
    await sleep(20);
  }
}
