/** The world's records in the shapes of Discord's API v10, checked against discord-api-types by the compiler. */
import type {
  APIChannel,
  APIGuildMember,
  APIRole,
  APIUser,
  APIVoiceState,
  GatewayGuildCreateDispatchData,
  GatewayGuildMemberAddDispatchData,
} from 'discord.js';
import { may, permissionsOf } from './access.ts';
import type { Channel, Guild, Member, Role, User, VoiceState, World } from './state.ts';

export function apiUser(user: User): APIUser {
  return {
    id: user.id,
    username: user.name.toLowerCase().replaceAll(/[^a-z0-9_.]+/g, '_'),
    global_name: user.bot ? null : user.name,
    discriminator: user.bot ? '0001' : '0',
    avatar: null,
    ...(user.bot ? { bot: true } : {}),
  };
}

export function apiMember(world: World, member: Member): APIGuildMember {
  const user = world.users.get(member.userId);
  if (user === undefined) throw new Error(`member without a user: ${member.userId}`);
  return {
    user: apiUser(user),
    nick: null,
    avatar: null,
    banner: null,
    roles: [...member.roleIds],
    joined_at: new Date(member.joinedAt).toISOString(),
    premium_since: null,
    deaf: false,
    mute: false,
    pending: false,
    flags: 0 as APIGuildMember['flags'],
    communication_disabled_until: null,
  };
}

export function apiMemberAdded(
  world: World,
  guild: Guild,
  member: Member,
): GatewayGuildMemberAddDispatchData {
  return { ...apiMember(world, member), guild_id: guild.id };
}

export function apiRole(role: Role): APIRole {
  return {
    id: role.id,
    name: role.name,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    icon: null,
    unicode_emoji: null,
    position: role.position,
    permissions: role.permissions.toString(),
    managed: role.managed,
    mentionable: false,
    flags: 0 as APIRole['flags'],
  };
}

export function apiChannel(channel: Channel): APIChannel & { guild_id: string } {
  const common = {
    id: channel.id,
    guild_id: channel.guildId,
    name: channel.name,
    position: channel.position,
    parent_id: null,
    flags: 0,
    nsfw: false,
    permission_overwrites: [...channel.overwrites.values()].map((o) => ({
      id: o.id,
      type: o.type,
      allow: o.allow.toString(),
      deny: o.deny.toString(),
    })),
  };
  if (channel.type === 4) return { ...common, type: 4 };
  const text = { ...common, last_message_id: channel.lastMessageId, rate_limit_per_user: 0 };
  if (channel.type === 0) return { ...text, type: 0, topic: null };
  const voice = { bitrate: 64_000, user_limit: channel.userLimit, rtc_region: null, video_quality_mode: 1 };
  return { ...text, ...voice, type: channel.type };
}

export function apiVoiceState(world: World, guild: Guild, state: VoiceState): APIVoiceState {
  const channel = guild.channels.get(state.channelId);
  return {
    ...voiceStateOfNobody(world, guild, state.userId, state.sessionId),
    channel_id: state.channelId,
    self_deaf: state.selfDeaf,
    self_mute: state.selfMute,
    suppress: channel !== undefined && !may(guild, state.userId, channel, 'SPEAK'),
  };
}

/** The voice state of a member who is in no channel, as it is sent when they leave. */
export function voiceStateOfNobody(
  world: World,
  guild: Guild,
  userId: string,
  sessionId: string,
): APIVoiceState {
  const member = guild.members.get(userId);
  return {
    guild_id: guild.id,
    channel_id: null,
    user_id: userId,
    ...(member ? { member: apiMember(world, member) } : {}),
    session_id: sessionId,
    deaf: false,
    mute: false,
    self_deaf: false,
    self_mute: false,
    self_video: false,
    suppress: false,
    request_to_speak_timestamp: null,
  };
}

/** GET /guilds/:id. */
export function apiGuild(guild: Guild) {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    splash: null,
    discovery_splash: null,
    owner_id: guild.ownerId,
    region: 'stage',
    afk_channel_id: null,
    afk_timeout: 300 as const,
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    roles: [...guild.roles.values()].map(apiRole),
    emojis: [],
    stickers: [],
    features: [],
    mfa_level: 0,
    application_id: null,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    vanity_url_code: null,
    description: null,
    banner: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    preferred_locale: 'en-US',
    public_updates_channel_id: null,
    nsfw_level: 0,
    nsfw: false,
    premium_progress_bar_enabled: false,
    safety_alerts_channel_id: null,
    incidents_data: null,
    hub_type: null,
  };
}

/**
 * GUILD_CREATE as an application gets it. Without the presence intent `members` holds itself and who is in voice.
 * @param viewerId the application's user
 */
export function apiGuildCreate(
  world: World,
  guild: Guild,
  viewerId: string,
  allMembers: boolean,
): GatewayGuildCreateDispatchData {
  const shown = [...guild.members.values()].filter(
    (m) => allMembers || m.userId === viewerId || guild.voice.has(m.userId),
  );
  return {
    ...apiGuild(guild),
    preferred_locale: 'en-US' as GatewayGuildCreateDispatchData['preferred_locale'],
    joined_at: new Date(guild.joinedAt).toISOString(),
    large: false,
    unavailable: false,
    member_count: guild.members.size,
    voice_states: [...guild.voice.values()].map((state) => {
      const { guild_id: _, ...rest } = apiVoiceState(world, guild, state);
      return rest;
    }),
    members: shown.map((m) => apiMember(world, m)),
    channels: [...guild.channels.values()].map(apiChannel),
    threads: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  } as GatewayGuildCreateDispatchData;
}

/** The permission bits of a member in a channel, as the decimal string of the API. */
export function permissionString(guild: Guild, userId: string, channel: Channel): string {
  return permissionsOf(guild, userId, channel).toString();
}
