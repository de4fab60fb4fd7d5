/** Messages: posted, edited, deleted, and how they look to a client. */
import type { APIAttachment, APIEmbed, APIMessage, MessageFlags } from 'discord.js';
import { ApiError } from '../protocol/errors.ts';
import { LIMIT } from '../protocol/limits.ts';
import { FLAG, INTENT } from '../protocol/numbers.ts';
import type { MessageInput, Upload } from '../rules/message.ts';
import { contentTypeOf } from './content-type.ts';
import { apiMember, apiUser } from './render.ts';
import type { Channel, Message, MessageBody, StoredFile, World } from './state.ts';
import { bodyOf } from './state.ts';

/** Photos and pictures of a long-running stage are forgotten beyond this, the oldest first. */
const FILE_STORE_BYTES = 256 * 1_048_576;
/** The flags a message keeps for life. */
const LASTING_FLAGS = FLAG.EPHEMERAL;

export interface Posting {
  readonly channel: Channel;
  readonly authorId: string;
  readonly input: MessageInput;
  readonly type: Message['type'];
  readonly onlyFor?: string | null;
  readonly interactionId?: string | null;
  /** More flags than the input's, e.g. LOADING. */
  readonly flags?: number;
}

/** @throws ApiError 50006 when there is nothing in it and it is not a loading message */
export function postMessage(world: World, posting: Posting): Message {
  const { channel, input, onlyFor = null } = posting;
  const id = world.nextId();
  const flags = input.flags | (posting.flags ?? 0) | (onlyFor === null ? 0 : FLAG.EPHEMERAL);
  const body = nextBody(world, folderOf(world, channel.id, onlyFor), undefined, input, flags);
  const message: Message = {
    id,
    channelId: channel.id,
    guildId: channel.guildId,
    authorId: posting.authorId,
    type: posting.type,
    onlyFor,
    createdAt: world.now(),
    editedAt: null,
    history: [body],
    interactionId: posting.interactionId ?? null,
    repliesTo: input.repliesTo ?? null,
  };
  world.messages.set(id, message);
  channel.lastMessageId = id;
  announce(world, 'MESSAGE_CREATE', message);
  return message;
}

/** @throws ApiError 50006 when the edit leaves nothing */
export function editMessage(world: World, message: Message, input: MessageInput): void {
  const old = bodyOf(message);
  const flags = (old.flags & LASTING_FLAGS) | (input.flags & ~LASTING_FLAGS);
  message.history.push(
    nextBody(world, folderOf(world, message.channelId, message.onlyFor), old, input, flags),
  );
  message.editedAt = world.now();
  announce(world, 'MESSAGE_UPDATE', message);
}

export function deleteMessage(world: World, message: Message): void {
  world.messages.delete(message.id);
  if (message.onlyFor !== null) {
    world.touch();
    return;
  }
  world.publish({
    t: 'MESSAGE_DELETE',
    d: { id: message.id, channel_id: message.channelId, guild_id: message.guildId },
    guildId: message.guildId,
    intents: INTENT.GUILD_MESSAGES,
  });
}

/** Puts a file on the CDN. @param folder first part of its path, e.g. `attachments/CHANNEL` */
export function storeFile(world: World, folder: string, upload: Upload): StoredFile {
  const contentType = contentTypeOf(upload.name, upload.contentType);
  const file = { ...upload, id: world.nextId(), folder, contentType };
  world.files.set(file.id, file);
  let total = [...world.files.values()].reduce((sum, kept) => sum + kept.bytes.length, 0);
  for (const kept of world.files.values()) {
    if (total <= FILE_STORE_BYTES || kept === file) break;
    world.files.delete(kept.id);
    total -= kept.bytes.length;
  }
  return file;
}

export function apiAttachment(world: World, file: StoredFile): APIAttachment {
  const url = world.fileUrl(file);
  return {
    id: file.id,
    filename: file.name,
    size: file.bytes.length,
    url,
    proxy_url: url,
    ...(file.description === undefined ? {} : { description: file.description }),
    ...(file.contentType === undefined ? {} : { content_type: file.contentType }),
    ...(file.folder.startsWith('ephemeral') ? { ephemeral: true } : {}),
  };
}

