/** Who sits in which voice channel, and the handing-over to the voice server. */
import { ApiError } from '../protocol/errors.ts';
import { CHANNEL, INTENT, VOICE_CLOSE } from '../protocol/numbers.ts';
import type { VoiceServer } from '../voice-contract.ts';
import { may } from './access.ts';
import { apiVoiceState, voiceStateOfNobody } from './render.ts';
import type { Channel, Guild, VoiceState, World } from './state.ts';

/** What a gateway client asks for with op 4. */
export interface VoiceWish {
  readonly channelId: string | null;
  readonly selfMute: boolean;
  readonly selfDeaf: boolean;
}

/** Whether the member could sit down there: permissions, then room (who moves members is let in all the same). */
export function whyNotJoin(
  guild: Guild,
  userId: string,
  channel: Channel,
): 'permission' | 'full' | undefined {
  if (channel.type !== CHANNEL.VOICE && channel.type !== CHANNEL.STAGE_VOICE) return 'permission';
  if (!may(guild, userId, channel, 'VIEW_CHANNEL', 'CONNECT')) return 'permission';
  const others = [...guild.voice.values()].filter((s) => s.channelId === channel.id && s.userId !== userId);
  const isFull = channel.userLimit > 0 && others.length >= channel.userLimit;
  return isFull && !may(guild, userId, channel, 'MOVE_MEMBERS') ? 'full' : undefined;
}

/**
 * The application's op 4. Without the permission or room Discord does not answer at all, and neither does this.
 * A wish that changes nothing is a client asking for its voice server again; one that only mutes is not.
 */
export function fulfilWish(
  world: World,
  voice: VoiceServer,
  guild: Guild,
  sessionId: string,
  wish: VoiceWish,
): void {
  const userId = world.application.id;
  if (wish.channelId === null) {
    leave(world, voice, guild, userId);
    return;
  }
  const channel = guild.channels.get(wish.channelId);
  if (channel === undefined || whyNotJoin(guild, userId, channel)) return;
  const before = guild.voice.get(userId);
  const mutes =
    before?.channelId === channel.id &&
    before.sessionId === sessionId &&
    (before.selfMute !== wish.selfMute || before.selfDeaf !== wish.selfDeaf);
  const { selfMute, selfDeaf } = wish;
  seat(world, guild, { guildId: guild.id, userId, channelId: channel.id, sessionId, selfMute, selfDeaf });
  if (!mutes) handOver(world, voice, guild, userId);
}

/** Sits down, or moves, or changes mutes: VOICE_STATE_UPDATE. */
export function seat(world: World, guild: Guild, state: VoiceState): void {
  guild.voice.set(state.userId, state);
  world.publish({
    t: 'VOICE_STATE_UPDATE',
    d: apiVoiceState(world, guild, state),
    guildId: guild.id,
    intents: INTENT.GUILD_VOICE_STATES,
  });
}

/** A fresh token to the voice server first, then VOICE_SERVER_UPDATE: the client may knock at once. */
function handOver(world: World, voice: VoiceServer, guild: Guild, userId: string): void {
  const state = guild.voice.get(userId);
  if (state === undefined) return;
  const { guildId, channelId, sessionId } = state;
  const token = world.secret(12);
  voice.expectSession({ guildId, channelId, userId, sessionId, token });
  publishServer(world, guild, token, voice.endpoint);
}

/** The region is being changed: no server for the moment, then another one. @param gap resolves when it is there */
export async function changeRegion(
  world: World,
  voice: VoiceServer,
  guild: Guild,
  gap: Promise<void>,
): Promise<void> {
  const userId = world.application.id;
  voice.dropSession(guild.id, userId, VOICE_CLOSE.CALL_TERMINATED);
  publishServer(world, guild, world.secret(12), null);
  await Promise.all([voice.changeRegion(), gap]);
  handOver(world, voice, guild, userId);
}

function publishServer(world: World, guild: Guild, token: string, endpoint: string | null): void {
  world.publish({
    t: 'VOICE_SERVER_UPDATE',
    d: { token, guild_id: guild.id, endpoint },
    guildId: guild.id,
    intents: 0,
  });
}

/** @param closeCode see VoiceServer.dropSession; undefined when the client left by itself */
export function leave(
  world: World,
  voice: VoiceServer,
  guild: Guild,
  userId: string,
  closeCode?: number,
): void {
  const before = guild.voice.get(userId);
  if (before === undefined) return;
  guild.voice.delete(userId);
  if (userId === world.application.id) voice.dropSession(guild.id, userId, closeCode);
  world.publish({
    t: 'VOICE_STATE_UPDATE',
    d: voiceStateOfNobody(world, guild, userId, before.sessionId),
    guildId: guild.id,
    intents: INTENT.GUILD_VOICE_STATES,
  });
}

/** A moderator moves the application: the old session is closed, a new server is handed over. */
export function moveApplication(world: World, voice: VoiceServer, guild: Guild, channelId: string): void {
  const state = guild.voice.get(world.application.id);
  if (state === undefined) throw new ApiError(10065);
  voice.dropSession(guild.id, state.userId, VOICE_CLOSE.DISCONNECTED);
  seat(world, guild, { ...state, channelId });
  handOver(world, voice, guild, state.userId);
}
