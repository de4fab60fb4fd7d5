/** The application itself, its user, and the way to the gateway. */
import { ApiError } from '../../protocol/errors.ts';
import { apiUser } from '../../world/render.ts';
import type { Call, Route } from '../router.ts';
import { found } from '../router.ts';

const SESSION_START_LIMIT = { total: 1_000, remaining: 1_000, reset_after: 86_400_000, max_concurrency: 16 };

function me({ world }: Call) {
  return apiUser(found(world.users.get(world.application.id), 10013));
}

function application({ world }: Call) {
  const { id, name, publicKey } = world.application;
  return {
    id,
    name,
    icon: null,
    description: '',
    summary: '',
    type: null,
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: publicKey,
    flags: 0,
    hook: true,
    integration_types_config: { 0: {} },
    owner: { id, username: 'stage', global_name: null, discriminator: '0', avatar: null },
    team: null,
    approximate_guild_count: world.guilds.size,
    redirect_uris: [],
    interactions_endpoint_url: null,
  };
}

function gatewayUrl({ origin }: Call): string {
  return `${origin.replace(/^http/, 'ws')}/gateway`;
}

export const applicationRoutes: readonly Route[] = [
  { method: 'GET', path: '/gateway', open: true, run: (call) => ({ url: gatewayUrl(call) }) },
  {
    method: 'GET',
    path: '/gateway/bot',
    run: (call) => ({ url: gatewayUrl(call), shards: 1, session_start_limit: SESSION_START_LIMIT }),
  },
  { method: 'GET', path: '/users/@me', run: me },
  {
    method: 'GET',
    path: '/users/@me/guilds',
    run: ({ world }) =>
      [...world.guilds.values()].map(({ id, name }) => ({ id, name, icon: null, features: [] })),
  },
  {
    method: 'GET',
    path: '/users/:user',
    run: ({ world, param }) => apiUser(found(world.users.get(param('user')), 10013)),
  },
  { method: 'GET', path: '/applications/@me', run: application },
  { method: 'GET', path: '/oauth2/applications/@me', run: application },
  {
    method: 'GET',
    path: '/applications/:application',
    run: (call) => {
      if (call.param('application') !== call.world.application.id) throw new ApiError(20012);
      return application(call);
    },
  },
];
