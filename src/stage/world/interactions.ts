/**
 * The life of an interaction: created, answered once within 3 s, then edited and followed up for 15 minutes.
 *
 *     waiting --4--> replied        waiting --6/7--> updating (the message whose button was pressed)
 *     waiting --5--> deferred --edit or first followup--> replied
 *     waiting --8--> choices        waiting --9--> modal
 */
import type { APIModalInteractionResponseCallbackData } from 'discord.js';
import { ApiError, FormErrors } from '../protocol/errors.ts';
import { LIMIT } from '../protocol/limits.ts';
import { CALLBACK, FLAG, INTERACTION, MESSAGE } from '../protocol/numbers.ts';
import { checkChoice } from '../rules/commands.ts';
import { Fields, isObject } from '../rules/fields.ts';
import { type MessageInput, readMessage, type UploadedPart } from '../rules/message.ts';
import { readModal } from '../rules/modal.ts';
import { apiInteraction, sourceOf } from './interaction-payload.ts';
import { deleteMessage, editMessage, postMessage } from './messages.ts';
import type { Channel, Guild, Interaction, InteractionData, Message, World } from './state.ts';
import { findChannel } from './state.ts';

/** Which first answers each kind of interaction takes. */
const ALLOWED: Readonly<Record<InteractionData['type'], readonly number[]>> = {
  [INTERACTION.COMMAND]: [CALLBACK.MESSAGE, CALLBACK.DEFERRED_MESSAGE, CALLBACK.MODAL],
  [INTERACTION.COMPONENT]: [
    CALLBACK.MESSAGE,
    CALLBACK.DEFERRED_MESSAGE,
    CALLBACK.DEFERRED_UPDATE,
    CALLBACK.UPDATE,
    CALLBACK.MODAL,
  ],
  [INTERACTION.AUTOCOMPLETE]: [CALLBACK.AUTOCOMPLETE],
  [INTERACTION.MODAL_SUBMIT]: [
    CALLBACK.MESSAGE,
    CALLBACK.DEFERRED_MESSAGE,
    CALLBACK.DEFERRED_UPDATE,
    CALLBACK.UPDATE,
  ],
};

const NOTHING: MessageInput = {
  content: undefined,
  embeds: undefined,
  components: undefined,
  flags: 0,
  keep: undefined,
  uploads: [],
  repliesTo: undefined,
};

/** A member did something: the application gets INTERACTION_CREATE. */
export function createInteraction(
  world: World,
  who: { guild: Guild; channel: Channel; userId: string },
  what: InteractionData,
): Interaction {
  const interaction: Interaction = {
    id: world.nextId(),
    token: world.secret(64),
    what,
    userId: who.userId,
    guildId: who.guild.id,
    channelId: who.channel.id,
    createdAt: world.now(),
    state: { kind: 'waiting' },
    followupIds: [],
  };
  forgetOld(world);
  world.interactions.set(interaction.id, interaction);
  world.publish({
    t: 'INTERACTION_CREATE',
    d: apiInteraction(world, who.guild, who.channel, interaction),
    guildId: who.guild.id,
    intents: 0,
  });
  return interaction;
}

/**
 * The first answer. @param body `{type, data?}` @param parts files of a multipart body
 * @returns the message it made or edits, if any
 * @throws ApiError 10062 too late or unknown, 40060 answered before, 50035 faults in the body
 */
export function answerInteraction(
  world: World,
  id: string,
  token: string,
  body: unknown,
  parts: readonly UploadedPart[],
): { interaction: Interaction; type: number; message: Message | undefined } {
  const interaction = world.interactions.get(id);
  if (interaction === undefined || interaction.token !== token) throw new ApiError(10062);
  if (interaction.state.kind !== 'waiting') throw new ApiError(40060);
  if (world.now() - interaction.createdAt > LIMIT.firstResponseMs) throw new ApiError(10062);
  const errors = new FormErrors();
  const fields = new Fields(body, [], errors);
  const type = fields.integer('type', { among: ALLOWED[interaction.what.type], required: true }) ?? 0;
  errors.throwIfAny();
  const source = sourceOf(world, interaction);
  if (source === undefined && (type === CALLBACK.UPDATE || type === CALLBACK.DEFERRED_UPDATE)) {
    errors.add(['type'], 'BASE_TYPE_CHOICES', 'There is no message to update');
    errors.throwIfAny();
  }
  const message = FIRST_ANSWERS[type]?.(world, interaction, fields.body.data, parts, source);
  world.touch();
  return { interaction, type, message };
}

type FirstAnswer = (
  world: World,
  interaction: Interaction,
  data: unknown,
  parts: readonly UploadedPart[],
  source: Message | undefined,
) => Message | undefined;

