/** The voice gateway's WebSocket, version 8, over TLS: what one client says and what it is answered. */
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { Logger } from '../../logger.ts';
import { urlOf } from '../request-url.ts';
import type { Certificate } from '../voice-contract.ts';
import type { Faults } from './misbehaviour.ts';
import { DAVE_VERSION, VoiceClose, VoiceOp } from './opcodes.ts';
import type { Session } from './session.ts';
import { isTransportMode, type TransportMode } from './transport.ts';

/** What the client says of itself in Identify and Resume; nothing of it is trusted. */
export interface Claims {
  readonly server_id?: unknown;
  readonly user_id?: unknown;
  readonly session_id?: unknown;
  readonly token?: unknown;
  readonly max_dave_protocol_version?: unknown;
}

/** Who may connect and what becomes of a session; the voice server behind the gateway. */
export interface Sessions {
  /** @returns a new session, or the close code */
  identify(claims: Claims): Session | number;
  /** @returns the running session, or the close code */
  resume(claims: Claims): Session | number;
  /** Media is agreed on: into the channel. */
  enter(session: Session): void;
  /** Anything else the client says. @returns false for an opcode that is none of a client's */
  receive(session: Session, op: number, payload: object): boolean;
  /** The socket is gone. @param resumable by its close code */
  lost(session: Session, resumable: boolean): void;
}

export interface Gateway {
  readonly port: number;
  close(): Promise<void>;
}

export interface GatewayOptions {
  readonly certificate: Certificate;
  readonly sessions: Sessions;
  readonly faults: Faults;
  readonly logger: Logger;
  /** Where media goes, as Ready tells it. */
  readonly mediaPort: number;
  readonly modes: () => readonly TransportMode[];
  /** Discord's is 13,750 ms. */
  readonly heartbeatMs: number;
}

/** Listens on a free port of 127.0.0.1. */
export async function openGateway(o: GatewayOptions): Promise<Gateway> {
  const https = createServer({ cert: o.certificate.certPem, key: o.certificate.keyPem });
  // kept to be cut at close: one in the middle of its TLS handshake would hold the port
  const tcp = new Set<Socket>();
  https.on('connection', (socket: Socket) => {
    tcp.add(socket);
    socket.once('close', () => tcp.delete(socket));
  });
  const server = new WebSocketServer({ server: https, maxPayload: 1 << 20 });
  server.on('connection', (socket, request) => {
    const version = urlOf(request)?.searchParams.get('v');
    if (version === '8') converse(socket, o);
    else socket.close(VoiceClose.UnknownProtocol);
  });
  https.listen(0, '127.0.0.1');
  await once(https, 'listening');
  return {
    port: (https.address() as AddressInfo).port,
    async close() {
      server.close();
      https.close();
      for (const socket of tcp) socket.destroy();
      await once(https, 'close');
    },
  };
}

/** With what code the socket is to be closed, if it is. */
type CloseCode = number | undefined;

function converse(socket: WebSocket, o: GatewayOptions): void {
  let session: Session | undefined;
  let heartbeatAt = performance.now();

  const send = (op: number, d: object | null) => socket.send(JSON.stringify({ op, d }));

  /** Docs, "Heartbeating": a client that falls silent is cut off and may resume. */
  const watch = setInterval(() => {
    if (performance.now() - heartbeatAt > 2.5 * o.heartbeatMs) socket.terminate();
  }, o.heartbeatMs);

  function identify(claims: Claims): CloseCode {
    if (session !== undefined) return VoiceClose.AlreadyAuthenticated;
    const result = o.sessions.identify(claims);
    if (typeof result === 'number') return result;
    session = result;
    send(VoiceOp.Ready, { ssrc: session.ssrc, ip: '127.0.0.1', port: o.mediaPort, modes: o.modes() });
    session.attach(socket);
    return undefined;
  }

  function resume(claims: Claims & { seq_ack?: unknown }): CloseCode {
    if (session !== undefined) return VoiceClose.AlreadyAuthenticated;
    const result = o.sessions.resume(claims);
    if (typeof result === 'number') return result;
    session = result;
    // before the replay: clients take DAVE messages only once they are resumed
    send(VoiceOp.Resumed, null);
    session.attach(socket);
    return session.replay(Number(claims.seq_ack ?? -1)) ? undefined : VoiceClose.SessionInvalid;
  }

  function selectProtocol(of: Session, d: { protocol?: unknown; data?: { mode?: unknown } }): CloseCode {
    if (d.protocol !== 'udp') return VoiceClose.UnknownProtocol;
    const mode = String(d.data?.mode);
    if (!isTransportMode(mode) || !o.modes().includes(mode)) return VoiceClose.UnknownEncryptionMode;
    const secret_key = [...of.agreeOn(mode)];
    of.sendJson(VoiceOp.SessionDescription, { mode, secret_key, dave_protocol_version: DAVE_VERSION });
    o.sessions.enter(of);
    return undefined;
  }

  function heartbeat(d: { t?: unknown }): CloseCode {
    heartbeatAt = performance.now();
    send(VoiceOp.HeartbeatAck, { t: d.t });
    return undefined;
  }

  function handle(op: number, payload: object): CloseCode {
    if (o.faults.ignores(op)) return undefined;
    if (op === VoiceOp.Heartbeat) return heartbeat(payload);
    if (op === VoiceOp.Identify) return identify(payload);
    if (op === VoiceOp.Resume) return resume(payload);
    if (session === undefined) return VoiceClose.NotAuthenticated;
    if (op === VoiceOp.SelectProtocol) return selectProtocol(session, payload);
    return o.sessions.receive(session, op, payload) ? undefined : VoiceClose.UnknownOpcode;
  }

  socket.on('message', (data: RawData, isBinary) => {
    const message = parse(data as Buffer, isBinary);
    const code = message === undefined ? VoiceClose.DecodeFailed : handle(message.op, message.payload);
    if (code !== undefined) socket.close(code);
  });
  socket.on('error', (error) => o.logger.debug('voice socket', { error }));
  socket.on('close', (code) => {
    clearInterval(watch);
    if (session?.detach(socket)) o.sessions.lost(session, mayResume(code));
  });
  send(VoiceOp.Hello, { v: 8, heartbeat_interval: o.heartbeatMs });
}

/** A client that says goodbye (1000, 1001) is gone; of our own codes only a crash leaves the session alive. */
function mayResume(code: number): boolean {
  if (code === 1000 || code === 1001) return false;
  return code < 4000 || code === VoiceClose.ServerCrashed;
}

/** Text is JSON with op and d; binary is the opcode's byte, then the payload (DAVE protocol, opcodes 26 and 28). */
function parse(data: Buffer, isBinary: boolean): { op: number; payload: object } | undefined {
  if (isBinary) return data.length === 0 ? undefined : { op: data.readUInt8(0), payload: data.subarray(1) };
  try {
    const { op, d } = JSON.parse(data.toString()) as { op?: unknown; d?: unknown };
    if (typeof op !== 'number') return undefined;
    return { op, payload: typeof d === 'object' && d !== null ? d : {} };
  } catch {
    return undefined;
  }
}
