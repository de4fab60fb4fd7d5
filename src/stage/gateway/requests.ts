/** What a client asks the gateway for, read and judged: IDENTIFY, its shard, guild members. */
import { CLOSE, KNOWN_INTENTS, PRIVILEGED_INTENTS } from '../protocol/numbers.ts';
import { isObject, type Json } from '../rules/fields.ts';
import { apiMember } from '../world/render.ts';
import type { World } from '../world/state.ts';

/** Why an IDENTIFY is refused, if so. @param privileged whether the privileged intents were granted */
export function identifyProblem(d: Json, privileged: boolean): { code: number; reason: string } | undefined {
  const { intents } = d;
  if (!isObject(d.properties)) return { code: CLOSE.DECODE_ERROR, reason: 'Error while decoding payload.' };
  if (typeof intents !== 'number' || !Number.isInteger(intents) || intents < 0 || intents & ~KNOWN_INTENTS)
    return { code: CLOSE.INVALID_INTENTS, reason: 'Invalid intent(s).' };
  if (!privileged && intents & PRIVILEGED_INTENTS)
    return { code: CLOSE.DISALLOWED_INTENTS, reason: 'Disallowed intent(s).' };
  return undefined;
}

/** `[0, 1]` when the client does not shard; undefined when it makes no sense. */
export function readShard(shard: unknown): readonly [number, number] | undefined {
  if (shard === undefined) return [0, 1];
  if (!Array.isArray(shard)) return undefined;
  const [number, count]: unknown[] = shard;
  const fits =
    Number.isInteger(number) &&
    Number.isInteger(count) &&
    Number(number) >= 0 &&
    Number(number) < Number(count);
  return fits ? [Number(number), Number(count)] : undefined;
}

/** GUILD_MEMBERS_CHUNK for an op 8: by ids, or else by the beginning of the name. */
export function membersChunk(world: World, guildId: string, d: Json): object {
  const wanted = [d.user_ids].flat().filter((id) => typeof id === 'string');
  const prefix = typeof d.query === 'string' ? d.query.toLowerCase() : '';
  const members = [...(world.guilds.get(guildId)?.members.values() ?? [])].filter((member) =>
    wanted.length > 0
      ? wanted.includes(member.userId)
      : (world.users.get(member.userId)?.name.toLowerCase() ?? '').startsWith(prefix),
  );
  return {
    guild_id: guildId,
    members: members.map((member) => apiMember(world, member)),
    chunk_index: 0,
    chunk_count: 1,
    not_found: wanted.filter((id) => !members.some(({ userId }) => userId === id)),
    ...(typeof d.nonce === 'string' ? { nonce: d.nonce } : {}),
  };
}
