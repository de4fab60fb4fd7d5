/** INTERACTION_CREATE as the application gets it. */
import type { APIInteraction } from 'discord.js';
import { LIMIT } from '../protocol/limits.ts';
import { apiMessage } from './messages.ts';
import { apiChannel, apiMember, permissionString } from './render.ts';
import type { Channel, Guild, Interaction, Message, World } from './state.ts';

/** The message whose button or menu was used. */
export function sourceOf(world: World, interaction: Interaction): Message | undefined {
  const { what } = interaction;
  return 'messageId' in what && what.messageId !== null ? world.messages.get(what.messageId) : undefined;
}

export function apiInteraction(
  world: World,
  guild: Guild,
  channel: Channel,
  interaction: Interaction,
): APIInteraction {
  const member = guild.members.get(interaction.userId);
  const user = world.users.get(interaction.userId);
  const source = sourceOf(world, interaction);
  if (member === undefined || user === undefined) throw new Error('an interaction by a stranger');
  return {
    id: interaction.id,
    application_id: world.application.id,
    type: interaction.what.type,
    data: interaction.what.data,
    token: interaction.token,
    version: 1,
    guild_id: guild.id,
    guild: { id: guild.id, locale: 'en-US', features: [] },
    guild_locale: 'en-US',
    channel_id: channel.id,
    channel: { ...apiChannel(channel), permissions: permissionString(guild, user.id, channel) },
    member: { ...apiMember(world, member), permissions: permissionString(guild, user.id, channel) },
    locale: user.locale,
    app_permissions: permissionString(guild, world.application.id, channel),
    entitlements: [],
    authorizing_integration_owners: { 0: guild.id },
    context: 0,
    attachment_size_limit: LIMIT.attachmentTotalBytes,
    ...(source ? { message: apiMessage(world, source) } : {}),
  } as unknown as APIInteraction;
}
