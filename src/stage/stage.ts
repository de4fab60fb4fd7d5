/** The stage put together: world, REST, gateway, CDN and voice on 127.0.0.1, and the handles to act on it. */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { AppError, messageOf } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { type Cdn, createCdn } from './cdn.ts';
import { createCertificate } from './certificate.ts';
import type { CdnFault, FaultOrder, PlacedFault, RestFault } from './faults.ts';
import { createGateway, type GatewayControls } from './gateway/server.ts';
import { createGuildHandle, type GuildHandle } from './guild-handle.ts';
import { createMember, type StageMember } from './member/member.ts';
import { timeout, until, type WaitOptions } from './member/waiting.ts';
import { bits, type PermissionName } from './protocol/permissions.ts';
import { urlOf } from './request-url.ts';
import { createRest, type RequestRecord } from './rest/server.ts';
import type { CreateVoiceServer, VoiceListener, VoiceServer } from './voice-contract.ts';
import { addMember, announceGuild, createChannel, createUser, foundGuild } from './world/guilds.ts';
import { createSnowflakes } from './world/snowflake.ts';
import type { World, WorldEvent } from './world/state.ts';

/** What an invite link of a music bot asks for. */
const MUSIC_BOT: readonly PermissionName[] = [
  'VIEW_CHANNEL',
  'SEND_MESSAGES',
  'EMBED_LINKS',
  'ATTACH_FILES',
  'READ_MESSAGE_HISTORY',
  'CONNECT',
  'SPEAK',
];
const CONNECT_TIMEOUT_MS = 30_000;
/** As with Nitro, so that a member can send what the application must refuse. */
const UPLOAD_LIMIT_BYTES = 100 * 1_048_576;

