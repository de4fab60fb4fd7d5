/**
 * A member's side of DAVE for those who sit in the stage's own process: the MLS group of the channel, key by key as a
 * real client would, and the decryption of frames. The only file that imports davey.
 */
import davey from '@snazzah/davey';
import type { Logger } from '../../logger.ts';
import type { Peer } from './mls/delivery-service.ts';
import { DAVE_VERSION, VoiceOp } from './opcodes.ts';

export interface DaveMember extends Peer {
  /** In the group, keys at hand. */
  readonly ready: boolean;
  /** Of the group as this member sees it; null without one. */
  readonly epoch: bigint | null;
  /** Thirty digits that are the same for all members of an epoch; empty without a group. */
  readonly privacyCode: string;
  /** @returns the frame as it was before DAVE, or undefined when it cannot be decrypted */
  decrypt(speakerId: string, frame: Buffer): Buffer | undefined;
  close(): void;
}

export interface DaveMemberOptions {
  readonly userId: string;
  readonly channelId: string;
  readonly logger: Logger;
  /** To the voice gateway: JSON object or binary payload. Called later, never from within a send. */
  readonly reply: (op: number, payload: object) => void;
}

const AUDIO = 0; // davey.MediaType.AUDIO, a const enum

export function createDaveMember(o: DaveMemberOptions): DaveMember {
  const session = new davey.DAVESession(DAVE_VERSION, o.userId, o.channelId);
  /** Whom the gateway named (op 11): nobody else may be added to the group. */
  const present = new Set<string>([o.userId]);
  let closed = false;

  function reply(op: number, payload: object): void {
    setImmediate(() => {
      if (!closed) o.reply(op, payload);
    });
  }

  const sendKeyPackage = () => reply(VoiceOp.DaveKeyPackage, session.getSerializedKeyPackage());

  function restart(): void {
    session.reinit(DAVE_VERSION, o.userId, o.channelId);
    sendKeyPackage();
  }

  function propose(payload: Buffer): void {
    const { commit, welcome } = session.processProposals(payload.readUInt8(0), payload.subarray(1), [
      ...present,
    ]);
    if (commit !== undefined)
      reply(VoiceOp.DaveCommitWelcome, Buffer.concat([commit, welcome ?? Buffer.alloc(0)]));
  }

  /** "Commit Handling" and "Welcome Handling"; the unprocessable is reported and begun anew. */
  function advance(payload: Buffer, process: (message: Buffer) => void): void {
    const id = payload.readUInt16BE(0);
    try {
      process(payload.subarray(2));
      if (id !== 0) reply(VoiceOp.DaveTransitionReady, { transition_id: id });
    } catch (error) {
      o.logger.debug('DAVE: unprocessable', { userId: o.userId, error });
      reply(VoiceOp.DaveInvalidCommitWelcome, { transition_id: id });
      restart();
    }
  }

  const binary: Record<number, (payload: Buffer) => void> = {
    [VoiceOp.DaveExternalSender](payload) {
      session.setExternalSender(payload);
      sendKeyPackage();
    },
    [VoiceOp.DaveProposals]: propose,
    [VoiceOp.DaveAnnounceCommit]: (payload) => advance(payload, (message) => session.processCommit(message)),
    [VoiceOp.DaveWelcome]: (payload) => advance(payload, (message) => session.processWelcome(message)),
  };

  return {
    userId: o.userId,
    get ready() {
      return session.ready;
    },
    get epoch() {
      return session.epoch;
    },
    get privacyCode() {
      return session.voicePrivacyCode;
    },
    sendJson(op, d) {
      const { user_ids, user_id, epoch } = d as { user_ids?: string[]; user_id?: string; epoch?: number };
      if (op === VoiceOp.ClientsConnect) for (const id of user_ids ?? []) present.add(id);
      if (op === VoiceOp.ClientDisconnect && user_id !== undefined) present.delete(user_id);
      if (op === VoiceOp.DavePrepareEpoch && epoch === 1) restart();
    },
    sendBinary(op, payload) {
      try {
        binary[op]?.(Buffer.from(payload));
      } catch (error) {
        o.logger.warn('DAVE: member could not follow', { userId: o.userId, op, error });
      }
    },
    decrypt(speakerId, frame) {
      if (!session.ready) return undefined;
      try {
        return session.decrypt(speakerId, AUDIO, frame);
      } catch (error) {
        o.logger.debug('DAVE: frame not decrypted', { userId: o.userId, error });
        return undefined;
      }
    },
    close() {
      closed = true;
      session.reset();
    },
  };
}
