/** Acting as a member: what a person with a Discord client does, seeing only what that person may see. */
import type { APIApplicationCommand } from 'discord.js';
import { AppError } from '../../errors.ts';
import { LIMIT } from '../protocol/limits.ts';
import { FLAG, INTERACTION } from '../protocol/numbers.ts';
import { PERMISSION } from '../protocol/permissions.ts';
import { readMessage } from '../rules/message.ts';
import type { VoiceListener, VoiceServer } from '../voice-contract.ts';
import { may, permissionsOf } from '../world/access.ts';
import { commandsSeenIn } from '../world/commands.ts';
import { createInteraction } from '../world/interactions.ts';
import { postMessage } from '../world/messages.ts';
import type { Message, User, VoiceState, World } from '../world/state.ts';
import { bodyOf, findChannel } from '../world/state.ts';
import { leave, seat, whyNotJoin } from '../world/voice.ts';
import { type CommandInput, commandData, findCommand, type Place, refused } from './command-data.ts';
import {
  followInteraction,
  type MemberContext,
  type MemberInteraction,
  useComponent,
} from './interaction.ts';
import { type MessageView, viewOf } from './message-view.ts';
import { type OnChange, timeout, until, type WaitOptions } from './waiting.ts';

const MESSAGE_TIMEOUT_MS = 30_000;

/** Where a command is sent; the guild follows from the channel. */
export interface Where {
  readonly guildId?: string;
  readonly channelId: string;
}

export interface Choice {
  readonly name: string;
  readonly value: string | number;
}

export interface StageMember<L extends VoiceListener = VoiceListener> {
  readonly id: string;
  readonly name: string;
  /** Discord's locale code; may be changed at any time. */
  locale: string;
  /** The commands this member may use in the channel. */
  commands(channelId: string): APIApplicationCommand[];
  /** @throws AppError `stage.refused` when a Discord client would not send this */
  command(where: Where, name: string, input?: CommandInput): MemberInteraction;
  /** What the application offers while an option is being typed. @throws AppError `stage.no_response` after 3 s */
  autocomplete(
    where: Where,
    name: string,
    option: string,
    partial: string,
    input?: CommandInput,
  ): Promise<readonly Choice[]>;
  /** Presses a button of any message this member sees. */
  click(messageId: string, customId: string): MemberInteraction;
  select(messageId: string, customId: string, values: readonly string[]): MemberInteraction;
  /** Sits down in a voice channel, moving from another. @throws AppError `stage.refused` */
  joinVoice(channelId: string): Promise<L>;
  moveTo(channelId: string): Promise<L>;
  /** Leaves whatever voice channel; nothing when in none. */
  leaveVoice(): Promise<void>;
  /** The voice channel this member is in now. */
  readonly voiceChannelId: string | undefined;
  /** What the member sees in a channel, the oldest first. @throws AppError `stage.refused` */
  messages(channelId: string): MessageView[];
  /** The first message after this call that fits; deferred ones count once they are filled. */
  nextMessage(
    channelId: string,
    o?: WaitOptions & { matching?: (message: MessageView) => boolean },
  ): Promise<MessageView>;
  /** Writes a message. */
  say(channelId: string, content: string): MessageView;
}

