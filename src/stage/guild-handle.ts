/** A guild in the hands of its owner: channels, permissions, moderation, and throwing the application out. */
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../errors.ts';
import { CHANNEL, VOICE_CLOSE } from './protocol/numbers.ts';
import { bits, type PermissionName } from './protocol/permissions.ts';
import type { VoiceServer } from './voice-contract.ts';
import {
  addMember,
  announceGuild,
  createChannel,
  deleteChannel,
  removeGuild,
  setOverwrite,
  setRolePermissions,
  setUserLimit,
} from './world/guilds.ts';
import type { Channel, Guild, World } from './world/state.ts';
import { changeRegion, leave, moveApplication, seat } from './world/voice.ts';

const CHANNEL_TYPES = { text: CHANNEL.TEXT, voice: CHANNEL.VOICE, category: CHANNEL.CATEGORY } as const;
export type ChannelKind = keyof typeof CHANNEL_TYPES;

function kindOf(type: Channel['type']): ChannelKind {
  if (type === CHANNEL.TEXT) return 'text';
  return type === CHANNEL.CATEGORY ? 'category' : 'voice';
}

/** `bot`: the application's own member. */
export type PermissionTarget = 'everyone' | 'bot' | { readonly roleId: string } | { readonly userId: string };

export interface GuildHandle {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  /** The first of its kind. @throws AppError `stage.refused` when there is none */
  readonly textChannelId: string;
  readonly voiceChannelId: string;
  readonly channels: readonly { id: string; name: string; kind: ChannelKind; userLimit: number }[];
  /** @returns the channel's id */
  createChannel(o: { name: string; kind: ChannelKind; userLimit?: number }): string;
  /** Who sits there is out of the call (voice close code 4022). */
  deleteChannel(channelId: string): Promise<void>;
  /** Sets what a target may and may not in a channel, replacing what was set before. */
  setPermissions(
    channelId: string,
    target: PermissionTarget,
    o: { allow?: readonly PermissionName[]; deny?: readonly PermissionName[] },
  ): void;
  /** What the application's role may do everywhere; @everyone's permissions come on top. */
  setBotPermissions(names: readonly PermissionName[]): void;
  setEveryonePermissions(names: readonly PermissionName[]): void;
  setUserLimit(channelId: string, userLimit: number): void;
  addMember(userId: string): void;
  /** Who sits in a voice channel, the application included. */
  inVoice(channelId: string): readonly string[];
  /** Where the application sits; undefined when nowhere. */
  readonly botVoiceChannelId: string | undefined;
  /** A moderator disconnects a member, the application by default (voice close code 4014). */
  kickFromVoice(userId?: string): Promise<void>;
  /** A moderator moves a member, the application by default. */
  moveInVoice(channelId: string, userId?: string): Promise<void>;
  /** The voice region changes: VOICE_SERVER_UPDATE without, then with an endpoint. @param gapMs between the two */
  changeRegion(gapMs?: number): Promise<void>;
  /** The application is thrown out: GUILD_DELETE. */
  removeBot(): void;
  /** The application is let in again: GUILD_CREATE. */
  inviteBot(): void;
}

export function createGuildHandle(
  o: { world: World; voice: VoiceServer; closed: AbortSignal },
  guild: Guild,
): GuildHandle {
  const { world, voice } = o;
  const botId = world.application.id;

  const channelOf = (channelId: string): Channel => {
    const channel = guild.channels.get(channelId);
    if (channel === undefined) throw new AppError('stage.refused', { why: 'no such channel', channelId });
    return channel;
  };
  const firstOf = (type: Channel['type']): string => {
    const channel = [...guild.channels.values()].find((one) => one.type === type);
    if (channel === undefined) throw new AppError('stage.refused', { why: 'no channel of the kind', type });
    return channel.id;
  };
  const setRole = (roleId: string | undefined, names: readonly PermissionName[]) => {
    const role = guild.roles.get(roleId ?? '');
    if (role) setRolePermissions(world, guild, role, bits(...names));
  };
  const targetOf = (target: PermissionTarget): { id: string; type: 0 | 1 } => {
    if (target === 'everyone') return { id: guild.id, type: 0 };
    if (target === 'bot') return { id: botId, type: 1 };
    return 'roleId' in target ? { id: target.roleId, type: 0 } : { id: target.userId, type: 1 };
  };

  return {
    id: guild.id,
    name: guild.name,
    ownerId: guild.ownerId,
    get textChannelId() {
      return firstOf(CHANNEL.TEXT);
    },
    get voiceChannelId() {
      return firstOf(CHANNEL.VOICE);
    },
    get channels() {
      return [...guild.channels.values()].map(({ id, name, type, userLimit }) => ({
        id,
        name,
        userLimit,
        kind: kindOf(type),
      }));
    },
    createChannel: ({ kind, ...rest }) =>
      createChannel(world, guild, { ...rest, type: CHANNEL_TYPES[kind] }).id,
    async deleteChannel(channelId) {
      const there = [...guild.voice.values()].filter((state) => state.channelId === channelId);
      deleteChannel(world, voice, guild, channelOf(channelId));
      for (const { userId } of there) if (userId !== botId) await voice.removeListener(guild.id, userId);
    },
    setPermissions(channelId, target, { allow = [], deny = [] }) {
      const overwrite = { ...targetOf(target), allow: bits(...allow), deny: bits(...deny) };
      setOverwrite(world, channelOf(channelId), overwrite);
    },
    setBotPermissions(names) {
      const own = guild.members.get(botId)?.roleIds.values().next().value;
      setRole(own, names);
    },
    setEveryonePermissions: (names) => setRole(guild.id, names),
    setUserLimit: (channelId, userLimit) => setUserLimit(world, channelOf(channelId), userLimit),
    addMember: (userId) => addMember(world, guild, userId),
    inVoice: (channelId) =>
      [...guild.voice.values()].filter((s) => s.channelId === channelId).map((s) => s.userId),
    get botVoiceChannelId() {
      return guild.voice.get(botId)?.channelId;
    },
    async kickFromVoice(userId = botId) {
      leave(world, voice, guild, userId, VOICE_CLOSE.DISCONNECTED);
      if (userId !== botId) await voice.removeListener(guild.id, userId);
    },
    async moveInVoice(channelId, userId = botId) {
      channelOf(channelId);
      if (userId === botId) {
        moveApplication(world, voice, guild, channelId);
        return;
      }
      const state = guild.voice.get(userId);
      if (state === undefined) throw new AppError('stage.refused', { why: 'not in voice', userId });
      seat(world, guild, { ...state, channelId });
      await voice.addListener({ guildId: guild.id, channelId, userId });
    },
    changeRegion: (gapMs = 0) =>
      changeRegion(
        world,
        voice,
        guild,
        gapMs > 0 ? sleep(gapMs, undefined, { signal: o.closed }) : Promise.resolve(),
      ),
    removeBot: () => removeGuild(world, voice, guild),
    inviteBot() {
      world.guilds.set(guild.id, guild);
      announceGuild(world, guild);
    },
  };
}
