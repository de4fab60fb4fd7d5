/**
 * The stage's voice server: puts gateway, media socket, rooms and listeners together behind the seam that the world
 * knows (src/stage/voice-contract.ts).
 */
import type { Logger } from '../../logger.ts';
import type { Certificate, VoiceSeat, VoiceServer } from '../voice-contract.ts';
import { type Gateway, openGateway } from './gateway.ts';
import { createListener, type Listener, type ListenerPeer } from './listener.ts';
import { type MediaSocket, openMediaSocket } from './media-socket.ts';
import { createMisbehaviour, type Misbehaviour } from './misbehaviour.ts';
import { createRoom, type Room } from './room.ts';
import type { FrameCounts } from './session.ts';
import { createSessionRegistry, keyOf, type VoiceEvent } from './session-registry.ts';
import { TRANSPORT_MODES, type TransportMode } from './transport.ts';

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
  /** Closes a client's WebSocket with any code. Its grant stays; its session goes on after 4015 or below 4000. */
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

/** Listens on free ports of 127.0.0.1 only. */
export async function createVoiceServer(o: VoiceServerOptions): Promise<StageVoiceServer> {
  const { controls, faults } = createMisbehaviour();
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

  const sessions = createSessionRegistry({ faults, resumeMs: o.resumeMs ?? 10_000, roomOf, record });

  async function openRegion(): Promise<void> {
    const media = await openMediaSocket({
      faults,
      logger: o.logger,
      sessionOf: sessions.ofSsrc,
      onFrame: (session, frame) => rooms.get(session.grant.channelId)?.speak(frame),
    });
    mediaSockets.push(media);
    const gateway = await openGateway({
      certificate: o.certificate,
      sessions,
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

  return {
    get endpoint() {
      return `127.0.0.1:${gateways.at(-1)?.port}`;
    },
    misbehave: controls,
    events,
    expectSession: sessions.expect,
    dropSession(guildId, userId, closeCode) {
      const session = sessions.drop(guildId, userId);
      if (closeCode !== undefined) session?.close(closeCode);
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
    frames: (guildId, userId) => ({ ...sessions.counts(guildId, userId) }),
    closeSocket: (guildId, userId, code) => sessions.of(guildId, userId)?.close(code),
    cutSocket: (guildId, userId) => sessions.of(guildId, userId)?.cut(),
    sendGarbage(guildId, userId) {
      const session = sessions.of(guildId, userId);
      session?.sendJson(999, { nonsense: true });
      session?.sendBinary(250, Buffer.alloc(64, 0xa5));
    },
    changeRegion: openRegion,
    async close() {
      sessions.close();
      for (const peer of listeners.values()) peer.close();
      for (const room of rooms.values()) room.close();
      await Promise.all([...gateways, ...mediaSockets].map((each) => each.close()));
    },
  };
}
