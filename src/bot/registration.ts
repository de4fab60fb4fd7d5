import { createHash } from 'node:crypto';
import { type REST, type RESTPostAPIChatInputApplicationCommandsJSONBody, Routes } from 'discord.js';
import type { Logger } from '../logger.ts';
import { object, text } from '../storage/shape.ts';
import type { Namespace } from '../storage/store.ts';
import { problemOf } from './replies.ts';

type CommandBody = RESTPostAPIChatInputApplicationCommandsJSONBody;
type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined };

/** Digests of what was registered last, and of what the server showed of it then. */
export interface Registration {
  readonly ours: string;
  readonly theirs: string;
}

export const checkRegistration = object({ ours: text, theirs: text });

interface Options {
  readonly rest: Pick<REST, 'get' | 'put' | 'options'>;
  readonly applicationId: string;
  readonly commands: readonly CommandBody[];
  /** For servers that do not show commands as they were registered, or not at all. */
  readonly registrations: Pick<Namespace<Registration>, 'get' | 'set'>;
  readonly logger: Logger;
}

/**
 * Tells Discord our global commands, unless it has just these already: it shows them, or it shows what it showed when
 * they were registered.
 * @returns what was done; REST errors of the registration itself are thrown as they are
 */
export async function registerCommands(o: Options): Promise<'unchanged' | 'registered'> {
  const { rest, applicationId, commands, registrations, logger } = o;
  const route = Routes.applicationCommands(applicationId);
  const key = digest([rest.options.api, applicationId]);
  const shown = await show(o, route);
  const last = await registrations.get(key).catch((error: unknown) => {
    logger.warn('the last registration of commands cannot be read', { error });
    return undefined;
  });
  const isAsLeft = last?.ours === digest(commands) && last.theirs === digest(shown);
  if (isAsLeft || (Array.isArray(shown) && sameCommands(commands, shown))) {
    logger.debug('commands are registered already', { commands: commands.length });
    return 'unchanged';
  }
  await rest.put(route, { body: commands });
  logger.info('commands registered', { commands: commands.length });
  await registrations
    .set(key, { ours: digest(commands), theirs: digest(await show(o, route)) })
    .catch((error: unknown) => logger.warn('the registration of commands is not remembered', { error }));
  return 'registered';
}

/** The commands as the server shows them; null where it does not. */
async function show({ rest, logger }: Options, route: `/${string}`): Promise<unknown> {
  try {
    return (await rest.get(route, { query: new URLSearchParams({ with_localizations: 'true' }) })) ?? null;
  } catch (error) {
    logger.info('the server does not show its commands', { problem: problemOf(error) });
    return null;
  }
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

/** True if the server knows just these commands, whatever fields and defaults it adds to them. */
export function sameCommands(ours: readonly CommandBody[], theirs: readonly unknown[]): boolean {
  if (ours.length !== theirs.length) return false;
  const byName = new Map(theirs.map((command) => [(command as { name?: unknown }).name, command]));
  return ours.every((command) => {
    const known = byName.get(command.name);
    return known !== undefined && covers(toJson(known), toJson(command));
  });
}

/** Fields whose order means nothing. */
const SETS = new Set(['contexts', 'integration_types', 'channel_types']);

/**
 * Fields in which a difference matters even when our side leaves them out: an old choice or option left on the server
 * would otherwise stay for ever.
 */
const OWN_LISTS = new Set(['options', 'choices']);

/** Every field that we set has the same value there; what we leave out may have any default. */
function covers(theirs: Json | undefined, ours: Json | undefined, field?: string): boolean {
  if (ours === undefined) return isUnset(theirs) || !OWN_LISTS.has(field ?? '');
  if (isUnset(ours)) return isUnset(theirs);
  if (Array.isArray(ours)) {
    if (!Array.isArray(theirs) || theirs.length !== ours.length) return false;
    if (SETS.has(field ?? '')) return new Set([...ours, ...theirs]).size === new Set(ours).size;
    return ours.every((item, index) => covers(theirs[index], item));
  }
  if (ours !== null && typeof ours === 'object') {
    if (theirs === null || theirs === undefined || typeof theirs !== 'object' || Array.isArray(theirs))
      return false;
    const fields = new Set([...Object.keys(ours), ...OWN_LISTS]);
    return [...fields].every((key) => covers(theirs[key], ours[key], key));
  }
  return theirs === ours;
}

/** Null, false, absent and empty all mean "not set"; servers differ in which of them they send back. */
function isUnset(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === false) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** As it travels: a builder's bigint-free plain data without `undefined`. */
function toJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
