/**
 * What the stage knows: plain records in maps, changed by the functions of this folder. The three functions at the
 * end are all the world does to its surroundings: tell the time, publish an event, wake those who wait.
 */
import type {
  APIApplicationCommand,
  APIAutocompleteApplicationCommandInteractionData,
  APIChatInputApplicationCommandInteractionData,
  APIEmbed,
  APIMessageComponentInteractionData,
  APIMessageTopLevelComponent,
  APIModalInteractionResponseCallbackData,
  APIModalSubmission,
} from 'discord.js';

export interface User {
  readonly id: string;
  readonly name: string;
  readonly bot: boolean;
  /** Discord's locale code, e.g. `en-US`, `hi`. */
  locale: string;
}

export interface Role {
  readonly id: string;
  name: string;
  permissions: bigint;
  readonly position: number;
  readonly managed: boolean;
}

export interface Member {
  readonly userId: string;
  readonly joinedAt: number;
  readonly roleIds: Set<string>;
}

/** Allows and denials of one role (0) or member (1) in one channel. */
export interface Overwrite {
  readonly id: string;
  readonly type: 0 | 1;
  readonly allow: bigint;
  readonly deny: bigint;
}

export interface Channel {
  readonly id: string;
  readonly guildId: string;
  /** 0 text, 2 voice, 4 category, 13 stage; a voice channel has a text chat of its own. */
  readonly type: 0 | 2 | 4 | 13;
  name: string;
  readonly position: number;
  readonly overwrites: Map<string, Overwrite>;
  /** 0: no limit. */
  userLimit: number;
  lastMessageId: string | null;
}

export interface VoiceState {
  readonly guildId: string;
  readonly userId: string;
  channelId: string;
  sessionId: string;
  selfMute: boolean;
  selfDeaf: boolean;
}

export interface Guild {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly joinedAt: number;
  readonly roles: Map<string, Role>;
  readonly members: Map<string, Member>;
  readonly channels: Map<string, Channel>;
  readonly voice: Map<string, VoiceState>;
}

/** A file on the CDN. */
export interface StoredFile {
  readonly id: string;
  /** First part of its path, e.g. `attachments/CHANNEL`. */
  readonly folder: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly contentType: string | undefined;
  readonly description: string | undefined;
}

/** What of a message can be edited. */
export interface MessageBody {
  readonly content: string;
  readonly embeds: readonly APIEmbed[];
  readonly components: readonly APIMessageTopLevelComponent[];
  readonly fileIds: readonly string[];
  readonly flags: number;
}

export interface Message {
  readonly id: string;
  readonly channelId: string;
  readonly guildId: string;
  readonly authorId: string;
  readonly type: 0 | 19 | 20;
  /** Ephemeral: the only user who sees it. */
  readonly onlyFor: string | null;
  readonly createdAt: number;
  editedAt: number | null;
  /** Every state it had, the present one last; never empty. */
  readonly history: MessageBody[];
  readonly interactionId: string | null;
  readonly repliesTo: string | null;
}

export type InteractionData =
  | { readonly type: 2; readonly data: APIChatInputApplicationCommandInteractionData }
  | { readonly type: 3; readonly data: APIMessageComponentInteractionData; readonly messageId: string }
  | { readonly type: 4; readonly data: APIAutocompleteApplicationCommandInteractionData }
  | { readonly type: 5; readonly data: APIModalSubmission; readonly messageId: string | null };

/** How far the application has got with its answer. */
export type InteractionState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'deferred'; readonly messageId: string; readonly at: number }
  | { readonly kind: 'replied'; readonly messageId: string; readonly at: number }
  | { readonly kind: 'updating'; readonly messageId: string; readonly at: number }
  | {
      readonly kind: 'choices';
      readonly choices: readonly { name: string; value: string | number }[];
      readonly at: number;
    }
  | { readonly kind: 'modal'; readonly modal: APIModalInteractionResponseCallbackData; readonly at: number };

export interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly what: InteractionData;
  readonly userId: string;
  readonly guildId: string;
  readonly channelId: string;
  readonly createdAt: number;
  state: InteractionState;
  readonly followupIds: string[];
}

export interface Application {
  readonly id: string;
  readonly name: string;
  readonly token: string;
  readonly publicKey: string;
}

/** A gateway dispatch: `t` and `d` of the payload, and who may get it. */
export interface WorldEvent {
  readonly t: string;
  readonly d: object;
  readonly guildId: string;
  /** Intents of which one is needed; 0: always sent. */
  readonly intents: number;
}

export interface World {
  readonly application: Application;
  readonly users: Map<string, User>;
  readonly guilds: Map<string, Guild>;
  readonly messages: Map<string, Message>;
  readonly files: Map<string, StoredFile>;
  readonly interactions: Map<string, Interaction>;
  /** Global commands under the key `global`, guild commands under the guild's id; by command id. */
  readonly commands: Map<string, Map<string, APIApplicationCommand>>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly nextId: () => string;
  /** An unguessable string of `bytes` random bytes, base64url. */
  readonly secret: (bytes: number) => string;
  /** A signed, expiring URL of a file. */
  readonly fileUrl: (file: StoredFile) => string;
  /** To the gateway; then wakes those who wait. */
  readonly publish: (event: WorldEvent) => void;
  /** Something changed that the gateway does not tell: wakes those who wait. */
  readonly touch: () => void;
}

/** The present state of a message. */
export function bodyOf(message: Message): MessageBody {
  const body = message.history.at(-1);
  if (body === undefined) throw new Error(`message ${message.id} without a body`);
  return body;
}

/** The channel of an id, whatever its guild. */
export function findChannel(world: World, channelId: string): { guild: Guild; channel: Channel } | undefined {
  for (const guild of world.guilds.values()) {
    const channel = guild.channels.get(channelId);
    if (channel !== undefined) return { guild, channel };
  }
  return undefined;
}
