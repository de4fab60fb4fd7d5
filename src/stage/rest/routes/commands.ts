/** Application commands, global and of one guild: the same rows twice. */
import { ApiError } from '../../protocol/errors.ts';
import { readCommand, readCommands } from '../../rules/commands.ts';
import { commandsOf, putCommands, removeCommand, upsertCommand } from '../../world/commands.ts';
import type { Call, Route } from '../router.ts';
import { found } from '../router.ts';

/** `global`, or the guild's id. @throws ApiError 20012 another application, 50001 not in the guild */
type Scope = (call: Call) => string;

function ofApplication(call: Call): void {
  if (call.param('application') !== call.world.application.id) throw new ApiError(20012);
}

const globally: Scope = (call) => {
  ofApplication(call);
  return 'global';
};
const inGuild: Scope = (call) => {
  ofApplication(call);
  return found(call.world.guilds.get(call.param('guild')), 50001).id;
};

/** A list leaves the dictionaries out unless they are asked for. */
function withoutLocalizations<T>(part: T): T {
  return JSON.parse(JSON.stringify(part), (key: string, value: unknown) =>
    key === 'name_localizations' || key === 'description_localizations' ? undefined : value,
  );
}

function rows(base: string, scope: Scope): Route[] {
  const one = (call: Call) => found(commandsOf(call.world, scope(call)).get(call.param('command')), 10063);
  return [
    {
      method: 'GET',
      path: base,
      run: (call) => {
        const all = [...commandsOf(call.world, scope(call)).values()];
        return call.query.get('with_localizations') === 'true' ? all : all.map(withoutLocalizations);
      },
    },
    {
      method: 'PUT',
      path: base,
      run: (call) => putCommands(call.world, scope(call), readCommands(call.body)),
    },
    {
      method: 'POST',
      path: base,
      run: (call) => upsertCommand(call.world, scope(call), readCommand(call.body)),
    },
    { method: 'GET', path: `${base}/:command`, run: one },
    {
      method: 'PATCH',
      path: `${base}/:command`,
      run: (call) => {
        const old = one(call);
        const changed = readCommand({ ...old, ...(call.body as object) });
        return upsertCommand(call.world, scope(call), changed, old.id);
      },
    },
    {
      method: 'DELETE',
      path: `${base}/:command`,
      run: (call) => removeCommand(call.world, scope(call), one(call).id),
    },
  ];
}

export const commandRoutes: readonly Route[] = [
  ...rows('/applications/:application/commands', globally),
  ...rows('/applications/:application/guilds/:guild/commands', inGuild),
];
