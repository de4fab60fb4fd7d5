/** Reads and judges the body of a message, new or edited: every fault is named at once. */
import type { APIEmbed, APIMessageTopLevelComponent } from 'discord.js';
import { ApiError, FormErrors } from '../protocol/errors.ts';
import { LIMIT } from '../protocol/limits.ts';
import { FLAG } from '../protocol/numbers.ts';
import { readComponents } from './components.ts';
import { readEmbeds } from './embeds.ts';
import { Fields } from './fields.ts';

/** A part of a multipart body: `files[0]` and so on. */
export interface UploadedPart {
  readonly field: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly contentType: string | undefined;
}

/** A file that comes with the message. */
export interface Upload {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly contentType: string | undefined;
  readonly description: string | undefined;
}

/** What the body asks for; an undefined field is left as it is by an edit. */
export interface MessageInput {
  readonly content: string | undefined;
  readonly embeds: APIEmbed[] | undefined;
  readonly components: APIMessageTopLevelComponent[] | undefined;
  readonly flags: number;
  /** Ids of the attachments that stay at an edit; undefined: all. */
  readonly keep: readonly string[] | undefined;
  readonly uploads: readonly Upload[];
  readonly repliesTo: string | undefined;
}

const SETTABLE_FLAGS = FLAG.SUPPRESS_EMBEDS | FLAG.EPHEMERAL | FLAG.SUPPRESS_NOTIFICATIONS;

/**
 * @param path where the message lies in the body, e.g. `['data']` of an interaction callback
 * @throws ApiError 50035 with all faults; 40005 when the files are too large together
 */
export function readMessage(
  body: unknown,
  parts: readonly UploadedPart[],
  path: string[] = [],
): MessageInput {
  if (parts.reduce((sum, part) => sum + part.bytes.length, 0) > LIMIT.attachmentTotalBytes)
    throw new ApiError(40005);
  const errors = new FormErrors();
  const message = new Fields(body, path, errors);
  const flags = message.integer('flags') ?? 0;
  if (flags & FLAG.COMPONENTS_V2)
    message.fault(
      'flags',
      'STAGE_UNSUPPORTED',
      'The stage knows components v1 alone: leave out flag 1 << 15',
    );
  // null empties the field in an edit, as '' and [] do.
  const emptied = (name: string) => message.body[name] === null;
  const { keep, uploads } = readAttachments(message, parts);
  const input = {
    content: message.string('content', { max: LIMIT.content }) ?? (emptied('content') ? '' : undefined),
    embeds: readEmbeds(message) ?? (emptied('embeds') ? [] : undefined),
    components: readComponents(message) ?? (emptied('components') ? [] : undefined),
    flags: flags & SETTABLE_FLAGS,
    keep,
    uploads,
    repliesTo: message.object('message_reference')?.string('message_id', { max: 20 }),
  };
  errors.throwIfAny();
  return input;
}

function readAttachments(message: Fields, parts: readonly UploadedPart[]) {
  const entries = message.objects('attachments', { max: LIMIT.attachments });
  if (parts.length > LIMIT.attachments)
    message.fault('attachments', 'BASE_TYPE_MAX_LENGTH', `Must be ${LIMIT.attachments} or fewer in length.`);
  const described = new Map<string, { name: string | undefined; description: string | undefined }>();
  for (const entry of entries ?? []) {
    const name = entry.string('filename', { min: 1, max: 1_024 });
    const description = entry.string('description', { max: LIMIT.attachmentDescription });
    described.set(String(entry.body.id), { name, description });
  }
  const uploads = parts.map((part, index): Upload => {
    const number = /^files?\[(\d+)\]$/.exec(part.field)?.[1] ?? String(index);
    const told = described.get(number);
    described.delete(number);
    return {
      name: safeName(told?.name ?? part.name),
      bytes: part.bytes,
      contentType: part.contentType,
      description: told?.description,
    };
  });
  return { keep: entries ? [...described.keys()] : undefined, uploads };
}

/** The name as Discord keeps it: letters, digits, `_`, `-`, `.`; all else becomes `_`. */
export function safeName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  return last.replaceAll(/[^\p{L}\p{N}._-]+/gu, '_').slice(0, 255) || 'file';
}
