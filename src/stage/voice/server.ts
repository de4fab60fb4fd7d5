/**
 * The stage's voice server: puts gateway, media socket, rooms and listeners together behind the seam that the world
 * knows (src/stage/voice-contract.ts).
 */
import { randomInt, timingSafeEqual } from 'node:crypto';
import type { Logger } from '../../logger.ts';
import type { Certificate, VoiceGrant, VoiceSeat, VoiceServer } from '../voice-contract.ts';
import { type Claims, type Gateway, openGateway, type Sessions } from './gateway.ts';
import { createListener, type Listener, type ListenerPeer } from './listener.ts';
import { type MediaSocket, openMediaSocket } from './media-socket.ts';
import { createMisbehaviour, type Misbehaviour } from './misbehaviour.ts';
import { VoiceClose, VoiceOp } from './opcodes.ts';
import { createRoom, type Room } from './room.ts';
import { createSession, type FrameCounts, type Session } from './session.ts';
import { TRANSPORT_MODES, type TransportMode } from './transport.ts';

/** What happened at the gateway, for tests that count attempts. `at` is performance.now(). */
export interface VoiceEvent {
  readonly at: number;
  readonly kind: 'identified' | 'entered' | 'resumed' | 'refused' | 'lost' | 'ended';
  readonly userId: string;
  /** The close code of a refusal. */
  readonly code?: number;
}

export interface StageVoiceServer extends VoiceServer<Listener> {
  readonly misbehave: Misbehaviour;
  /** Newest last, the latest 10,000. */
  readonly events: readonly VoiceEvent[];
  listener(guildId: string, userId: string): Listener | undefined;
  listenersIn(channelId: string): readonly Listener[];
  /** Who is connected to the channel's media, simulated or not. */
  connected(channelId: string): readonly string[];
  /** Users in the channel's established DAVE group, sorted; empty while there is none. */
  daveMembers(channelId: string): readonly string[];
  /** What a remote client has sent since the server's start, over all its sessions. */
  frames(guildId: string, userId: string): Readonly<FrameCounts>;
  /** Closes a client's WebSocket with any code, without ending its session or grant. */
  closeSocket(guildId: string, userId: string, code: number): void;
  /** Cuts a client's TCP connection. */
  cutSocket(guildId: string, userId: string): void;
  /** Sends a client an unknown opcode and a binary frame of noise. */
  sendGarbage(guildId: string, userId: string): void;
  /** From now on `endpoint` is another; the older goes on for those who are connected there. */
  changeRegion(): Promise<void>;
}

export interface VoiceServerOptions {
  readonly logger: Logger;
  readonly certificate: Certificate;
  /** Offered in Ready, best first; by default both that Discord has. */
  readonly modes?: readonly TransportMode[];
  /** 13,750 like Discord. */
  readonly heartbeatMs?: number;
  /** How long a lost session can be resumed; 10 s by default. */
  readonly resumeMs?: number;
  /** How long a listener keeps what it heard; 10 minutes by default. */
  readonly keepMs?: number;
}

const EVENTS_KEPT = 10_000;
const keyOf = (guildId: string, userId: string) => `${guildId}/${userId}`;

