/** Guilds, their members, roles, channels and voice states, to be read. */
import { ApiError } from '../../protocol/errors.ts';
import { removeGuild } from '../../world/guilds.ts';
import { apiChannel, apiGuild, apiMember, apiRole, apiVoiceState } from '../../world/render.ts';
import type { Guild } from '../../world/state.ts';
import type { Call, Route } from '../router.ts';
import { found } from '../router.ts';

function guildOf({ world, param }: Call): Guild {
  return found(world.guilds.get(param('guild')), 10004);
}

function userOf(call: Call): string {
  const id = call.param('user');
  return id === '@me' ? call.world.application.id : id;
}

export const guildRoutes: readonly Route[] = [
  { method: 'GET', path: '/guilds/:guild', run: (call) => apiGuild(guildOf(call)) },
  {
    method: 'GET',
    path: '/guilds/:guild/channels',
    run: (call) => [...guildOf(call).channels.values()].map(apiChannel),
  },
  {
    method: 'GET',
    path: '/guilds/:guild/roles',
    run: (call) => [...guildOf(call).roles.values()].map(apiRole),
  },
  {
    method: 'GET',
    path: '/guilds/:guild/members/:user',
    run: (call) => apiMember(call.world, found(guildOf(call).members.get(userOf(call)), 10007)),
  },
  {
    method: 'GET',
    path: '/guilds/:guild/voice-states/:user',
    run: (call) => {
      const guild = guildOf(call);
      return apiVoiceState(call.world, guild, found(guild.voice.get(userOf(call)), 10065));
    },
  },
  {
    method: 'DELETE',
    path: '/users/@me/guilds/:guild',
    run: (call) => {
      const guild = guildOf(call);
      if (guild.ownerId === call.world.application.id) throw new ApiError(50013);
      removeGuild(call.world, call.voice, guild);
    },
  },
];
