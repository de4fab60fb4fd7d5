/** The voice server's UDP socket: answers discovery, takes RTP packets apart, hands frames on. */
import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';
import type { Logger } from '../../logger.ts';
import { discoveryResponse, frameKind, type RtpHeader, readDatagram } from './datagrams.ts';
import type { Faults } from './misbehaviour.ts';
import type { MediaFrame } from './room.ts';
import type { Session } from './session.ts';

export interface MediaSocket {
  readonly port: number;
  close(): Promise<void>;
}

export interface MediaOptions {
  readonly faults: Faults;
  readonly logger: Logger;
  readonly sessionOf: (ssrc: number) => Session | undefined;
  readonly onFrame: (session: Session, frame: MediaFrame) => void;
}

type Sender = Pick<RemoteInfo, 'address' | 'port'>;

/** Listens on a free port of 127.0.0.1. */
export async function openMediaSocket(o: MediaOptions): Promise<MediaSocket> {
  const socket = createSocket('udp4');

  function receive(bytes: Buffer, from: Sender): void {
    const datagram = readDatagram(bytes);
    if (datagram.kind === 'discovery') discover(datagram.ssrc, from);
    if (datagram.kind === 'unknown')
      o.logger.debug('voice: datagram of unknown kind', { bytes: bytes.length });
    if (datagram.kind !== 'rtp' || o.faults.losesDatagram()) return;
    const arrivedAt = performance.now() + o.faults.delayMs;
    const take = () => takeFrame(bytes, datagram.header, from, arrivedAt);
    if (o.faults.delayMs > 0) setTimeout(take, o.faults.delayMs);
    else take();
  }

  function discover(ssrc: number, from: Sender): void {
    const session = o.sessionOf(ssrc);
    if (session === undefined || o.faults.losesDiscovery()) return;
    session.remote = { address: from.address, port: from.port, send: (datagram) => send(datagram, from) };
    send(discoveryResponse(ssrc, from.address, from.port), from);
  }

  function takeFrame(bytes: Buffer, header: RtpHeader, from: Sender, arrivedAt: number): void {
    const session = o.sessionOf(header.ssrc);
    if (session?.remote?.port !== from.port || session.cipher === undefined) return;
    const plain = session.cipher.open(bytes, header.clearBytes);
    if (plain === undefined) {
      session.counts.damaged += 1;
      return;
    }
    const payload = plain.subarray(header.extensionBytes);
    const kind = frameKind(payload);
    session.counts[kind] += 1;
    const { sequence, timestamp, ssrc } = header;
    o.onFrame(session, { speakerId: session.userId, sequence, timestamp, ssrc, arrivedAt, kind, payload });
  }

  function send(datagram: Buffer, to: Sender): void {
    socket.send(datagram, to.port, to.address, (error) => {
      if (error) o.logger.debug('voice: datagram not sent', { error });
    });
  }

  socket.on('message', receive);
  socket.on('error', (error) => o.logger.warn('voice: UDP socket', { error }));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    port: socket.address().port,
    async close() {
      socket.close();
      await once(socket, 'close');
    },
  };
}
