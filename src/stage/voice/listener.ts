/** A simulated member who sits in a voice channel and hears: in the DAVE group, decrypting, recording, passing on. */
import type { Logger } from '../../logger.ts';
import type { VoiceListener, VoiceSeat } from '../voice-contract.ts';
import { createDaveMember } from './dave-member.ts';
import { createRecording, type HeardPacket, type Mark } from './recording.ts';
import type { MediaFrame, RoomPeer } from './room.ts';

export interface Listener extends VoiceListener {
  /** In the channel's DAVE group. False while alone: a group has at least two. */
  readonly ready: boolean;
  /** The DAVE group's "voice privacy code"; the bot's is `connection.voicePrivacyCode`. */
  readonly privacyCode: string;
  /**
   * What could not be meant for this member: it came before the group's keys, or was still under the keys of the
   * epoch before the welcome (DAVE protocol, "Welcome Handling").
   */
  readonly beforeWelcome: number;
  /** What could not be decrypted after something could. */
  readonly undecipherable: number;
  /** Frames that came unencrypted by DAVE, silence frames (which may) not counted. */
  readonly plainFrames: number;
  mark(): Mark;
  packets(since?: Mark): readonly HeardPacket[];
  /** Interleaved 48 kHz stereo, 16 bit; see Recording.pcm. */
  pcm(since?: Mark): Int16Array;
  /** @returns how to stop */
  onPacket(hear: (packet: HeardPacket) => void): () => void;
}

export interface ListenerPeer extends RoomPeer {
  readonly listener: Listener;
  close(): void;
}

export interface ListenerOptions {
  readonly seat: VoiceSeat;
  readonly logger: Logger;
  readonly keepMs: number;
  /** To the voice gateway. */
  readonly reply: (op: number, payload: object) => void;
}

export function createListener(o: ListenerOptions): ListenerPeer {
  const member = createDaveMember({ ...o.seat, logger: o.logger, reply: o.reply });
  const recording = createRecording(o.keepMs);
  const hearers = new Set<(packet: HeardPacket) => void>();
  let settled = false;
  const counts = { beforeWelcome: 0, undecipherable: 0, plain: 0 };

  const listener: Listener = {
    ...o.seat,
    get ready() {
      return member.ready;
    },
    get privacyCode() {
      return member.privacyCode;
    },
    get beforeWelcome() {
      return counts.beforeWelcome;
    },
    get undecipherable() {
      return counts.undecipherable;
    },
    get plainFrames() {
      return counts.plain;
    },
    mark: recording.mark,
    packets: recording.packets,
    pcm: recording.pcm,
    onPacket(hear) {
      hearers.add(hear);
      return () => void hearers.delete(hear);
    },
  };

  function hear(frame: MediaFrame): void {
    const { payload, ...rtp } = frame;
    const opus = frame.kind === 'encrypted' ? member.decrypt(frame.speakerId, payload) : payload;
    if (frame.kind === 'plain') counts.plain += 1;
    const encrypted = frame.kind === 'encrypted';
    if (encrypted) settled = member.ready && (settled || opus !== undefined);
    if (opus === undefined) counts[settled ? 'undecipherable' : 'beforeWelcome'] += 1;
    const packet: HeardPacket = { ...rtp, encrypted, opus, opusBytes: opus?.length ?? 0 };
    recording.add(packet);
    for (const each of hearers) each(packet);
  }

  return {
    userId: o.seat.userId,
    listener,
    hear,
    sendJson: member.sendJson,
    sendBinary: member.sendBinary,
    close() {
      member.close();
      hearers.clear();
    },
  };
}
