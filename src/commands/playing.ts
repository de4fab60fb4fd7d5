import { AppError } from '../errors.ts';
import type { PlayerSnapshot } from '../music/player/events.ts';
import type { GuildPlayer } from '../music/player/guild-player.ts';
import type { CommandInteraction } from './command.ts';
import type { Context } from './context.ts';
import { voiceChannelOf } from './mix/play-mix.ts';

type Now = NonNullable<PlayerSnapshot['current']>;

/**
 * The player of the guild with what it plays now.
 * @throws AppError player.nothing_playing
 */
export function playing(
  guildId: string,
  { jukebox }: Pick<Context, 'jukebox'>,
): { player: GuildPlayer; snapshot: PlayerSnapshot; current: Now } {
  const player = jukebox.player(guildId);
  const snapshot = player?.snapshot();
  if (player === undefined || snapshot?.current === undefined) throw new AppError('player.nothing_playing');
  return { player, snapshot, current: snapshot.current };
}

/**
 * As {@link playing}, for those who may change it: members in its channel. While nobody is there, anyone may.
 * @throws AppError player.nothing_playing, player.not_listening {channelId}
 */
export function controlled(interaction: CommandInteraction, context: Pick<Context, 'jukebox'>) {
  const now = playing(interaction.guild.id, context);
  const { channelId, listeners } = now.snapshot;
  if (listeners > 0 && voiceChannelOf(interaction.guild, interaction.user.id) !== channelId) {
    throw new AppError('player.not_listening', { channelId });
  }
  return now;
}
