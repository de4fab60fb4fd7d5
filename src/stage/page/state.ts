/** What the page draws for one member: the guild, who sits where, the commands, and the messages they may see. */
import type { APIApplicationCommand, APIMessage } from 'discord.js';
import type { StageMember } from '../member/member.ts';
import type { Stage } from '../stage.ts';

/** Older messages of a channel are not drawn. */
const MESSAGES_SHOWN = 50;
const KINDS: Readonly<Record<number, 'text' | 'voice'>> = { 0: 'text', 2: 'voice' };

export interface PageState {
  readonly guild: { readonly id: string; readonly name: string };
  readonly me: { readonly id: string; readonly name: string };
  readonly botId: string;
  readonly members: readonly { readonly id: string; readonly name: string; readonly bot: boolean }[];
  readonly channels: readonly {
    readonly id: string;
    readonly name: string;
    readonly type: 'text' | 'voice';
  }[];
  /** Channel id to the users in it. */
  readonly voice: Readonly<Record<string, readonly string[]>>;
  readonly commands: readonly APIApplicationCommand[];
  readonly messages: readonly APIMessage[];
  /** Credited photos to try, as paths of this server. */
  readonly samples: readonly string[];
}

export function pageState(stage: Stage, me: StageMember, samples: readonly string[]): PageState {
  const guild = [...stage.world.guilds.values()].find((one) => one.members.has(me.id));
  if (guild === undefined) throw new Error(`${me.name} is in no guild`);
  const channels = [...guild.channels.values()]
    .sort((a, b) => a.position - b.position)
    .flatMap(({ id, name, type }) => (KINDS[type] ? [{ id, name, type: KINDS[type] }] : []));
  const seen = channels.filter(({ id }) => sees(me, id));
  const firstText = seen.find(({ type }) => type === 'text');
  const voice: Record<string, string[]> = {};
  for (const { channelId, userId } of guild.voice.values()) {
    voice[channelId] = [...(voice[channelId] ?? []), userId];
  }
  return {
    guild: { id: guild.id, name: guild.name },
    me: { id: me.id, name: me.name },
    botId: stage.applicationId,
    members: [...guild.members.keys()].flatMap((id) => {
      const user = stage.world.users.get(id);
      return user ? [{ id, name: user.name, bot: user.bot }] : [];
    }),
    channels: seen,
    voice,
    commands: firstText ? me.commands(firstText.id) : [],
    messages: seen.flatMap(({ id }) =>
      me
        .messages(id)
        .slice(-MESSAGES_SHOWN)
        .map(({ raw }) => raw),
    ),
    samples,
  };
}

function sees(me: StageMember, channelId: string): boolean {
  try {
    me.messages(channelId);
    return true;
  } catch {
    return false;
  }
}
