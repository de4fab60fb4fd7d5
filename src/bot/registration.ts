import { createHash } from 'node:crypto';
import { type REST, Routes } from 'discord.js';
import type { Logger } from '../logger.ts';
import { object, text } from '../storage/shape.ts';
import type { Namespace } from '../storage/store.ts';
import { problemOf } from './replies.ts';
import { type CommandBody, sameCommands } from './same-commands.ts';

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
