/** Whether the bot may play in a channel; every "no" is an AppError that names what is missing. */
import {
  ChannelType,
  type Guild,
  type GuildBasedChannel,
  PermissionFlagsBits,
  type VoiceChannel,
} from 'discord.js';
import { AppError } from '../../errors.ts';

const NEEDED = ['ViewChannel', 'Connect', 'Speak'] as const;

/** What a player must be allowed to do in a voice channel. */
export type NeededPermission = (typeof NEEDED)[number];

/**
 * @throws AppError `player.channel_gone`, `player.stage_channel`, `player.not_a_voice_channel`,
 *   `player.missing_permission` {permission}, `player.timed_out`, `player.channel_full` {limit}; each with channelId
 */
export function requireAccess(guild: Guild, channelId: string): void {
  const channel = guild.channels.cache.get(channelId);
  requireVoice(channel, channelId);
  const me = guild.members.me;
  const permissions = me === null ? null : channel.permissionsFor(me);
  const permission = NEEDED.find((name) => permissions?.has(PermissionFlagsBits[name]) !== true);
  if (permission !== undefined) throw new AppError('player.missing_permission', { permission, channelId });
  if (me?.isCommunicationDisabled() === true) throw new AppError('player.timed_out', { channelId });
  const isIn = me?.voice.channelId === channelId;
  // Whoever may move members may also join a full channel (Discord, "Permissions").
  if (!isIn && channel.full && permissions?.has(PermissionFlagsBits.MoveMembers) !== true) {
    throw new AppError('player.channel_full', { channelId, limit: channel.userLimit });
  }
}

/** A stage channel would need the bot to become a speaker there, which moderators decide. */
function requireVoice(
  channel: GuildBasedChannel | undefined,
  channelId: string,
): asserts channel is VoiceChannel {
  if (channel === undefined) throw new AppError('player.channel_gone', { channelId });
  if (channel.type === ChannelType.GuildStageVoice) throw new AppError('player.stage_channel', { channelId });
  if (channel.type !== ChannelType.GuildVoice)
    throw new AppError('player.not_a_voice_channel', { channelId });
}
