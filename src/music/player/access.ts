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
 * The first of these permissions that the bot lacks in a channel, by what the server told. Servers other than Discord
 * may leave out the bot as a member or the roles: then nothing is known to be missing. One that gives no role anything
 * may just not keep permissions: then it is not certain.
 */
export function missingPermission<P extends keyof typeof PermissionFlagsBits>(
  channel: GuildBasedChannel,
  needed: readonly P[],
): { readonly permission: P; readonly certain: boolean } | undefined {
  const { members, roles } = channel.guild;
  if (members.me === null || roles.everyone === undefined) return undefined;
  const permissions = channel.permissionsFor(members.me);
  const permission = needed.find((name) => !permissions.has(PermissionFlagsBits[name]));
  if (permission === undefined) return undefined;
  return { permission, certain: members.me.permissions.bitfield !== 0n };
}

/**
 * What is not certain is tried, since a server that refuses to let us in just does not answer.
 * @returns what would explain that we are not let in, if anything would
 * @throws AppError `player.channel_gone`, `player.stage_channel`, `player.not_a_voice_channel`,
 *   `player.missing_permission` {permission}, `player.timed_out`, `player.channel_full` {limit}; each with channelId
 */
export function requireAccess(guild: Guild, channelId: string): AppError | undefined {
  const channel = guild.channels.cache.get(channelId);
  if (channel === undefined) {
    const gone = new AppError('player.channel_gone', { channelId });
    // Somebody sits in a channel that we were not told of.
    if (guild.voiceStates.cache.some((state) => state.channelId === channelId)) return gone;
    throw gone;
  }
  requireVoice(channel, channelId);
  const missing = missingPermission(channel, NEEDED);
  if (missing !== undefined) {
    const { permission, certain } = missing;
    const lacking = new AppError('player.missing_permission', { permission, channelId });
    if (!certain) return lacking;
    throw lacking;
  }
  const { me } = guild.members;
  if (me?.isCommunicationDisabled() === true) throw new AppError('player.timed_out', { channelId });
  const isIn = guild.voiceStates.cache.get(guild.client.user.id)?.channelId === channelId;
  // Whoever may move members may also join a full channel (Discord, "Permissions").
  if (!isIn && channel.full && missingPermission(channel, ['MoveMembers']) !== undefined) {
    throw new AppError('player.channel_full', { channelId, limit: channel.userLimit });
  }
  return undefined;
}

/** A stage channel would need the bot to become a speaker there, which moderators decide. */
function requireVoice(channel: GuildBasedChannel, channelId: string): asserts channel is VoiceChannel {
  if (channel.type === ChannelType.GuildStageVoice) throw new AppError('player.stage_channel', { channelId });
  if (channel.type !== ChannelType.GuildVoice)
    throw new AppError('player.not_a_voice_channel', { channelId });
}