export function createMember<L extends VoiceListener>(
  o: { world: World; voice: VoiceServer<L>; onChange: OnChange },
  user: User,
  settings: { uploadLimitBytes: number },
): StageMember<L> {
  const { world, voice, onChange } = o;
  const { id: userId } = user;
  const context: MemberContext = { world, onChange, userId };

  /** The place, if this member is there and sees it. */
  const placeOf = (channelId: string): Place => {
    const place = findChannel(world, channelId);
    if (place === undefined) throw refused('there is no such channel', { channelId });
    if (!may(place.guild, userId, place.channel, 'VIEW_CHANNEL'))
      throw refused('the member does not see the channel', { channelId });
    return place;
  };

  const usable = (place: Place, command: APIApplicationCommand): boolean => {
    const has = permissionsOf(place.guild, userId, place.channel);
    // '0' closes a command to all but administrators.
    const needed = BigInt(command.default_member_permissions ?? PERMISSION.USE_APPLICATION_COMMANDS);
    const isAdmin = (has & PERMISSION.ADMINISTRATOR) !== 0n;
    const isOpen = needed !== 0n && (has & needed) === needed;
    return (has & PERMISSION.USE_APPLICATION_COMMANDS) !== 0n && (isAdmin || isOpen);
  };

  const start = (where: Where, name: string, input: CommandInput, focus?: string) => {
    const place = placeOf(where.channelId);
    const command = findCommand(world, place.guild.id, name);
    if (!usable(place, command)) throw refused('the member may not use this command', { name });
    const settled = { ...settings, ...(focus === undefined ? {} : { focus }) };
    const data = commandData(world, place, command, input, settled);
    const type = focus === undefined ? INTERACTION.COMMAND : INTERACTION.AUTOCOMPLETE;
    const what = { type, data } as Parameters<typeof createInteraction>[2];
    return { place, interaction: createInteraction(world, { ...place, userId }, what) };
  };

  const sees = (message: Message): boolean => message.onlyFor === null || message.onlyFor === userId;

  const messageOf = (messageId: string): { place: Place; message: Message } => {
    const message = world.messages.get(messageId);
    if (message === undefined || !sees(message)) throw refused('there is no such message', { messageId });
    return { place: placeOf(message.channelId), message };
  };

  const seated = (): { place: Place; state: VoiceState } | undefined => {
    for (const guild of world.guilds.values()) {
      const state = guild.voice.get(userId);
      const channel = state && guild.channels.get(state.channelId);
      if (state && channel) return { place: { guild, channel }, state };
    }
    return undefined;
  };

  const leaveVoice = async (): Promise<void> => {
    const now = seated();
    if (now === undefined) return;
    leave(world, voice, now.place.guild, userId);
    await voice.removeListener(now.place.guild.id, userId);
  };

  const joinVoice = async (channelId: string): Promise<L> => {
    const { guild, channel } = placeOf(channelId);
    const problem = whyNotJoin(guild, userId, channel);
    if (problem) throw refused(`the member cannot join: ${problem}`, { channelId });
    const before = seated();
    if (before && before.place.guild !== guild) await leaveVoice();
    const sessionId = before?.state.sessionId ?? world.secret(16);
    seat(world, guild, {
      guildId: guild.id,
      userId,
      channelId,
      sessionId,
      selfMute: false,
      selfDeaf: false,
    });
    return voice.addListener({ guildId: guild.id, channelId, userId });
  };

  return {
    id: userId,
    name: user.name,
    get locale() {
      return user.locale;
    },
    set locale(locale: string) {
      user.locale = locale;
    },
    commands: (channelId) => {
      const place = placeOf(channelId);
      return commandsSeenIn(world, place.guild.id).filter((command) => usable(place, command));
    },
    command(where, name, input = {}) {
      const { place, interaction } = start(where, name, input);
      return followInteraction(context, place, interaction);
    },
    async autocomplete(where, name, option, partial, input = {}) {
      const typed = { ...input, options: { ...input.options, [option]: partial } };
      const { interaction } = start(where, name, typed, option);
      return until(
        onChange,
        () => (interaction.state.kind === 'choices' ? interaction.state.choices : undefined),
        {
          timeoutMs: LIMIT.firstResponseMs + 250,
          late: () => new AppError('stage.no_response', { said: 'Loading options failed' }),
        },
      );
    },
    click(messageId, customId) {
      const { place, message } = messageOf(messageId);
      return useComponent(context, place, message, customId);
    },
    select(messageId, customId, values) {
      const { place, message } = messageOf(messageId);
      return useComponent(context, place, message, customId, values);
    },
    joinVoice,
    moveTo: joinVoice,
    leaveVoice,
    get voiceChannelId() {
      return seated()?.state.channelId;
    },
    messages(channelId) {
      placeOf(channelId);
      return [...world.messages.values()]
        .filter((message) => message.channelId === channelId && sees(message))
        .map((message) => viewOf(world, message));
    },
    nextMessage(channelId, options = {}) {
      const { matching = () => true, timeoutMs = MESSAGE_TIMEOUT_MS } = options;
      const old = new Set([...world.messages.keys()]);
      return until(
        onChange,
        () =>
          [...world.messages.values()]
            .filter((m) => m.channelId === channelId && sees(m) && !old.has(m.id))
            .filter((m) => !(bodyOf(m).flags & FLAG.LOADING))
            .map((m) => viewOf(world, m))
            .find(matching),
        { ...options, timeoutMs, late: () => timeout('a message in the channel', timeoutMs) },
      );
    },
    say(channelId, content) {
      const { guild, channel } = placeOf(channelId);
      if (!may(guild, userId, channel, 'SEND_MESSAGES'))
        throw refused('the member may not write here', { channelId });
      const input = readMessage({ content }, []);
      return viewOf(world, postMessage(world, { channel, authorId: userId, input, type: 0 }));
    },
  };
}
