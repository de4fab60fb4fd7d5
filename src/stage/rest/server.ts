/** The REST API over HTTP: log, faults, token, rate limits, route, answer. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import { createFaults, type Faults, type RestFault } from '../faults.ts';
import { ApiError } from '../protocol/errors.ts';
import type { VoiceServer } from '../voice-contract.ts';
import type { World } from '../world/state.ts';
import { readBody } from './body.ts';
import { createRateLimits, limitedHeaders } from './rate-limits.ts';
import { createRouter, paramOf, type Route } from './router.ts';
import { applicationRoutes } from './routes/application.ts';
import { channelRoutes } from './routes/channels.ts';
import { commandRoutes } from './routes/commands.ts';
import { guildRoutes } from './routes/guilds.ts';
import { interactionRoutes } from './routes/interactions.ts';

const ROUTES: readonly Route[] = [
  ...applicationRoutes,
  ...commandRoutes,
  ...interactionRoutes,
  ...channelRoutes,
  ...guildRoutes,
];
/** Older entries of the log are forgotten. */
const LOG_LENGTH = 10_000;

export interface RequestRecord {
  readonly method: string;
  /** Without `/api/v10` and query. */
  readonly path: string;
  /** The table's row, e.g. `/webhooks/:application/:token`; undefined for an unknown one. */
  readonly route: string | undefined;
  /** 0 when the connection was cut by order. */
  readonly status: number;
  /** Milliseconds since the epoch when it came, and how long the answer took. */
  readonly at: number;
  readonly ms: number;
}

export interface Rest {
  readonly faults: Faults<RestFault>;
  readonly log: readonly RequestRecord[];
  serves(pathname: string): boolean;
  handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export function createRest(o: {
  world: World;
  voice: VoiceServer;
  origin: () => string;
  logger: Logger;
  closed: AbortSignal;
}): Rest {
  const { world, logger } = o;
  const faults = createFaults<RestFault>();
  const log: RequestRecord[] = [];
  const route = createRouter(ROUTES);
  const allow = createRateLimits(world.now);

  const answer = async (
    request: IncomingMessage,
    method: string,
    path: string,
    url: URL,
  ): Promise<Answer> => {
    const match = route(method, path);
    if (match === undefined) throw new ApiError(0);
    const authorised = request.headers.authorization === `Bot ${world.application.token}`;
    if (!match.route.open && !authorised)
      return { status: 401, body: { message: '401: Unauthorized', code: 0 } };
    const verdict = allow(match);
    if (!verdict.allowed) return rateLimited(verdict.retryAfterS, verdict.global, verdict.headers);
    const { headers } = verdict;
    try {
      const { body, parts } = await readBody(request);
      const param = paramOf(match);
      const result = await match.route.run({
        world,
        voice: o.voice,
        origin: o.origin(),
        param,
        query: url.searchParams,
        body,
        parts,
      });
      return result === undefined ? { status: 204, headers } : { status: 200, body: result, headers };
    } catch (error) {
      if (error instanceof ApiError) return { status: error.status, body: error, headers };
      throw error;
    }
  };

  const respond = async (
    request: IncomingMessage,
    method: string,
    path: string,
    url: URL,
  ): Promise<Answer> => {
    try {
      return await answer(request, method, path, url);
    } catch (error) {
      if (error instanceof ApiError) return { status: error.status, body: error };
      // A client that went away in the middle of its upload gets no answer anyway.
      if (!request.destroyed || request.complete)
        logger.error('stage: a route failed', { method, path: url.pathname, problem: messageOf(error) });
      return { status: 500, body: { message: '500: Internal Server Error', code: 0 } };
    }
  };

  return {
    faults,
    log,
    serves: (pathname) => pathname.startsWith('/api/'),
    async handle(request, response, url) {
      const at = world.now();
      const method = request.method ?? 'GET';
      const path = url.pathname.replace(/^\/api(\/v10)?(?=\/)/, '');
      const record = (status: number) => {
        log.push({ method, path, route: route(method, path)?.route.path, status, at, ms: world.now() - at });
        if (log.length > LOG_LENGTH) log.shift();
      };
      const fault = faults.strike(method, path);
      if (fault?.kind === 'drop' || fault?.kind === 'reset') {
        record(0);
        if (fault.kind === 'reset') request.socket.resetAndDestroy();
        else request.socket.destroy();
        return;
      }
      if (fault?.kind === 'delay') await sleep(fault.ms, undefined, { signal: o.closed });
      const { status, body, headers } =
        (fault && answerOfFault(fault)) ?? (await respond(request, method, path, url));
      record(status);
      request.resume();
      if (body === undefined) response.writeHead(status, { ...headers }).end();
      else
        response
          .writeHead(status, { 'content-type': 'application/json', ...headers })
          .end(JSON.stringify(body));
    },
  };
}

function rateLimited(
  retryAfterS: number,
  global: boolean,
  headers: Readonly<Record<string, string>>,
): Answer {
  return {
    status: 429,
    headers,
    body: { message: 'You are being rate limited.', retry_after: retryAfterS, global },
  };
}

function answerOfFault(fault: RestFault): Answer | undefined {
  if (fault.kind === 'status')
    return {
      status: fault.status,
      body: { message: `${fault.status}: The stage was told to fail`, code: 0 },
    };
  if (fault.kind !== 'rate-limit') return undefined;
  const global = fault.global ?? false;
  return rateLimited(
    fault.retryAfterS,
    global,
    limitedHeaders(fault.retryAfterS, global ? 'global' : 'user'),
  );
}
