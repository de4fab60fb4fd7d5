/**
 * The gateway: sessions and who is connected to them. A session outlives its socket for a while, so that the
 * client can RESUME; when it ends, the application leaves its voice channels.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Logger } from '../../logger.ts';
import { CLOSE, INTENT, OP, VOICE_CLOSE } from '../protocol/numbers.ts';
import { urlOf } from '../request-url.ts';
import type { VoiceServer } from '../voice-contract.ts';
import { apiGuildCreate, apiUser } from '../world/render.ts';
import type { World, WorldEvent } from '../world/state.ts';
import { fulfilWish, leave } from '../world/voice.ts';
import { type Connection, type ConnectionHandlers, serveConnection } from './connection.ts';
import { identifyProblem, membersChunk, readShard } from './requests.ts';
import { createSession, type Session, shardOf } from './session.ts';

/** Larger frames are cut by the WebSocket layer; those between are answered with 4002. */
const MAX_FRAME_BYTES = 1_048_576;

export interface GatewayControls {
  /** Closes every connection with this code. */
  close(code: number): void;
  /** Cuts every connection without a word. */
  cut(): void;
  /** While true no heartbeat is acknowledged. */
  ignoreHeartbeats(on: boolean): void;
  /** Op 7: asks clients to reconnect and resume. */
  reconnect(): void;
  /** Op 9. @param resumable false also ends the sessions */
  invalidate(resumable: boolean): void;
  /** The next so many connections are cut at once. */
  refuse(times: number): void;
  /** The next so many op 4 are not answered. */
  ignoreVoiceRequests(times: number): void;
}

export interface Gateway {
  readonly controls: GatewayControls;
  /** Sessions with a client connected to them now. */
  readonly connected: number;
  dispatch(event: WorldEvent): void;
  /** Takes over a WebSocket handshake on `/gateway`. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
}

interface Seat {
  readonly session: Session;
  connection: Connection | undefined;
  expiry: NodeJS.Timeout | undefined;
}

export interface GatewayOptions {
  readonly world: World;
  readonly voice: VoiceServer;
  readonly origin: () => string;
  readonly logger: Logger;
  readonly heartbeatIntervalMs: number;
  /** How long a session waits for its client to come back. */
  readonly resumeWindowMs: number;
  /** Whether GUILD_MEMBERS, GUILD_PRESENCES and MESSAGE_CONTENT were granted. */
  readonly privilegedIntents: boolean;
}

