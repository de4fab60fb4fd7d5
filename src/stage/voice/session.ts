/**
 * One remote client's voice session: survives its WebSocket for a while (Resume), numbers and keeps what was sent,
 * holds the media keys.
 */
import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';
import type { VoiceGrant } from '../voice-contract.ts';
import { type FrameKind, rtpHeader } from './datagrams.ts';
import type { Faults } from './misbehaviour.ts';
import { uint } from './mls/codec.ts';
import type { MediaFrame, RoomPeer } from './room.ts';
import { createTransportCipher, type TransportCipher, type TransportMode } from './transport.ts';

/** Frames of a client by what DAVE made of them; `damaged` failed transport decryption. */
export type FrameCounts = Record<FrameKind | 'damaged', number>;

/** The way to a client's UDP socket. */
export interface Route {
  readonly address: string;
  readonly port: number;
  send(datagram: Buffer): void;
}

export interface Session extends RoomPeer {
  readonly grant: VoiceGrant;
  readonly ssrc: number;
  readonly counts: FrameCounts;
  readonly cipher: TransportCipher | undefined;
  /** Where its media comes from, once discovered. */
  remote: Route | undefined;
  /** The socket messages go to; taken over by Resume. */
  attach(socket: WebSocket): void;
  /**
   * The socket is gone; from now on messages are only kept.
   * @returns false when another socket has taken over already
   */
  detach(socket: WebSocket): boolean;
  /** Sends again what came after this sequence number. @returns false when that is no longer known */
  replay(afterSequence: number): boolean;
  /** @returns the new secret key, 32 bytes */
  agreeOn(mode: TransportMode): Buffer;
  close(code: number): void;
  /** Cuts the TCP connection without a closing handshake. */
  cut(): void;
}

export interface SessionOptions {
  readonly grant: VoiceGrant;
  readonly ssrc: number;
  readonly faults: Faults;
  /** Counted up here; shared by the sessions of a client. */
  readonly counts: FrameCounts;
}

/** Messages kept for Resume. */
const BUFFERED = 1_000;

export function createSession(o: SessionOptions): Session {
  const sent: { readonly sequence: number; readonly data: string | Buffer }[] = [];
  let sequence = 0;
  let socket: WebSocket | undefined;
  let cipher: TransportCipher | undefined;

  function send(data: (sequence: number) => string | Buffer): void {
    sequence = (sequence + 1) % 0x1_0000; // binary frames have 16 bits for it
    const message = { sequence, data: data(sequence) };
    sent.push(message);
    if (sent.length > BUFFERED) sent.shift();
    socket?.send(message.data);
  }

  const session: Session = {
    userId: o.grant.userId,
    grant: o.grant,
    ssrc: o.ssrc,
    counts: o.counts,
    remote: undefined,
    get cipher() {
      return cipher;
    },
    sendJson(op, d) {
      if (!o.faults.omits(op)) send((seq) => JSON.stringify({ op, d, seq }));
    },
    sendBinary(op, payload) {
      const data = o.faults.tamper(op, Buffer.from(payload));
      send((seq) => Buffer.concat([uint(seq, 2), uint(op, 1), data]));
    },
    hear(frame: MediaFrame) {
      if (cipher !== undefined) session.remote?.send(cipher.seal(rtpHeader(frame), frame.payload));
    },
    attach(next) {
      socket = next;
    },
    detach(former) {
      if (socket !== former) return false;
      socket = undefined;
      return true;
    },
    replay(after) {
      const oldest = sent[0]?.sequence ?? sequence + 1;
      if (after < oldest - 1 && after !== sequence) return false;
      for (const message of sent) if (message.sequence > after) socket?.send(message.data);
      return true;
    },
    agreeOn(mode) {
      const key = randomBytes(32);
      cipher = createTransportCipher(mode, key);
      return key;
    },
    close(code) {
      socket?.close(code);
    },
    cut() {
      socket?.terminate();
    },
  };
  return session;
}