/** More to serve on the same port, such as the page. */
export interface Site {
  /** True when it answered, or will. */
  handle(request: IncomingMessage, response: ServerResponse, url: URL): boolean;
  /** True when it took the WebSocket handshake over. */
  upgrade?(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
}

export interface StageSettings {
  /** 0, the default: any free port. */
  readonly port?: number;
  readonly logger: Logger;
  /** Founds a guild with a text channel, a voice channel and its owner; true by default. */
  readonly seedGuild?: boolean;
  /** Milliseconds since the epoch; a test may run ahead of time. */
  readonly now?: () => number;
  /** Random bytes for ids and secrets. */
  readonly random?: (bytes: number) => Uint8Array;
  readonly heartbeatIntervalMs?: number;
  readonly resumeWindowMs?: number;
  readonly attachmentLifetimeMs?: number;
  readonly privilegedIntents?: boolean;
}

export interface Misbehaviour {
  readonly gateway: GatewayControls;
  rest(order: FaultOrder<RestFault>): PlacedFault;
  cdn(order: FaultOrder<CdnFault>): PlacedFault;
  /** All URLs given out so far for the attachment answer 404. @param attachment its id or one of its URLs */
  expireAttachment(attachment: string): void;
}

export interface Stage<V extends VoiceServer = VoiceServer> {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** DISCORD_API: `http://127.0.0.1:PORT/api`. */
  readonly apiBase: string;
  readonly botToken: string;
  readonly applicationId: string;
  /** What a client must trust to reach the voice server. */
  readonly certificatePem: string;
  readonly voice: V;
  readonly world: World;
  /** The first guild. @throws AppError `stage.refused` when there is none */
  readonly guild: GuildHandle;
  readonly misbehave: Misbehaviour;
  /** The REST requests that came, the oldest first. */
  readonly requests: readonly RequestRecord[];
  /** @param o.botPermissions of the application's role; by default what a music bot is invited with */
  createGuild(o: { name: string; botPermissions?: readonly PermissionName[] }): GuildHandle;
  /** A person, member of every guild there is; more guilds with `GuildHandle.addMember`. */
  createUser(name: string, o?: { locale?: string; uploadLimitBytes?: number }): StageMember<ListenerOf<V>>;
  /** Resolves when the application is logged in. @throws AppError `stage.timeout` */
  connected(o?: WaitOptions): Promise<void>;
  /** Called after each change of the world; returns how to stop. */
  onChange(listener: () => void): () => void;
  mount(site: Site): void;
  close(): Promise<void>;
}

type ListenerOf<V> = V extends VoiceServer<infer L> ? L : VoiceListener;

/** @param createVoice makes the voice server with the stage's certificate */
export async function assembleStage<V extends VoiceServer>(
  createVoice: CreateVoiceServer<V>,
  o: StageSettings,
): Promise<Stage<V>> {
  const { logger, now = Date.now, random = randomBytes } = o;
  const secret = (bytes: number) => Buffer.from(random(bytes)).toString('base64url');
  const nextId = createSnowflakes(now);
  const closing = new AbortController();
  const certificate = await createCertificate(Date.now());
  const voice = await createVoice({ logger, certificate });
  const botId = nextId();

  const { onChange, touch } = createBell();
  const site: Site[] = [];
  const origin = () => `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const files: World['files'] = new Map();
  const cdn: Cdn = createCdn({
    now,
    key: secret(32),
    lifetimeMs: o.attachmentLifetimeMs ?? 24 * 3_600_000,
    origin,
    files,
    closed: closing.signal,
  });
  const world: World = {
    application: {
      id: botId,
      name: 'Ragamala',
      // Discord's shape: the id in base64, a timestamp, a secret.
      token: `${Buffer.from(botId).toString('base64url')}.${secret(4)}.${secret(28)}`,
      publicKey: Buffer.from(random(32)).toString('hex'),
    },
    users: new Map(),
    guilds: new Map(),
    messages: new Map(),
    files,
    interactions: new Map(),
    commands: new Map(),
    now,
    nextId,
    secret,
    fileUrl: cdn.url,
    publish: (event: WorldEvent) => {
      gateway.dispatch(event);
      touch();
    },
    touch,
  };
  createUser(world, { id: botId, name: world.application.name, bot: true });

  const rest = createRest({ world, voice, origin, logger, closed: closing.signal });
  const gateway = createGateway({
    world,
    voice,
    origin,
    logger,
    heartbeatIntervalMs: o.heartbeatIntervalMs ?? 41_250,
    resumeWindowMs: o.resumeWindowMs ?? 60_000,
    privilegedIntents: o.privilegedIntents ?? false,
  });

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = urlOf(request);
    if (url === undefined) return void response.writeHead(400).end();
    if (rest.serves(url.pathname)) return rest.handle(request, response, url);
    if (cdn.serves(url.pathname)) return cdn.handle(request, response, url);
    if (site.some((one) => one.handle(request, response, url))) return;
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found');
  };
  const http = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (!closing.signal.aborted) logger.warn('stage: a request failed', { problem: messageOf(error) });
      response.destroy();
    });
  });
  // Longer than any client keeps an idle connection, so that none is closed under a request.
  http.keepAliveTimeout = 120_000;
  // Sockets are kept to be cut at close: a client's keep-alive would hold the port.
  const sockets = new Set<Socket>();
  http.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  http.on('upgrade', (request, socket, head) => {
    const pathname = urlOf(request)?.pathname;
    if (pathname === '/gateway' || pathname === '/gateway/') gateway.upgrade(request, socket, head);
    else if (!site.some((one) => one.upgrade?.(request, socket, head))) socket.destroy();
  });
  try {
    await listen(http, o.port ?? 0);
  } catch (error) {
    await voice.close();
    throw error;
  }

  const createGuild: Stage<V>['createGuild'] = ({ name, botPermissions = MUSIC_BOT }) => {
    const owner = createUser(world, { name: `${name} owner` });
    const allowed = bits(...botPermissions);
    const guild = foundGuild(world, { name, ownerId: owner.id, botPermissions: allowed });
    createChannel(world, guild, { name: 'general', type: 0 });
    createChannel(world, guild, { name: 'Listening room', type: 2 });
    announceGuild(world, guild);
    return createGuildHandle({ world, voice, closed: closing.signal }, guild);
  };
  if (o.seedGuild ?? true) createGuild({ name: 'Ragamala' });

  return {
    origin: origin(),
    apiBase: `${origin()}/api`,
    botToken: world.application.token,
    applicationId: botId,
    certificatePem: certificate.certPem,
    voice,
    world,
    get guild() {
      const first = world.guilds.values().next().value;
      if (first === undefined) throw new AppError('stage.refused', { why: 'there is no guild' });
      return createGuildHandle({ world, voice, closed: closing.signal }, first);
    },
    misbehave: {
      gateway: gateway.controls,
      rest: rest.faults.place,
      cdn: cdn.faults.place,
      expireAttachment: (attachment) =>
        cdn.expire(
          attachment.includes('/') ? (new URL(attachment).pathname.split('/').at(-2) ?? '') : attachment,
        ),
    },
    requests: rest.log,
    createGuild,
    createUser(name, { locale = 'en-US', uploadLimitBytes = UPLOAD_LIMIT_BYTES } = {}) {
      const user = createUser(world, { name, locale });
      for (const guild of world.guilds.values()) addMember(world, guild, user.id);
      // V's listeners are what V's addListener gives; the compiler cannot see through the conditional type.
      const typed = voice as unknown as VoiceServer<ListenerOf<V> & VoiceListener>;
      return createMember({ world, voice: typed, onChange }, user, { uploadLimitBytes });
    },
    async connected({ timeoutMs = CONNECT_TIMEOUT_MS, ...rest } = {}) {
      const late = () => timeout('the application to log in', timeoutMs);
      await until(onChange, () => gateway.connected > 0 || undefined, { ...rest, timeoutMs, late });
    },
    onChange,
    mount: (more) => void site.push(more),
    async close() {
      closing.abort();
      gateway.close();
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => http.close(() => resolve()));
      await voice.close();
    },
  };
}

/** Rings once for all changes of one turn, so that nobody looks while something is half done. */
function createBell(): { onChange: (listener: () => void) => () => void; touch: () => void } {
  const listeners = new Set<() => void>();
  let rung = false;
  return {
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    touch() {
      if (rung) return;
      rung = true;
      queueMicrotask(() => {
        rung = false;
        for (const listener of [...listeners]) listener();
      });
    },
  };
}

function listen(http: ReturnType<typeof createServer>, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', (cause) => {
      const remedy = 'Set STAGE_PORT to a free port, or to 0 for any.';
      reject(new AppError('stage.port_taken', { port, problem: messageOf(cause), remedy }, { cause }));
    });
    http.listen(port, '127.0.0.1', resolve);
  });
}