export function createGateway(o: GatewayOptions): Gateway {
  const { world, voice, logger } = o;
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES });
  const seats = new Map<string, Seat>();
  let [refusals, ignoredWishes, ignoresHeartbeats] = [0, 0, false];

  const end = (seat: Seat) => {
    clearTimeout(seat.expiry);
    seats.delete(seat.session.id);
    for (const guild of world.guilds.values())
      if (guild.voice.get(world.application.id)?.sessionId === seat.session.id)
        leave(world, voice, guild, world.application.id, VOICE_CLOSE.DISCONNECTED);
  };

  /** The client is gone, or no longer heard: the session waits for it. */
  const detach = (seat: Seat) => {
    seat.connection = undefined;
    seat.expiry = setTimeout(() => end(seat), o.resumeWindowMs).unref();
  };

  const sendReady = (seat: Seat, connection: Connection) => {
    const { session } = seat;
    const me = world.users.get(world.application.id);
    const guilds = [...world.guilds.values()].filter(
      (guild) => shardOf(guild.id, session.shard[1]) === session.shard[0],
    );
    connection.send(
      session.own('READY', {
        v: 10,
        user: me && { ...apiUser(me), verified: true, mfa_enabled: false, email: null },
        guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
        session_id: session.id,
        resume_gateway_url: `${o.origin().replace(/^http/, 'ws')}/gateway`,
        session_type: 'normal',
        shard: session.shard,
        application: { id: world.application.id, flags: 0 },
        private_channels: [],
        presences: [],
        relationships: [],
        user_settings: {},
      }),
    );
    if (!(session.intents & INTENT.GUILDS)) return;
    const everyone = (session.intents & INTENT.GUILD_PRESENCES) !== 0;
    for (const guild of guilds)
      connection.send(
        session.own('GUILD_CREATE', apiGuildCreate(world, guild, world.application.id, everyone)),
      );
  };

  const handlersOf = (connection: Connection): ConnectionHandlers => {
    let seat: Seat | undefined;
    const refused = (token: unknown) => {
      if (typeof token === 'string' && token.replace(/^Bot /, '') === world.application.token) return false;
      connection.close(CLOSE.AUTHENTICATION_FAILED, 'Authentication failed.');
      return true;
    };
    return {
      authenticated: () => seat?.connection === connection,
      acknowledges: () => !ignoresHeartbeats,
      identify(d) {
        if (refused(d.token)) return;
        const problem = identifyProblem(d, o.privilegedIntents);
        if (problem !== undefined) return connection.close(problem.code, problem.reason);
        const shard = readShard(d.shard);
        if (shard === undefined) return connection.close(CLOSE.INVALID_SHARD, 'Invalid shard.');
        const id = Buffer.from(world.secret(24), 'base64url').toString('hex').slice(0, 32);
        const intents = Number(d.intents);
        seat = {
          session: createSession({ id, intents, shard, botId: world.application.id }),
          connection,
          expiry: undefined,
        };
        seats.set(id, seat);
        sendReady(seat, connection);
        world.touch();
      },
      resume(d) {
        if (refused(d.token)) return;
        const known = seats.get(String(d.session_id));
        const missed = known?.session.since(Number(d.seq));
        if (known === undefined || missed === undefined) return connection.sendOp(OP.INVALID_SESSION, false);
        clearTimeout(known.expiry);
        // A second socket takes the session over from the first.
        const former = known.connection;
        known.connection = connection;
        former?.terminate();
        seat = known;
        for (const payload of missed) connection.send(payload);
        connection.send(known.session.own('RESUMED', {}));
        world.touch();
      },
      voiceState(d) {
        const guild = world.guilds.get(String(d.guild_id));
        if (seat === undefined || guild === undefined) return;
        if (ignoredWishes > 0) {
          ignoredWishes -= 1;
          return;
        }
        fulfilWish(world, voice, guild, seat.session.id, {
          channelId: typeof d.channel_id === 'string' ? d.channel_id : null,
          selfMute: d.self_mute === true,
          selfDeaf: d.self_deaf === true,
        });
      },
      requestMembers(d) {
        const guild = world.guilds.get(String(d.guild_id));
        if (seat === undefined || guild === undefined) return;
        connection.send(seat.session.own('GUILD_MEMBERS_CHUNK', membersChunk(world, guild.id, d)));
      },
      closed(code) {
        if (seat === undefined || seat.connection !== connection) return;
        // 1000 and 1001 from the client end the session; anything else leaves it to be resumed.
        if (code === 1_000 || code === 1_001) end(seat);
        else detach(seat);
        world.touch();
      },
    };
  };

  const each = (act: (connection: Connection, seat: Seat) => void) => {
    for (const seat of [...seats.values()]) if (seat.connection) act(seat.connection, seat);
  };

  return {
    get connected() {
      return [...seats.values()].filter((seat) => seat.connection?.open).length;
    },
    dispatch(event) {
      for (const seat of seats.values()) {
        const payload = seat.session.take(event);
        if (payload !== undefined) seat.connection?.send(payload);
      }
    },
    upgrade(request, socket, head) {
      if (refusals > 0) {
        refusals -= 1;
        socket.destroy();
        return;
      }
      server.handleUpgrade(request, socket, head, (webSocket) => {
        const query = urlOf(request)?.searchParams ?? new URLSearchParams();
        const version = query.get('v');
        if (version !== null && version !== '10')
          return webSocket.close(CLOSE.INVALID_API_VERSION, 'Invalid API version.');
        if ((query.get('encoding') ?? 'json') !== 'json' || query.has('compress'))
          return webSocket.close(CLOSE.DECODE_ERROR, 'The stage speaks plain JSON: no etf, no compression.');
        logger.debug('stage: gateway connection');
        return void serveConnection(webSocket, handlersOf, {
          heartbeatIntervalMs: o.heartbeatIntervalMs,
          now: world.now,
        });
      });
    },
    close() {
      for (const seat of seats.values()) clearTimeout(seat.expiry);
      for (const client of server.clients) client.terminate();
      seats.clear();
      server.close();
    },
    controls: {
      close: (code) => each((connection) => connection.close(code)),
      cut: () => each((connection) => connection.terminate()),
      reconnect: () => each((connection) => connection.sendOp(OP.RECONNECT, null)),
      invalidate: (resumable) =>
        each((connection, seat) => {
          connection.sendOp(OP.INVALID_SESSION, resumable);
          // The client may resume or identify on the same socket.
          detach(seat);
          if (!resumable) end(seat);
        }),
      ignoreHeartbeats: (on) => {
        ignoresHeartbeats = on;
      },
      refuse: (times) => {
        refusals = times;
      },
      ignoreVoiceRequests: (times) => {
        ignoredWishes = times;
      },
    },
  };
}
