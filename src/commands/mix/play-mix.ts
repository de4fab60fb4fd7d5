import type { Guild } from 'discord.js';
import { AppError } from '../../errors.ts';
import type { Services } from '../context.ts';
import { isInPlayer, type Mix, type Place, tracksOf } from './mix.ts';

type Player = Pick<Services, 'jukebox' | 'logger'>;

/** Where the member is heard, by the gateway's own news. */
export function voiceChannelOf(guild: Guild, userId: string): string | undefined {
  return guild.voiceStates.cache.get(userId)?.channelId ?? undefined;
}

/** Plays the mix where its member is. A refusal that can be told is part of the answer, the picks are shown with it. */
export async function playMix(mix: Mix, guild: Guild, services: Player): Promise<Mix> {
  const voiceChannelId = voiceChannelOf(guild, mix.userId);
  if (voiceChannelId === undefined) return { ...mix, place: { kind: 'waiting-for-channel' } };
  const tracks = tracksOf(mix);
  try {
    const { started, position, channelId } = await services.jukebox.play({
      guildId: mix.guildId,
      voiceChannelId,
      requestedBy: mix.userId,
      tracks,
    });
    const place: Place = started
      ? { kind: 'playing', channelId }
      : { kind: 'queued', channelId, before: position };
    return { ...mix, place };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    services.logger.info('a mix was not played', { code: error.code, ...error.context });
    return { ...mix, place: { kind: 'refused', error } };
  }
}

/**
 * Puts a member's new mix in the place of their old one, also of the track that plays if it is theirs; others' tracks
 * stay. With nothing playing any more it starts anew; a mix that only waited goes on waiting.
 */
export async function replaceMix(mix: Mix, guild: Guild, services: Player): Promise<Mix> {
  if (!isInPlayer(mix.place)) return mix;
  const player = services.jukebox.player(mix.guildId);
  const snapshot = player?.snapshot();
  if (player === undefined || snapshot?.current === undefined || !player.inChannel)
    return playMix(mix, guild, services);
  player.replaceUpcoming(mix.userId, tracksOf(mix));
  if (snapshot.current.item.requestedBy === mix.userId) player.skip(mix.userId);
  return { ...mix, place: { kind: 'replaced', channelId: snapshot.channelId } };
}