/** Listens on free ports of 127.0.0.1 only. */
export async function createVoiceServer(o: VoiceServerOptions): Promise<StageVoiceServer> {
  const { controls, faults } = createMisbehaviour();
  const grants = new Map<string, VoiceGrant>();
  const sessions = new Map<string, Session>();
  const bySsrc = new Map<number, Session>();
  const expiries = new Map<Session, NodeJS.Timeout>();
  const counts = new Map<string, FrameCounts>();
  const rooms = new Map<string, Room>();
  const listeners = new Map<string, ListenerPeer>();
  const gateways: Gateway[] = [];
  const mediaSockets: MediaSocket[] = [];
  const events: VoiceEvent[] = [];

  function record(kind: VoiceEvent['kind'], userId: string, code?: number): void {
    events.push({ at: performance.now(), kind, userId, ...(code === undefined ? {} : { code }) });
    if (events.length > EVENTS_KEPT) events.shift();
    o.logger.debug(`voice: ${kind}`, { userId, code });
  }

  function roomOf(channelId: string): Room {
    const room = rooms.get(channelId) ?? createRoom({ channelId, logger: o.logger });
    rooms.set(channelId, room);
    return room;
  }

  function freshSsrc(): number {
    const ssrc = randomInt(1, 2 ** 32);
    return bySsrc.has(ssrc) ? freshSsrc() : ssrc;
  }

  function end(session: Session): void {
    const key = keyOf(session.grant.guildId, session.userId);
    if (sessions.get(key) === session) sessions.delete(key);
    if (!bySsrc.delete(session.ssrc)) return;
    clearTimeout(expiries.get(session));
    expiries.delete(session);
    rooms.get(session.grant.channelId)?.exit(session);
    record('ended', session.userId);
  }

  /** @returns the grant these claims match, or the close code that says which does not */
  function check(claims: Claims): VoiceGrant | number {
    const [guildId, userId] = [String(claims.server_id), String(claims.user_id)];
    const grant = grants.get(keyOf(guildId, userId));
    if (grant === undefined) {
      const known = [...grants.values()].some((other) => other.guildId === guildId);
      return known ? VoiceClose.SessionInvalid : VoiceClose.ServerNotFound;
    }
    if (!same(String(claims.token), grant.token)) return VoiceClose.AuthenticationFailed;
    return String(claims.session_id) === grant.sessionId ? grant : VoiceClose.SessionInvalid;
  }

  function refuse(userId: unknown, code: number): number {
    record('refused', String(userId), code);
    return code;
  }

  const gatewaySessions: Sessions = {
    identify(claims) {
      const grant = faults.refusal() ?? check(claims);
      if (typeof grant === 'number') return refuse(claims.user_id, grant);
      if (!(Number(claims.max_dave_protocol_version) >= 1))
        return refuse(grant.userId, VoiceClose.DaveRequired);
      const key = keyOf(grant.guildId, grant.userId);
      const former = sessions.get(key);
      if (former !== undefined) end(former);
      const media = mediaSockets.at(-1);
      const session = createSession({
        grant,
        ssrc: freshSsrc(),
        faults,
        sendDatagram: (datagram, to) => media?.send(datagram, to),
        counts: countsOf(key),
      });
      sessions.set(key, session);
      bySsrc.set(session.ssrc, session);
      record('identified', grant.userId);
      return session;
    },
    resume(claims) {
      // Resume names no user (docs, "Resuming Voice Connection"): the session id and token do
      const session = [...sessions.values()].find(
        ({ grant }) =>
          grant.guildId === String(claims.server_id) &&
          grant.sessionId === String(claims.session_id) &&
          same(String(claims.token), grant.token),
      );
      if (session === undefined) return refuse('', VoiceClose.SessionInvalid);
      clearTimeout(expiries.get(session));
      record('resumed', session.userId);
      return session;
    },
    enter(session) {
      if (!bySsrc.has(session.ssrc)) return;
      roomOf(session.grant.channelId).enter(session);
      record('entered', session.userId);
    },
    receive(session, op, payload) {
      const room = roomOf(session.grant.channelId);
      if (op === VoiceOp.Speaking) {
        const { speaking } = payload as { speaking?: unknown };
        room.tell(session.userId, op, { speaking, ssrc: session.ssrc, user_id: session.userId });
        return true;
      }
      if (op < VoiceOp.DaveTransitionReady || op > VoiceOp.DaveInvalidCommitWelcome) return false;
      room.dave.receive(session.userId, op, payload);
      return true;
    },
    lost(session, resumable) {
      if (!bySsrc.has(session.ssrc)) return;
      record('lost', session.userId);
      if (resumable) expiries.set(session, setTimeout(end, o.resumeMs ?? 10_000, session));
      else end(session);
    },
  };

  function countsOf(key: string): FrameCounts {
    const known = counts.get(key) ?? { encrypted: 0, silence: 0, plain: 0, damaged: 0 };
    counts.set(key, known);
    return known;
  }

  async function openRegion(): Promise<void> {
    const media = await openMediaSocket({
      faults,
      logger: o.logger,
      sessionOf: (ssrc) => bySsrc.get(ssrc),
      onFrame: (session, frame) => rooms.get(session.grant.channelId)?.speak(frame),
    });
    mediaSockets.push(media);
    const gateway = await openGateway({
      certificate: o.certificate,
      sessions: gatewaySessions,
      faults,
      logger: o.logger,
      mediaPort: media.port,
      modes: () => o.modes ?? TRANSPORT_MODES,
      heartbeatMs: o.heartbeatMs ?? 13_750,
    });
    gateways.push(gateway);
  }

  async function removeListener(guildId: string, userId: string): Promise<void> {
    const peer = listeners.get(keyOf(guildId, userId));
    if (peer === undefined) return;
    listeners.delete(keyOf(guildId, userId));
    rooms.get(peer.listener.channelId)?.exit(peer);
    peer.close();
  }

  async function addListener(seat: VoiceSeat): Promise<Listener> {
    await removeListener(seat.guildId, seat.userId);
    const room = roomOf(seat.channelId);
    const peer = createListener({
      seat,
      logger: o.logger,
      keepMs: o.keepMs ?? 600_000,
      reply: (op, payload) => room.dave.receive(seat.userId, op, payload),
    });
    listeners.set(keyOf(seat.guildId, seat.userId), peer);
    room.enter(peer);
    return peer.listener;
  }

  await openRegion();
  const sessionOf = (guildId: string, userId: string) => sessions.get(keyOf(guildId, userId));

  return {
    get endpoint() {
      return `127.0.0.1:${gateways.at(-1)?.port}`;
    },
    misbehave: controls,
    events,
    expectSession: (grant) => void grants.set(keyOf(grant.guildId, grant.userId), grant),
    dropSession(guildId, userId, closeCode) {
      grants.delete(keyOf(guildId, userId));
      const session = sessionOf(guildId, userId);
      if (session === undefined) return;
      end(session);
      if (closeCode !== undefined) session.close(closeCode);
    },
    addListener,
    removeListener,
    listener: (guildId, userId) => listeners.get(keyOf(guildId, userId))?.listener,
    listenersIn: (channelId) =>
      [...listeners.values()]
        .map((peer) => peer.listener)
        .filter((listener) => listener.channelId === channelId),
    connected: (channelId) => rooms.get(channelId)?.userIds ?? [],
    daveMembers: (channelId) => rooms.get(channelId)?.dave.members ?? [],
    frames: (guildId, userId) => ({ ...countsOf(keyOf(guildId, userId)) }),
    closeSocket: (guildId, userId, code) => sessionOf(guildId, userId)?.close(code),
    cutSocket: (guildId, userId) => sessionOf(guildId, userId)?.cut(),
    sendGarbage(guildId, userId) {
      const session = sessionOf(guildId, userId);
      session?.sendJson(999, { nonsense: true });
      session?.sendBinary(250, Buffer.alloc(64, 0xa5));
    },
    changeRegion: openRegion,
    async close() {
      for (const session of [...bySsrc.values()]) end(session);
      for (const peer of listeners.values()) peer.close();
      for (const room of rooms.values()) room.close();
      await Promise.all([...gateways, ...mediaSockets].map((each) => each.close()));
    },
  };
}

function same(received: string, expected: string): boolean {
  const [a, b] = [Buffer.from(received), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
