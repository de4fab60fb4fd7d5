/** One socket of the gateway: hello, heartbeats, limits, and telling the server what the client asks for. */
import type { RawData, WebSocket } from 'ws';
import { LIMIT } from '../protocol/limits.ts';
import { CLOSE, OP } from '../protocol/numbers.ts';
import { isObject, type Json } from '../rules/fields.ts';

export interface Connection {
  send(payload: string): void;
  sendOp(op: number, d: unknown): void;
  close(code: number, reason?: string): void;
  /** Without a closing handshake, as when a cable is cut. */
  terminate(): void;
  readonly open: boolean;
}

/** What the server does about it; each may close the connection. */
export interface ConnectionHandlers {
  identify(d: Json): void;
  resume(d: Json): void;
  voiceState(d: Json): void;
  requestMembers(d: Json): void;
  /** Whether the beat is to be acknowledged. */
  acknowledges(): boolean;
  authenticated(): boolean;
  /** @param code of the close frame, 1006 without one */
  closed(code: number): void;
}

export interface ConnectionTimings {
  readonly heartbeatIntervalMs: number;
  readonly now: () => number;
}

export function serveConnection(
  socket: WebSocket,
  handlersOf: (connection: Connection) => ConnectionHandlers,
  timings: ConnectionTimings,
): Connection {
  const { heartbeatIntervalMs, now } = timings;
  const connection: Connection = {
    send: (payload) => {
      if (socket.readyState === socket.OPEN) socket.send(payload);
    },
    sendOp: (op, d) => connection.send(JSON.stringify({ op, d, s: null, t: null })),
    close: (code, reason = '') => {
      socket.close(code, reason);
    },
    terminate: () => socket.terminate(),
    get open() {
      return socket.readyState === socket.OPEN;
    },
  };
  const handlers = handlersOf(connection);

  // A client that stops beating is dead: half an interval of grace.
  let watch: NodeJS.Timeout;
  const beat = () => {
    clearTimeout(watch);
    watch = setTimeout(
      () => connection.close(CLOSE.SESSION_TIMED_OUT, 'Session timed out.'),
      heartbeatIntervalMs * 1.5,
    );
    watch.unref();
  };

  const operations: Readonly<Record<number, (d: Json) => void>> = {
    [OP.IDENTIFY]: handlers.identify,
    [OP.RESUME]: handlers.resume,
    [OP.VOICE_STATE_UPDATE]: handlers.voiceState,
    [OP.REQUEST_GUILD_MEMBERS]: handlers.requestMembers,
    [OP.PRESENCE_UPDATE]: () => {},
  };

  let sent = 0;
  let windowEnds = now() + LIMIT.gatewayWindowMs;
  socket.on('message', (data: RawData, isBinary: boolean) => {
    if (!connection.open) return;
    if (now() >= windowEnds) {
      sent = 0;
      windowEnds = now() + LIMIT.gatewayWindowMs;
    }
    sent += 1;
    if (sent > LIMIT.gatewaySends) return connection.close(CLOSE.RATE_LIMITED, 'You are being rate limited.');
    const payload = isBinary ? undefined : readPayload(data);
    if (payload === undefined) return connection.close(CLOSE.DECODE_ERROR, 'Error while decoding payload.');
    const { op, d } = payload;
    if (op === OP.HEARTBEAT) {
      beat();
      if (handlers.acknowledges()) connection.sendOp(OP.HEARTBEAT_ACK, null);
      return;
    }
    const operation = operations[op];
    if (operation === undefined) return connection.close(CLOSE.UNKNOWN_OPCODE, 'Unknown opcode.');
    const opens = op === OP.IDENTIFY || op === OP.RESUME;
    if (opens && handlers.authenticated())
      return connection.close(CLOSE.ALREADY_AUTHENTICATED, 'Already authenticated.');
    if (!opens && !handlers.authenticated())
      return connection.close(CLOSE.NOT_AUTHENTICATED, 'Not authenticated.');
    if (!isObject(d)) return connection.close(CLOSE.DECODE_ERROR, 'Error while decoding payload.');
    operation(d);
  });
  socket.on('close', (code) => {
    clearTimeout(watch);
    handlers.closed(code);
  });
  // The close that follows says all there is to say.
  socket.on('error', () => {});

  connection.sendOp(OP.HELLO, { heartbeat_interval: heartbeatIntervalMs, _trace: ['stage'] });
  beat();
  return connection;
}

function readPayload(data: RawData): { op: number; d: unknown } | undefined {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer);
  if (bytes.length > LIMIT.gatewayPayloadBytes) return undefined;
  try {
    const payload: unknown = JSON.parse(bytes.toString('utf8'));
    return isObject(payload) && typeof payload.op === 'number' ? { op: payload.op, d: payload.d } : undefined;
  } catch {
    return undefined;
  }
}
