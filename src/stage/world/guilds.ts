/** Founding and changing guilds: members, roles, channels; each change is told to the gateway. */
import { CHANNEL, INTENT, VOICE_CLOSE } from '../protocol/numbers.ts';
import { EVERYONE_DEFAULT } from '../protocol/permissions.ts';
import type { VoiceServer } from '../voice-contract.ts';
import { apiChannel, apiGuildCreate, apiMemberAdded, apiRole } from './render.ts';
import type { Channel, Guild, Member, Overwrite, Role, User, World } from './state.ts';
import { leave } from './voice.ts';

export function createUser(
  world: World,
  o: { name: string; locale?: string; bot?: boolean; id?: string },
): User {
  const user = {
    id: o.id ?? world.nextId(),
    name: o.name,
    bot: o.bot ?? false,
    locale: o.locale ?? 'en-US',
  };
  world.users.set(user.id, user);
  return user;
}

/** A guild with its owner and the application in it, not yet told to anyone. */
export function foundGuild(
  world: World,
  o: { name: string; ownerId: string; botPermissions: bigint },
): Guild {
  const id = world.nextId();
  const everyone = { id, name: '@everyone', permissions: EVERYONE_DEFAULT, position: 0, managed: false };
  const botRole = {
    id: world.nextId(),
    name: world.application.name,
    permissions: o.botPermissions,
    position: 1,
    managed: true,
  };
  const member = (userId: string, ...roles: string[]): [string, Member] => [
    userId,
    { userId, joinedAt: world.now(), roleIds: new Set(roles) },
  ];
  const guild: Guild = {
    id,
    name: o.name,
    ownerId: o.ownerId,
    joinedAt: world.now(),
    roles: new Map([everyone, botRole].map((role): [string, Role] => [role.id, role])),
    members: new Map([member(o.ownerId), member(world.application.id, botRole.id)]),
    channels: new Map(),
    voice: new Map(),
  };
  world.guilds.set(id, guild);
  return guild;
}

/** The application is invited: GUILD_CREATE. */
export function announceGuild(world: World, guild: Guild): void {
  world.publish({
    t: 'GUILD_CREATE',
    d: apiGuildCreate(world, guild, world.application.id, false),
    guildId: guild.id,
    intents: INTENT.GUILDS,
  });
}

export function addMember(world: World, guild: Guild, userId: string): void {
  if (guild.members.has(userId)) return;
  const member = { userId, joinedAt: world.now(), roleIds: new Set<string>() };
  guild.members.set(userId, member);
  world.publish({
    t: 'GUILD_MEMBER_ADD',
    d: apiMemberAdded(world, guild, member),
    guildId: guild.id,
    intents: INTENT.GUILD_MEMBERS,
  });
}

export function createChannel(
  world: World,
  guild: Guild,
  o: { name: string; type: Channel['type']; userLimit?: number },
): Channel {
  const channel: Channel = {
    id: world.nextId(),
    guildId: guild.id,
    type: o.type,
    name: o.name,
    position: guild.channels.size,
    overwrites: new Map(),
    userLimit: o.userLimit ?? 0,
    lastMessageId: null,
  };
  guild.channels.set(channel.id, channel);
  publishChannel(world, 'CHANNEL_CREATE', channel);
  return channel;
}

export function deleteChannel(world: World, voice: VoiceServer, guild: Guild, channel: Channel): void {
  guild.channels.delete(channel.id);
  publishChannel(world, 'CHANNEL_DELETE', channel);
  for (const state of [...guild.voice.values()]) {
    if (state.channelId === channel.id) leave(world, voice, guild, state.userId, VOICE_CLOSE.CALL_TERMINATED);
  }
  for (const message of [...world.messages.values()])
    if (message.channelId === channel.id) world.messages.delete(message.id);
}

export function setOverwrite(world: World, channel: Channel, overwrite: Overwrite): void {
  channel.overwrites.set(overwrite.id, overwrite);
  publishChannel(world, 'CHANNEL_UPDATE', channel);
}

export function setUserLimit(world: World, channel: Channel, userLimit: number): void {
  channel.userLimit = userLimit;
  publishChannel(world, 'CHANNEL_UPDATE', channel);
}

export function setRolePermissions(world: World, guild: Guild, role: Role, permissions: bigint): void {
  role.permissions = permissions;
  world.publish({
    t: 'GUILD_ROLE_UPDATE',
    d: { guild_id: guild.id, role: apiRole(role) },
    guildId: guild.id,
    intents: INTENT.GUILDS,
  });
}

/** The application is thrown out: GUILD_DELETE, and its voice session ends. */
export function removeGuild(world: World, voice: VoiceServer, guild: Guild): void {
  world.publish({
    t: 'GUILD_DELETE',
    d: { id: guild.id },
    guildId: guild.id,
    intents: INTENT.GUILDS,
  });
  voice.dropSession(guild.id, world.application.id, VOICE_CLOSE.DISCONNECTED);
  world.guilds.delete(guild.id);
}

/** Channels that hold messages: text, and the text chat of voice channels. */
export function holdsMessages(channel: Channel): boolean {
  return channel.type !== CHANNEL.CATEGORY;
}

function publishChannel(
  world: World,
  t: 'CHANNEL_CREATE' | 'CHANNEL_UPDATE' | 'CHANNEL_DELETE',
  channel: Channel,
): void {
  world.publish({ t, d: apiChannel(channel), guildId: channel.guildId, intents: INTENT.GUILDS });
}