const FIRST_ANSWERS: Readonly<Record<number, FirstAnswer>> = {
  [CALLBACK.MESSAGE]: (world, interaction, data, parts) => {
    const message = post(world, interaction, readMessage(data, parts, ['data']), 0);
    interaction.state = { kind: 'replied', messageId: message.id, at: world.now() };
    return message;
  },
  [CALLBACK.DEFERRED_MESSAGE]: (world, interaction, data) => {
    const flags = isObject(data) && typeof data.flags === 'number' ? data.flags & FLAG.EPHEMERAL : 0;
    const message = post(world, interaction, { ...NOTHING, flags }, FLAG.LOADING);
    interaction.state = { kind: 'deferred', messageId: message.id, at: world.now() };
    return message;
  },
  [CALLBACK.DEFERRED_UPDATE]: (world, interaction, _data, _parts, source) => {
    if (source) interaction.state = { kind: 'updating', messageId: source.id, at: world.now() };
    return source;
  },
  [CALLBACK.UPDATE]: (world, interaction, data, parts, source) => {
    if (source === undefined) return undefined;
    editMessage(world, source, readMessage(data ?? {}, parts, ['data']));
    interaction.state = { kind: 'updating', messageId: source.id, at: world.now() };
    return source;
  },
  [CALLBACK.AUTOCOMPLETE]: (world, interaction, data) => {
    interaction.state = { kind: 'choices', choices: readChoices(interaction, data), at: world.now() };
    return undefined;
  },
  [CALLBACK.MODAL]: (world, interaction, data) => {
    const modal: APIModalInteractionResponseCallbackData = readModal(data);
    interaction.state = { kind: 'modal', modal, at: world.now() };
    return undefined;
  },
};

/** @throws ApiError 10015 another application, 50027 unknown token or older than 15 minutes */
export function interactionOfToken(world: World, applicationId: string, token: string): Interaction {
  if (applicationId !== world.application.id) throw new ApiError(10015);
  const interaction = [...world.interactions.values()].find((one) => one.token === token);
  if (interaction === undefined || world.now() - interaction.createdAt > LIMIT.tokenMs)
    throw new ApiError(50027);
  // Before the first answer the webhook does not exist yet.
  if (interaction.state.kind === 'waiting') throw new ApiError(10015);
  return interaction;
}

/** A further message; right after a deferral it fills the waiting message instead, as Discord does. */
export function followUp(world: World, interaction: Interaction, input: MessageInput): Message {
  if (interaction.state.kind === 'deferred') return editAnswer(world, interaction, '@original', input);
  const message = post(world, interaction, input, 0, MESSAGE.REPLY);
  interaction.followupIds.push(message.id);
  return message;
}

/** @param messageId `@original` or an id. @throws ApiError 10008 when it is none of this interaction's */
export function answerOf(world: World, interaction: Interaction, messageId: string): Message {
  const { state } = interaction;
  const originalId = 'messageId' in state ? state.messageId : undefined;
  const id = messageId === '@original' ? originalId : messageId;
  const isMine = id !== undefined && (id === originalId || interaction.followupIds.includes(id));
  const message = isMine ? world.messages.get(id) : undefined;
  if (message === undefined) throw new ApiError(10008);
  return message;
}

export function editAnswer(
  world: World,
  interaction: Interaction,
  messageId: string,
  input: MessageInput,
): Message {
  const message = answerOf(world, interaction, messageId);
  // State first: the edit wakes those who wait for the reply.
  const before = interaction.state;
  if (before.kind === 'deferred' && before.messageId === message.id)
    interaction.state = { kind: 'replied', messageId: message.id, at: before.at };
  try {
    editMessage(world, message, input);
  } catch (error) {
    interaction.state = before;
    throw error;
  }
  return message;
}

export function deleteAnswer(world: World, interaction: Interaction, messageId: string): void {
  deleteMessage(world, answerOf(world, interaction, messageId));
}

function post(
  world: World,
  interaction: Interaction,
  input: MessageInput,
  flags: number,
  type: Message['type'] = interaction.what.type === INTERACTION.COMMAND
    ? MESSAGE.COMMAND_REPLY
    : MESSAGE.REPLY,
): Message {
  const found = findChannel(world, interaction.channelId);
  if (found === undefined) throw new ApiError(10003);
  return postMessage(world, {
    channel: found.channel,
    authorId: world.application.id,
    input,
    type,
    flags,
    onlyFor: input.flags & FLAG.EPHEMERAL ? interaction.userId : null,
    interactionId: interaction.id,
  });
}

function readChoices(interaction: Interaction, data: unknown): { name: string; value: string | number }[] {
  const errors = new FormErrors();
  const fields = new Fields(data, ['data'], errors);
  const choices = fields.objects('choices', { max: LIMIT.autocompleteChoices, required: true }) ?? [];
  const type = focusedType(interaction.what.data);
  for (const choice of choices) checkChoice(choice, type);
  errors.throwIfAny();
  return choices.map(({ body }) => body as { name: string; value: string | number });
}

/** The type of the option being typed, at whatever depth. */
function focusedType(part: unknown): number {
  if (!isObject(part)) return 0;
  if (part.focused === true && typeof part.type === 'number') return part.type;
  const inner = Array.isArray(part.options) ? part.options : [];
  return inner.map(focusedType).find((type) => type !== 0) ?? 0;
}

/** Tokens are void after 15 minutes; messages keep pointing at their interaction a while longer. */
function forgetOld(world: World): void {
  for (const old of world.interactions.values()) {
    if (world.now() - old.createdAt < 4 * LIMIT.tokenMs) break;
    world.interactions.delete(old.id);
  }
}
