/**
 * What a Discord client does before it sends a command: finds it, checks the options against its definition,
 * uploads the files, and resolves the ids. A client that would not send it is an AppError `stage.refused`.
 */
import type {
  APIApplicationCommand,
  APIApplicationCommandOption,
  APIChatInputApplicationCommandInteractionData,
} from 'discord.js';
import { AppError } from '../../errors.ts';
import { OPTION } from '../protocol/numbers.ts';
import { safeName } from '../rules/message.ts';
import { commandsSeenIn } from '../world/commands.ts';
import { fitsFileTypes } from '../world/content-type.ts';
import { apiAttachment, storeFile } from '../world/messages.ts';
import { apiChannel, apiMember, apiRole, apiUser, permissionString } from '../world/render.ts';
import type { Channel, Guild, World } from '../world/state.ts';

export interface Attached {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** From the name's ending when absent. */
  readonly contentType?: string;
}

export interface CommandInput {
  /** `name` or `group name`. */
  readonly subcommand?: string;
  readonly options?: Readonly<Record<string, string | number | boolean>>;
  readonly attachments?: Readonly<Record<string, Attached>>;
}

export interface Place {
  readonly guild: Guild;
  readonly channel: Channel;
}

interface WireOption {
  name: string;
  type: number;
  value?: string | number | boolean;
  options?: WireOption[];
  focused?: true;
}
type Resolved = Record<string, Record<string, object>>;

export function refused(why: string, about: Readonly<Record<string, string | number>> = {}): AppError {
  return new AppError('stage.refused', { why, ...about });
}

/** @throws AppError `stage.refused` when there is no such command here */
export function findCommand(world: World, guildId: string, name: string): APIApplicationCommand {
  const known = commandsSeenIn(world, guildId).filter((command) => command.type === 1);
  const command = known.find((one) => one.name === name);
  if (command) return command;
  throw refused('there is no such command', {
    name,
    known: known.map((one) => one.name).join(' ') || 'none',
  });
}

/**
 * The `data` of the interaction. @param focus the option being typed: nothing else is required then
 * @throws AppError `stage.refused`
 */
export function commandData(
  world: World,
  place: Place,
  command: APIApplicationCommand,
  input: CommandInput,
  o: { focus?: string; uploadLimitBytes: number },
): APIChatInputApplicationCommandInteractionData {
  const path = input.subcommand?.split(' ') ?? [];
  const definitions = descend(command, path);
  const resolved: Resolved = {};
  const names = [...Object.keys(input.options ?? {}), ...Object.keys(input.attachments ?? {})];
  for (const name of names)
    if (!definitions.some((option) => option.name === name))
      throw refused('the command has no such option', { name });
  const leaves = definitions.flatMap((option): WireOption[] => {
    const value = wireValue(world, place, option, input, resolved, o);
    if (value === undefined) return [];
    const focused = o.focus === option.name;
    return [{ name: option.name, type: option.type, value, ...(focused ? { focused } : {}) }];
  });
  const options = path.reduceRight<WireOption[]>((inner, name, depth) => {
    const isGroup = depth === 0 && path.length === 2;
    return [{ name, type: isGroup ? OPTION.SUBCOMMAND_GROUP : OPTION.SUBCOMMAND, options: inner }];
  }, leaves);
  return {
    id: command.id,
    name: command.name,
    type: 1,
    ...(command.guild_id ? { guild_id: command.guild_id } : {}),
    ...(options.length > 0 ? { options } : {}),
    ...(Object.keys(resolved).length > 0 ? { resolved } : {}),
  } as unknown as APIChatInputApplicationCommandInteractionData;
}

function descend(command: APIApplicationCommand, path: readonly string[]): APIApplicationCommandOption[] {
  let options = command.options ?? [];
  for (const name of path) {
    const next = options.find((option) => option.name === name && option.type <= OPTION.SUBCOMMAND_GROUP);
    if (next === undefined) throw refused('the command has no such subcommand', { name });
    options = 'options' in next ? ((next.options ?? []) as APIApplicationCommandOption[]) : [];
  }
  if (options.some((option) => option.type <= OPTION.SUBCOMMAND_GROUP))
    throw refused('a subcommand must be chosen', { among: options.map(({ name }) => name).join(' ') });
  return options;
}

