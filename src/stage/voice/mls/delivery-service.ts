/**
 * The MLS delivery service of one voice channel: keeps who is at which leaf, asks for changes as external sender,
 * takes the first valid commit of an epoch and leads everyone through the transition (DAVE protocol, "Group Key
 * Exchange"). It holds no secret of the group. One batch of proposals is under way at a time; what comes meanwhile
 * waits for its commit, as the protocol allows.
 */
import type { Logger } from '../../../logger.ts';
import { DAVE_VERSION, VoiceOp } from '../opcodes.ts';
import { uint, vector } from './codec.ts';
import { createExternalSender, type Proposal } from './external-sender.ts';
import {
  type CommitWelcome,
  type KeyPackage,
  readCommitWelcome,
  readKeyPackage,
  welcomeFor,
} from './messages.ts';
import { createTransitions } from './transitions.ts';

/** Someone in the channel who can be sent voice gateway messages: a socket's session or a simulated member. */
export interface Peer {
  readonly userId: string;
  sendJson(op: number, d: object): void;
  sendBinary(op: number, payload: Uint8Array): void;
}

export interface DeliveryService {
  /** Of the established group; 0 while there is none. */
  readonly epoch: bigint;
  /** Users at the leaves, sorted. */
  readonly members: readonly string[];
  /** After op 4: sends op 25; the peer answers with its key package. */
  join(peer: Peer): void;
  leave(userId: string): void;
  /** Op 23, 26, 28 or 31 of a peer. Damaged ones are logged and ignored. */
  receive(userId: string, op: number, payload: object): void;
  close(): void;
}

export interface DeliveryOptions {
  readonly channelId: string;
  readonly logger: Logger;
  /** How long to wait for a commit or for a late peer's readiness. Discord: "roughly two seconds". */
  readonly patienceMs?: number;
}

interface Change {
  readonly proposal: Proposal;
  readonly kind: 'add' | 'remove';
  readonly userId: string;
  /** Set for an addition. */
  readonly keyPackage?: KeyPackage;
}

const APPEND = 0; // ProposalsOperationType

