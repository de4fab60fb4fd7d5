/** The application's commands, as registered. A command of the same name and type keeps its id. */
import type { APIApplicationCommand, RESTPostAPIApplicationCommandsJSONBody } from 'discord.js';
import { ApiError } from '../protocol/errors.ts';
import { LIMIT } from '../protocol/limits.ts';
import type { World } from './state.ts';

/** @param scope `global` or a guild's id */
export function commandsOf(world: World, scope: string): Map<string, APIApplicationCommand> {
  const known = world.commands.get(scope);
  if (known !== undefined) return known;
  const fresh = new Map<string, APIApplicationCommand>();
  world.commands.set(scope, fresh);
  return fresh;
}

/** Those a member of the guild sees; a guild's command hides a global one of its name. */
export function commandsSeenIn(world: World, guildId: string): APIApplicationCommand[] {
  const own = [...commandsOf(world, guildId).values()];
  const hidden = new Set(own.map((command) => command.name));
  return [...own, ...[...commandsOf(world, 'global').values()].filter(({ name }) => !hidden.has(name))];
}

/** Replaces all commands of the scope. */
export function putCommands(
  world: World,
  scope: string,
  bodies: readonly RESTPostAPIApplicationCommandsJSONBody[],
): APIApplicationCommand[] {
  const old = [...commandsOf(world, scope).values()];
  const fresh = bodies.map((body) => {
    const same = old.find(({ name, type }) => name === body.name && type === (body.type ?? 1));
    return register(world, scope, body, same?.id);
  });
  world.commands.set(scope, new Map(fresh.map((command) => [command.id, command])));
  world.touch();
  return fresh;
}

/** Adds a command or replaces the one of its name and type. @throws ApiError 30032 at the limit */
export function upsertCommand(
  world: World,
  scope: string,
  body: RESTPostAPIApplicationCommandsJSONBody,
  id?: string,
): APIApplicationCommand {
  const known = commandsOf(world, scope);
  const same = [...known.values()].find(
    (one) => one.id === id || (one.name === body.name && one.type === (body.type ?? 1)),
  );
  if (same === undefined && known.size >= LIMIT.commands) throw new ApiError(30032);
  const command = register(world, scope, body, same?.id);
  known.set(command.id, command);
  world.touch();
  return command;
}

export function removeCommand(world: World, scope: string, id: string): void {
  commandsOf(world, scope).delete(id);
  world.touch();
}

function register(
  world: World,
  scope: string,
  body: RESTPostAPIApplicationCommandsJSONBody,
  id: string | undefined,
): APIApplicationCommand {
  return {
    ...body,
    id: id ?? world.nextId(),
    application_id: world.application.id,
    version: world.nextId(),
    type: body.type ?? 1,
    description: ('description' in body ? body.description : undefined) ?? '',
    name_localizations: body.name_localizations ?? null,
    description_localizations: body.description_localizations ?? null,
    default_member_permissions: body.default_member_permissions?.toString() ?? null,
    nsfw: body.nsfw ?? false,
    ...(scope === 'global'
      ? {
          dm_permission: true,
          contexts: body.contexts ?? null,
          integration_types: body.integration_types ?? [0],
        }
      : { guild_id: scope }),
  } as APIApplicationCommand;
}