function wireValue(
  world: World,
  place: Place,
  option: APIApplicationCommandOption,
  input: CommandInput,
  resolved: Resolved,
  o: { focus?: string; uploadLimitBytes: number },
): string | number | boolean | undefined {
  const about = { option: option.name };
  if (option.type === OPTION.ATTACHMENT) {
    const file = input.attachments?.[option.name];
    if (file !== undefined) return upload(world, option, file, resolved, o.uploadLimitBytes);
  }
  const value = input.options?.[option.name];
  if (value === undefined) {
    if (option.required && o.focus === undefined) throw refused('a required option is missing', about);
    return undefined;
  }
  // What is being typed goes as it stands.
  if (o.focus === option.name) return String(value);
  const problem = problemOf(option, value);
  if (problem) throw refused(problem, about);
  resolve(world, place, option, value, resolved);
  return value;
}

/** Why the client would not take the value, if so. */
function problemOf(
  option: APIApplicationCommandOption,
  value: string | number | boolean,
): string | undefined {
  const expected = TYPE_OF_VALUE[option.type];
  if (expected === undefined) return 'this option takes no plain value';
  if (typeof value !== expected) return `expected a ${expected}, received a ${typeof value}`;
  if (option.type === OPTION.INTEGER && !Number.isInteger(value)) return 'expected an integer';
  if ('choices' in option && option.choices && option.choices.length > 0)
    if (!option.choices.some((choice) => choice.value === value))
      return `expected one of ${option.choices.map((choice) => choice.value).join(', ')}`;
  const size = typeof value === 'string' ? value.length : Number(value);
  const min =
    'min_length' in option ? option.min_length : 'min_value' in option ? option.min_value : undefined;
  const max =
    'max_length' in option ? option.max_length : 'max_value' in option ? option.max_value : undefined;
  if (min !== undefined && size < min) return `expected at least ${min}`;
  if (max !== undefined && size > max) return `expected at most ${max}`;
  return undefined;
}

const TYPE_OF_VALUE: Readonly<Record<number, 'string' | 'number' | 'boolean'>> = {
  [OPTION.STRING]: 'string',
  [OPTION.INTEGER]: 'number',
  [OPTION.BOOLEAN]: 'boolean',
  [OPTION.USER]: 'string',
  [OPTION.CHANNEL]: 'string',
  [OPTION.ROLE]: 'string',
  [OPTION.MENTIONABLE]: 'string',
  [OPTION.NUMBER]: 'number',
};

function upload(
  world: World,
  option: APIApplicationCommandOption,
  file: Attached,
  resolved: Resolved,
  limitBytes: number,
): string {
  const about = { option: option.name, file: file.name };
  if (file.bytes.length > limitBytes) throw refused('the file is too large for this member', about);
  if ('file_types' in option && option.file_types && !fitsFileTypes(file.name, option.file_types))
    throw refused('the option does not take files of this type', about);
  const stored = storeFile(world, `ephemeral-attachments/${world.application.id}`, {
    name: safeName(file.name),
    bytes: file.bytes,
    contentType: file.contentType,
    description: undefined,
  });
  put(resolved, 'attachments', stored.id, apiAttachment(world, stored));
  return stored.id;
}

function resolve(
  world: World,
  place: Place,
  option: APIApplicationCommandOption,
  value: string | number | boolean,
  resolved: Resolved,
): void {
  const kinds = RESOLVED_AS[option.type];
  if (kinds !== undefined && !resolveId(world, place, String(value), kinds, resolved))
    throw refused('no such user, role or channel', { option: option.name });
}

const RESOLVED_AS: Readonly<Record<number, readonly ('user' | 'role' | 'channel')[]>> = {
  [OPTION.USER]: ['user'],
  [OPTION.ROLE]: ['role'],
  [OPTION.MENTIONABLE]: ['user', 'role'],
  [OPTION.CHANNEL]: ['channel'],
};

/** Adds the full object of an id to `resolved`; false when there is none. */
export function resolveId(
  world: World,
  { guild, channel }: Place,
  id: string,
  kinds: readonly ('user' | 'role' | 'channel')[],
  resolved: Resolved,
): boolean {
  const user = kinds.includes('user') ? world.users.get(id) : undefined;
  const role = kinds.includes('role') ? guild.roles.get(id) : undefined;
  const target = kinds.includes('channel') ? guild.channels.get(id) : undefined;
  const member = user && guild.members.get(id);
  if (user) put(resolved, 'users', id, apiUser(user));
  if (member) {
    const { user: _, ...rest } = apiMember(world, member);
    put(resolved, 'members', id, { ...rest, permissions: permissionString(guild, id, channel) });
  }
  if (role) put(resolved, 'roles', id, apiRole(role));
  if (target) put(resolved, 'channels', id, { ...apiChannel(target), permissions: '0' });
  return Boolean(user ?? role ?? target);
}

function put(resolved: Resolved, kind: string, id: string, value: object): void {
  const known = resolved[kind] ?? {};
  known[id] = value;
  resolved[kind] = known;
}
