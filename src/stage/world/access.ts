/** Who may do what where: roles and channel overwrites to permissions. Source: Discord docs, "Permission Hierarchy". */
import { ALL_PERMISSIONS, PERMISSION, type PermissionName } from '../protocol/permissions.ts';
import type { Channel, Guild, Overwrite } from './state.ts';

/**
 * The permission bits of a member, in a channel or, without one, in the guild at large; 0 for a stranger.
 * The order is Discord's: owner, roles, administrator, then overwrites of @everyone, of roles, of the member.
 */
export function permissionsOf(guild: Guild, userId: string, channel?: Channel): bigint {
  const member = guild.members.get(userId);
  if (member === undefined) return 0n;
  if (guild.ownerId === userId) return ALL_PERMISSIONS;
  const everyone = guild.roles.get(guild.id)?.permissions ?? 0n;
  const base = [...member.roleIds].reduce(
    (sum, id) => sum | (guild.roles.get(id)?.permissions ?? 0n),
    everyone,
  );
  if (base & PERMISSION.ADMINISTRATOR) return ALL_PERMISSIONS;
  if (channel === undefined) return base;
  const ofRoles = [...channel.overwrites.values()].filter((o) => o.type === 0 && member.roleIds.has(o.id));
  const layers = [channel.overwrites.get(guild.id), merged(ofRoles), channel.overwrites.get(userId)];
  return layers.reduce((sum, layer) => (layer ? (sum & ~layer.deny) | layer.allow : sum), base);
}

function merged(overwrites: readonly Overwrite[]): { allow: bigint; deny: bigint } {
  return overwrites.reduce((sum, o) => ({ allow: sum.allow | o.allow, deny: sum.deny | o.deny }), {
    allow: 0n,
    deny: 0n,
  });
}

/** Whether the member has every named permission. */
export function may(guild: Guild, userId: string, channel: Channel, ...names: PermissionName[]): boolean {
  const has = permissionsOf(guild, userId, channel);
  return names.every((name) => (has & PERMISSION[name]) !== 0n);
}