export function createDeliveryService(o: DeliveryOptions): DeliveryService {
  const patienceMs = o.patienceMs ?? 2_000;
  const sender = createExternalSender();
  const peers = new Map<string, Peer>();
  /** Index = leaf index; undefined = blank leaf. */
  let leaves: (string | undefined)[] = [];
  let epoch = 0n;
  /** Not yet in the group. */
  const pending = new Map<string, KeyPackage>();
  /** In the group, but to go: gone, or about to return with another key. */
  const stale = new Set<string>();
  let underWay: { readonly changes: readonly Change[]; readonly timer: NodeJS.Timeout } | undefined;
  const transitions = createTransitions(patienceMs, (id, userIds) => {
    for (const userId of userIds)
      peers.get(userId)?.sendJson(VoiceOp.DaveExecuteTransition, { transition_id: id });
  });

  const members = () => leaves.filter((userId) => userId !== undefined);
  const staying = () => members().filter((userId) => !stale.has(userId) && peers.has(userId));

  const sendBinary = (userId: string, op: number, payload: Buffer) =>
    peers.get(userId)?.sendBinary(op, payload);

  /** Sends the next batch of proposals, if there is something to change and nothing under way. */
  function proceed(): void {
    if (underWay !== undefined) return;
    const remaining = staying();
    if (leaves.length > 0 && remaining.length === 0) disband();
    if (leaves.length === 0) {
      createGroup();
      return;
    }
    if (remaining.length === 1 && pending.size === 0 && stale.size > 0) {
      resetSoleMember();
      return;
    }
    const changes = [
      ...[...stale].map((userId) => removal(userId)),
      ...[...pending].map(([userId, keyPackage]) => addition(userId, keyPackage)),
    ];
    propose(changes, remaining);
  }

  /** "Initial Group Creation": every pending member has a group of its own and is asked to add all the others. */
  function createGroup(): void {
    if (pending.size < 2) return;
    const changes = [...pending].map(([userId, keyPackage]) => addition(userId, keyPackage));
    propose(changes, [...pending.keys()]);
  }

  const addition = (userId: string, keyPackage: KeyPackage): Change => ({
    kind: 'add',
    userId,
    keyPackage,
    proposal: sender.add(o.channelId, epoch, keyPackage.bytes),
  });

  const removal = (userId: string): Change => ({
    kind: 'remove',
    userId,
    proposal: sender.remove(o.channelId, epoch, leaves.indexOf(userId)),
  });

  function propose(changes: readonly Change[], committers: readonly string[]): void {
    if (changes.length === 0) return;
    const timer = setTimeout(() => {
      o.logger.warn('DAVE: no commit came, the group is created anew', { channelId: o.channelId });
      recreate();
    }, patienceMs);
    underWay = { changes, timer };
    for (const userId of committers) {
      const messages = changesFor(userId, changes).map((change) => change.proposal.message);
      sendBinary(userId, VoiceOp.DaveProposals, Buffer.concat([uint(APPEND, 1), vector(...messages)]));
    }
  }

  /** In an unestablished group nobody is asked to add itself. */
  const changesFor = (userId: string, changes: readonly Change[]) =>
    leaves.length > 0 ? changes : changes.filter((change) => change.userId !== userId);

  /** "Commit Ordering" and "Voice Gateway Commit Validity": first come, first served; the rest is not broadcast. */
  function receiveCommit(committer: string, payload: Uint8Array): void {
    const message = readCommitWelcome(payload);
    if (underWay === undefined || message.epoch !== epoch) return;
    const established = leaves.length > 0;
    if (established && leaves[message.leafIndex] !== committer)
      throw new RangeError('Commit from another leaf');
    if (!established && !pending.has(committer)) throw new RangeError('Commit without a key package');
    const asked = changesFor(committer, underWay.changes);
    const named = message.refs.map((ref) => asked.find((change) => change.proposal.ref === ref));
    if (named.length !== asked.length || new Set(named).size !== asked.length || named.includes(undefined)) {
      throw new RangeError('Commit does not name exactly the proposals of its epoch');
    }
    clearTimeout(underWay.timer);
    underWay = undefined;
    apply(committer, message, named as Change[]);
    proceed();
  }

  function apply(committer: string, message: CommitWelcome, changes: readonly Change[]): void {
    const initial = leaves.length === 0;
    if (initial) {
      leaves = [committer];
      pending.delete(committer);
    }
    for (const change of changes) {
      if (change.kind === 'remove') leaves[leaves.indexOf(change.userId)] = undefined;
      if (change.kind === 'remove') stale.delete(change.userId);
    }
    const informed = members();
    const added = changes.filter((change) => change.kind === 'add');
    for (const { userId, keyPackage } of added) {
      // RFC 9420, section 12.1.1: the leftmost empty leaf
      const blank = leaves.indexOf(undefined);
      if (blank >= 0) leaves[blank] = userId;
      else leaves.push(userId);
      if (pending.get(userId) === keyPackage) pending.delete(userId);
      if (!peers.has(userId) || pending.has(userId)) stale.add(userId);
    }
    epoch = message.epoch + 1n;
    // id 0 is executed at once; it belongs to (re)initialization
    const present = members().filter((userId) => peers.has(userId));
    const id = initial ? 0 : transitions.begin(present);
    for (const userId of informed) {
      sendBinary(userId, VoiceOp.DaveAnnounceCommit, Buffer.concat([uint(id, 2), message.commit]));
    }
    for (const { userId, keyPackage } of added) {
      if (keyPackage === undefined || !peers.has(userId)) continue;
      const welcome = welcomeFor(message.welcome, keyPackage.ref);
      sendBinary(userId, VoiceOp.DaveWelcome, Buffer.concat([uint(id, 2), welcome]));
    }
    o.logger.debug('DAVE epoch', { channelId: o.channelId, epoch: String(epoch), members: members() });
  }

  /** "Sole member reset": nobody keeps an established group alone. */
  function resetSoleMember(): void {
    const [userId] = staying();
    disband();
    if (userId !== undefined) startEpochOne(userId);
  }

  function recreate(): void {
    disband();
    pending.clear();
    for (const userId of peers.keys()) startEpochOne(userId);
  }

  function startEpochOne(userId: string): void {
    pending.delete(userId);
    const peer = peers.get(userId);
    peer?.sendJson(VoiceOp.DavePrepareEpoch, { protocol_version: DAVE_VERSION, epoch: 1 });
    peer?.sendJson(VoiceOp.DavePrepareTransition, { protocol_version: DAVE_VERSION, transition_id: 0 });
  }

  function disband(): void {
    clearTimeout(underWay?.timer);
    underWay = undefined;
    leaves = [];
    epoch = 0n;
    stale.clear();
  }

  function drop(userId: string): void {
    pending.delete(userId);
    if (leaves.includes(userId)) stale.add(userId);
    transitions.forget(userId);
  }

  function receiveKeyPackage(userId: string, payload: Uint8Array): void {
    const keyPackage = readKeyPackage(payload);
    if (keyPackage.userId !== userId)
      throw new RangeError(`Key package of ${keyPackage.userId} from ${userId}`);
    if (leaves.includes(userId)) stale.add(userId);
    pending.set(userId, keyPackage);
    proceed();
  }

  return {
    get epoch() {
      return epoch;
    },
    get members() {
      return members().sort();
    },
    join(peer) {
      peers.set(peer.userId, peer);
      if (leaves.includes(peer.userId)) stale.add(peer.userId);
      sendBinary(peer.userId, VoiceOp.DaveExternalSender, sender.package);
    },
    leave(userId) {
      if (!peers.delete(userId)) return;
      drop(userId);
      proceed();
    },
    receive(userId, op, payload) {
      if (!peers.has(userId)) return;
      try {
        if (payload instanceof Uint8Array) {
          if (op === VoiceOp.DaveKeyPackage) receiveKeyPackage(userId, payload);
          if (op === VoiceOp.DaveCommitWelcome) receiveCommit(userId, payload);
        } else {
          const { transition_id } = payload as { transition_id?: unknown };
          if (op === VoiceOp.DaveTransitionReady) transitions.ready(userId, Number(transition_id));
          // the flagging member is removed here and added again by the key package that follows
          if (op === VoiceOp.DaveInvalidCommitWelcome) drop(userId);
        }
      } catch (error) {
        o.logger.warn('DAVE: message ignored', { userId, op, error });
      }
    },
    close() {
      disband();
      transitions.close();
      peers.clear();
    },
  };
}
