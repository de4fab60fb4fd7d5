/** A message as one member sees it: a snapshot, with its buttons and menus laid out flat. */
import type { APIEmbed, APIMessage, APIMessageTopLevelComponent } from 'discord.js';
import { COMPONENT, FLAG } from '../protocol/numbers.ts';
import { isObject, type Json } from '../rules/fields.ts';
import { apiMessage } from '../world/messages.ts';
import type { Message, World } from '../world/state.ts';

export interface AttachmentView {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly contentType: string | undefined;
  readonly description: string | undefined;
  readonly url: string;
  readonly bytes: Uint8Array;
}

export interface ButtonView {
  /** Undefined for a link. */
  readonly customId: string | undefined;
  readonly label: string;
  readonly style: number;
  readonly disabled: boolean;
  readonly url: string | undefined;
}

export interface SelectView {
  readonly customId: string;
  readonly type: number;
  readonly placeholder: string | undefined;
  readonly disabled: boolean;
  readonly minValues: number;
  readonly maxValues: number;
  readonly options: readonly { label: string; value: string; description?: string; default?: boolean }[];
}

export interface MessageView {
  readonly id: string;
  readonly channelId: string;
  readonly authorId: string;
  readonly content: string;
  readonly embeds: readonly APIEmbed[];
  readonly components: readonly APIMessageTopLevelComponent[];
  readonly buttons: readonly ButtonView[];
  readonly selects: readonly SelectView[];
  /** Every file of the message, those that an embed shows included. */
  readonly attachments: readonly AttachmentView[];
  readonly ephemeral: boolean;
  /** "is thinking…": deferred and not yet answered. */
  readonly loading: boolean;
  /** How often it was edited before this snapshot. */
  readonly revision: number;
  /** As the API gives it to the application. */
  readonly raw: APIMessage;
}

/** @param revision of the message's history; the latest when absent or beyond */
export function viewOf(world: World, message: Message, revision = message.history.length - 1): MessageView {
  const at = Math.min(revision, message.history.length - 1);
  const body = message.history[at];
  if (body === undefined) throw new Error(`message ${message.id} has no revision ${at}`);
  const parts = body.components.flatMap((row) => partsOf(row));
  return {
    id: message.id,
    channelId: message.channelId,
    authorId: message.authorId,
    content: body.content,
    embeds: apiMessage(world, message, body).embeds,
    components: body.components,
    buttons: parts.filter((part) => part.type === COMPONENT.BUTTON).map(buttonView),
    selects: parts.filter((part) => part.type !== COMPONENT.BUTTON).map(selectView),
    attachments: body.fileIds.flatMap((id): AttachmentView[] => {
      const file = world.files.get(id);
      if (file === undefined) return [];
      const { name, bytes, contentType, description } = file;
      return [{ id, name, size: bytes.length, contentType, description, url: world.fileUrl(file), bytes }];
    }),
    ephemeral: message.onlyFor !== null,
    loading: (body.flags & FLAG.LOADING) !== 0,
    revision: at,
    raw: apiMessage(world, message, body),
  };
}

/** The buttons and menus of a row, as plain objects. */
export function partsOf(row: unknown): Json[] {
  return isObject(row) && Array.isArray(row.components) ? row.components.filter(isObject) : [];
}

function buttonView(part: Json): ButtonView {
  return {
    customId: text(part.custom_id),
    label: text(part.label) ?? '',
    style: Number(part.style),
    disabled: part.disabled === true,
    url: text(part.url),
  };
}

function selectView(part: Json): SelectView {
  return {
    customId: text(part.custom_id) ?? '',
    type: Number(part.type),
    placeholder: text(part.placeholder),
    disabled: part.disabled === true,
    minValues: Number(part.min_values ?? 1),
    maxValues: Number(part.max_values ?? 1),
    options: Array.isArray(part.options) ? part.options : [],
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