/** A message as the API gives it; files that an embed shows are not listed again as attachments. */
export function apiMessage(world: World, message: Message, body: MessageBody = bodyOf(message)): APIMessage {
  const author = world.users.get(message.authorId);
  if (author === undefined) throw new Error(`message without an author: ${message.id}`);
  const files = body.fileIds.flatMap((id) => world.files.get(id) ?? []);
  const interaction = message.interactionId ? world.interactions.get(message.interactionId) : undefined;
  const invoker = interaction && world.users.get(interaction.userId);
  const inEmbeds = new Set(body.embeds.flatMap(attachmentNames));
  return {
    id: message.id,
    channel_id: message.channelId,
    author: apiUser(author),
    content: body.content,
    timestamp: new Date(message.createdAt).toISOString(),
    edited_timestamp: message.editedAt === null ? null : new Date(message.editedAt).toISOString(),
    tts: false,
    mention_everyone: false,
    mentions: mentionedUsers(world, body.content),
    mention_roles: [],
    attachments: files.filter((file) => !inEmbeds.has(file.name)).map((file) => apiAttachment(world, file)),
    embeds: body.embeds.map((embed) => withUrls(world, embed, files)),
    components: [...body.components],
    pinned: false,
    type: message.type,
    flags: body.flags as MessageFlags,
    ...(message.repliesTo
      ? {
          message_reference: {
            type: 0,
            message_id: message.repliesTo,
            channel_id: message.channelId,
            guild_id: message.guildId,
          },
        }
      : {}),
    ...(interaction && invoker
      ? {
          application_id: world.application.id,
          webhook_id: world.application.id,
          interaction_metadata: {
            id: interaction.id,
            type: 2,
            user: apiUser(invoker),
            authorizing_integration_owners: { 0: interaction.guildId },
          },
        }
      : {}),
  };
}

function nextBody(
  world: World,
  folder: string,
  old: MessageBody | undefined,
  input: MessageInput,
  flags: number,
): MessageBody {
  const kept = (old?.fileIds ?? []).filter((id) => input.keep === undefined || input.keep.includes(id));
  if (kept.length + input.uploads.length > LIMIT.attachments) throw new ApiError(50035);
  const body = {
    content: input.content ?? old?.content ?? '',
    embeds: input.embeds ?? old?.embeds ?? [],
    components: input.components ?? old?.components ?? [],
    flags,
  };
  const isEmpty =
    body.content.trim() === '' && body.embeds.length === 0 && kept.length + input.uploads.length === 0;
  if (isEmpty && !(flags & FLAG.LOADING)) throw new ApiError(50006);
  const fresh = input.uploads.map((upload) => storeFile(world, folder, upload).id);
  return { ...body, fileIds: [...kept, ...fresh] };
}

function folderOf(world: World, channelId: string, onlyFor: string | null): string {
  return onlyFor === null ? `attachments/${channelId}` : `ephemeral-attachments/${world.application.id}`;
}

/** Ephemeral messages never pass the gateway; those who wait are woken all the same. */
function announce(world: World, t: 'MESSAGE_CREATE' | 'MESSAGE_UPDATE', message: Message): void {
  if (message.onlyFor !== null) {
    world.touch();
    return;
  }
  const guild = world.guilds.get(message.guildId);
  const member = guild?.members.get(message.authorId);
  const { user: _, ...memberWithoutUser } = member ? apiMember(world, member) : { user: undefined };
  world.publish({
    t,
    d: {
      ...apiMessage(world, message),
      guild_id: message.guildId,
      ...(member ? { member: memberWithoutUser } : {}),
    },
    guildId: message.guildId,
    intents: INTENT.GUILD_MESSAGES,
  });
}

function attachmentNames(embed: APIEmbed): string[] {
  return [embed.image?.url, embed.thumbnail?.url].flatMap((url) =>
    url?.startsWith('attachment://') ? [url.slice('attachment://'.length)] : [],
  );
}

/** `attachment://name` becomes the URL of the message's file of that name; an unknown name shows nothing. */
function withUrls(world: World, embed: APIEmbed, files: readonly StoredFile[]): APIEmbed {
  const resolve = (url: string): { url: string; proxy_url?: string; content_type?: string } | undefined => {
    if (!url.startsWith('attachment://')) return { url };
    const file = files.find((candidate) => candidate.name === url.slice('attachment://'.length));
    if (file === undefined) return undefined;
    const address = world.fileUrl(file);
    return {
      url: address,
      proxy_url: address,
      ...(file.contentType ? { content_type: file.contentType } : {}),
    };
  };
  const { image, thumbnail, ...rest } = embed;
  const shownImage = image && resolve(image.url);
  const shownThumbnail = thumbnail && resolve(thumbnail.url);
  return {
    ...rest,
    type: 'rich' as NonNullable<APIEmbed['type']>,
    ...(shownImage ? { image: shownImage } : {}),
    ...(shownThumbnail ? { thumbnail: shownThumbnail } : {}),
  };
}

function mentionedUsers(world: World, content: string) {
  const ids = new Set([...content.matchAll(/<@!?(\d{17,20})>/g)].map((match) => match[1] ?? ''));
  return [...ids].flatMap((id) => {
    const user = world.users.get(id);
    return user ? [apiUser(user)] : [];
  });
}
