/** One gateway session: numbered events, kept for a RESUME, filtered by what the application asked for. */
import { INTENT } from '../protocol/numbers.ts';
import { isObject } from '../rules/fields.ts';
import type { WorldEvent } from '../world/state.ts';

/** Events kept for a resume; a client further behind must identify anew. */
const BUFFER_LENGTH = 5_000;

export interface Session {
  readonly id: string;
  readonly intents: number;
  /** `[number, count]`. */
  readonly shard: readonly [number, number];
  /** The payload of an event as it goes over the socket, numbered and kept; undefined when it is not for this session. */
  take(event: WorldEvent): string | undefined;
  /** Numbers and keeps an event of the session itself, such as READY. */
  own(t: string, d: object): string;
  /** Payloads after a sequence number; undefined when it was never reached or is forgotten. */
  since(sequence: number): readonly string[] | undefined;
}

/** @param botId whose own messages keep their content without the intent */
export function createSession(o: {
  id: string;
  intents: number;
  shard: readonly [number, number];
  botId: string;
}): Session {
  let sequence = 0;
  const kept: string[] = [];

  const own = (t: string, d: object): string => {
    sequence += 1;
    const payload = JSON.stringify({ t, s: sequence, op: 0, d });
    kept.push(payload);
    if (kept.length > BUFFER_LENGTH) kept.shift();
    return payload;
  };

  return {
    id: o.id,
    intents: o.intents,
    shard: o.shard,
    own,
    take(event) {
      if (shardOf(event.guildId, o.shard[1]) !== o.shard[0]) return undefined;
      if (event.intents !== 0 && (event.intents & o.intents) === 0) return undefined;
      const isMessage = event.t === 'MESSAGE_CREATE' || event.t === 'MESSAGE_UPDATE';
      return own(
        event.t,
        isMessage && !(o.intents & INTENT.MESSAGE_CONTENT) ? withoutContent(event.d, o.botId) : event.d,
      );
    },
    since(seen) {
      const missed = sequence - seen;
      if (missed < 0 || missed > kept.length) return undefined;
      return missed === 0 ? [] : kept.slice(-missed);
    },
  };
}

/** Discord's own rule: the guild's id above its 22 low bits, modulo the shards. */
export function shardOf(guildId: string, shards: number): number {
  return Number((BigInt(guildId) >> 22n) % BigInt(shards));
}

/** Without MESSAGE_CONTENT others' messages arrive empty, unless they mention the application. */
function withoutContent(d: object, botId: string): object {
  if (!isObject(d)) return d;
  const isMine = isObject(d.author) && d.author.id === botId;
  const mentioned =
    Array.isArray(d.mentions) && d.mentions.some((user: unknown) => isObject(user) && user.id === botId);
  return isMine || mentioned ? d : { ...d, content: '', embeds: [], attachments: [], components: [] };
}
