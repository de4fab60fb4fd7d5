/** One voice channel as the voice server sees it: who is connected, their DAVE group, frames from one to all others. */
import type { FrameKind } from './datagrams.ts';
import {
  createDeliveryService,
  type DeliveryOptions,
  type DeliveryService,
  type Peer,
} from './mls/delivery-service.ts';
import { VoiceOp } from './opcodes.ts';

/** One frame of audio after transport decryption. */
export interface MediaFrame {
  readonly speakerId: string;
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
  /** performance.now(), milliseconds. */
  readonly arrivedAt: number;
  readonly kind: FrameKind;
  readonly payload: Buffer;
}

export interface RoomPeer extends Peer {
  hear(frame: MediaFrame): void;
}

export interface Room {
  readonly channelId: string;
  readonly dave: Pick<DeliveryService, 'epoch' | 'members' | 'receive'>;
  readonly userIds: readonly string[];
  enter(peer: RoomPeer): void;
  /** Nothing if it is not this very peer who is in. */
  exit(peer: RoomPeer): void;
  /** Passes a message on to all but its sender. */
  tell(fromUserId: string, op: number, d: object): void;
  speak(frame: MediaFrame): void;
  close(): void;
}

export function createRoom(o: DeliveryOptions): Room {
  const peers = new Map<string, RoomPeer>();
  const dave = createDeliveryService(o);

  const others = (userId: string) => [...peers.values()].filter((peer) => peer.userId !== userId);

  function tell(fromUserId: string, op: number, d: object): void {
    for (const peer of others(fromUserId)) peer.sendJson(op, d);
  }

  function exit(peer: RoomPeer): void {
    if (peers.get(peer.userId) !== peer) return;
    peers.delete(peer.userId);
    tell(peer.userId, VoiceOp.ClientDisconnect, { user_id: peer.userId });
    dave.leave(peer.userId);
  }

  return {
    channelId: o.channelId,
    dave,
    get userIds() {
      return [...peers.keys()];
    },
    enter(peer) {
      const former = peers.get(peer.userId);
      if (former !== undefined) exit(former);
      // named before they are proposed: members refuse additions they were not told of
      const present = [...peers.keys()];
      if (present.length > 0) peer.sendJson(VoiceOp.ClientsConnect, { user_ids: present });
      tell(peer.userId, VoiceOp.ClientsConnect, { user_ids: [peer.userId] });
      peers.set(peer.userId, peer);
      dave.join(peer);
    },
    exit,
    tell,
    speak(frame) {
      for (const peer of others(frame.speakerId)) peer.hear(frame);
    },
    close() {
      dave.close();
      peers.clear();
    },
  };
}
