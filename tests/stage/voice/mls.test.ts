import davey from '@snazzah/davey';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from '../../../src/logger.ts';
import { createDaveMember, type DaveMember } from '../../../src/stage/voice/dave-member.ts';
import { Reader, uint, vector } from '../../../src/stage/voice/mls/codec.ts';
import {
  createDeliveryService,
  type DeliveryService,
  type Peer,
} from '../../../src/stage/voice/mls/delivery-service.ts';
import { createExternalSender } from '../../../src/stage/voice/mls/external-sender.ts';
import { readCommitWelcome, readKeyPackage, welcomeFor } from '../../../src/stage/voice/mls/messages.ts';
import { VoiceOp } from '../../../src/stage/voice/opcodes.ts';
import { until } from './client.ts';

const CHANNEL = '1090123456789012345';
const logger = createLogger('silent');

describe('the TLS presentation language', () => {
  it.each([
    [0, '00'],
    [63, '3f'],
    [64, '4040'],
    [16_383, '7fff'],
    [16_384, '80004000'],
  ])('a vector of %i bytes begins with %s (RFC 9420, section 2.1.2)', (length, prefix) => {
    const encoded = vector(Buffer.alloc(length, 1));
    expect(encoded.subarray(0, prefix.length / 2).toString('hex')).toBe(prefix);
    const reader = new Reader(encoded);
    expect(reader.vector().length).toBe(length);
    expect(reader.atEnd).toBe(true);
  });

  it('integers are big-endian, and a read beyond the end throws', () => {
    expect(uint(0x0102, 2).toString('hex')).toBe('0102');
    expect(uint(2n ** 63n, 8).toString('hex')).toBe('8000000000000000');
    expect(() => new Reader(Buffer.from('05', 'hex')).vector()).toThrow(RangeError);
    expect(() => new Reader(Buffer.from('c0', 'hex')).vector()).toThrow(RangeError);
    expect(() => new Reader(Buffer.alloc(3)).uint(4)).toThrow(RangeError);
  });
});

describe('messages that real members wrote', () => {
  const session = (userId: string) => new davey.DAVESession(1, userId, CHANNEL);
  const sender = createExternalSender();
  const [anna, ben, cem] = [session('101'), session('102'), session('103')];
  const keys = [anna, ben, cem].map((each) => readKeyPackage(each.getSerializedKeyPackage()));
  const additions = keys.map((key) => sender.add(CHANNEL, 0n, key.bytes));
  for (const each of [anna, ben, cem]) each.setExternalSender(sender.package);

  it('our proposals are accepted; the commit names them, the welcome is cut to one member', () => {
    expect(keys.map(({ userId }) => userId)).toEqual(['101', '102', '103']);
    const [, second, third] = additions;
    if (second === undefined || third === undefined) throw new Error('three were made');
    const { commit, welcome } = anna.processProposals(0, vector(second.message, third.message), [
      '102',
      '103',
    ]);
    if (commit === undefined || welcome === undefined) throw new Error('Expected a commit with a welcome');
    const read = readCommitWelcome(Buffer.concat([commit, welcome]));
    expect(read).toMatchObject({ epoch: 0n, leafIndex: 0, refs: [second.ref, third.ref] });
    expect(read.commit.equals(commit)).toBe(true);
    expect(read.welcome.equals(welcome)).toBe(true);
    anna.processCommit(read.commit);
    const forCem = welcomeFor(read.welcome, keys[2]?.ref ?? '');
    expect(forCem.length).toBeLessThan(welcome.length);
    expect(() => ben.processWelcome(forCem)).toThrow();
    cem.processWelcome(forCem);
    expect(cem.getUserIds()).toEqual(['101', '102', '103']);
    expect(() => welcomeFor(read.welcome, keys[0]?.ref ?? '')).toThrow(RangeError);
  });

  it('what is no such message throws', () => {
    for (const bytes of [Buffer.alloc(0), Buffer.alloc(300), Buffer.alloc(300, 0xff)]) {
      expect(() => readKeyPackage(bytes)).toThrow(RangeError);
      expect(() => readCommitWelcome(bytes)).toThrow(RangeError);
      expect(() => welcomeFor(bytes, 'aa')).toThrow(RangeError);
    }
  });
});

describe('the delivery service among real members', () => {
  let service: DeliveryService;
  let members: Map<string, DaveMember>;
  /** Commits that reached the service, newest last. */
  let commits: string[];

  beforeEach(() => {
    service = createDeliveryService({ channelId: CHANNEL, logger, patienceMs: 500 });
    members = new Map();
    commits = [];
  });
  afterEach(() => {
    service.close();
    for (const member of members.values()) member.close();
  });

  /** @param wrap may keep back or change what the member says */
  function sitDown(
    userId: string,
    wrap: (op: number, payload: object) => object | undefined = (_, p) => p,
  ): Peer {
    const present = [...members.keys()];
    const member = createDaveMember({
      userId,
      channelId: CHANNEL,
      logger,
      reply(op, payload) {
        if (op === VoiceOp.DaveCommitWelcome) commits.push(userId);
        const said = wrap(op, payload);
        if (said !== undefined) service.receive(userId, op, said);
      },
    });
    member.sendJson(VoiceOp.ClientsConnect, { user_ids: present });
    for (const other of members.values()) other.sendJson(VoiceOp.ClientsConnect, { user_ids: [userId] });
    members.set(userId, member);
    service.join(member);
    return member;
  }

  function getUp(userId: string): void {
    members.get(userId)?.close();
    members.delete(userId);
    for (const other of members.values()) other.sendJson(VoiceOp.ClientDisconnect, { user_id: userId });
    service.leave(userId);
  }

  const grouped = () => {
    const codes = new Set([...members.values()].map(({ privacyCode }) => privacyCode));
    return service.members.join() === [...members.keys()].sort().join() && codes.size === 1 && !codes.has('');
  };

  it('takes the first commit of an epoch; all agree afterwards', async () => {
    for (const userId of ['11', '12', '13', '14', '15']) sitDown(userId);
    await until('the group', grouped);
    expect(commits.length).toBeGreaterThan(Number(service.epoch)); // some came second
    expect(new Set([...members.values()].map(({ epoch }) => epoch))).toEqual(new Set([service.epoch]));
  });

  it('fills the leftmost empty leaf, so that removals hit the right member', async () => {
    for (const userId of ['11', '12', '13', '14']) sitDown(userId);
    await until('four', grouped);
    getUp('12');
    getUp('13');
    await until('two', grouped);
    for (const userId of ['15', '16', '17']) sitDown(userId);
    await until('five', grouped);
    getUp('15');
    await until('four again', grouped);
    getUp('17');
    await until('three', grouped);
    expect(service.members).toEqual(['11', '14', '16']);
  });

  it('one who comes back with another key replaces the former self', async () => {
    for (const userId of ['11', '12', '13']) sitDown(userId);
    await until('three', grouped);
    getUp('12');
    sitDown('12');
    await until('three again', grouped);
  });

  it('a damaged commit is refused, another member’s is taken', async () => {
    const damage = (op: number, payload: object) =>
      op === VoiceOp.DaveCommitWelcome ? Buffer.from(payload as Uint8Array).fill(0, 20) : payload;
    sitDown('11', damage);
    sitDown('12');
    sitDown('13');
    await until('three', grouped);
  });

  it('without any commit the group is created anew', async () => {
    let silent = true;
    const keepBack = (op: number, payload: object) =>
      silent && op === VoiceOp.DaveCommitWelcome ? undefined : payload;
    sitDown('11', keepBack);
    sitDown('12', keepBack);
    await until('two commits kept back', () => commits.length >= 2);
    expect(service.members).toEqual([]);
    silent = false;
    await until('two', grouped);
  });

  it('a member that never says ready does not hold up the others', async () => {
    const executed: string[] = [];
    const watch = (peer: Peer): void => {
      const { sendJson } = peer;
      Object.assign(peer, {
        sendJson(op: number, d: object) {
          if (op === VoiceOp.DaveExecuteTransition) executed.push(peer.userId);
          sendJson.call(peer, op, d);
        },
      });
    };
    watch(sitDown('11', (op, payload) => (op === VoiceOp.DaveTransitionReady ? undefined : payload)));
    watch(sitDown('12'));
    await until('two', grouped);
    sitDown('13');
    await until('three', grouped);
    await until('the transition executed', () => executed.includes('11') && executed.includes('12'));
  });

  it('key packages of someone else are refused', async () => {
    sitDown('11');
    const other = new davey.DAVESession(1, '99', CHANNEL);
    const swap = (op: number, payload: object) =>
      op === VoiceOp.DaveKeyPackage ? other.getSerializedKeyPackage() : payload;
    sitDown('12', swap);
    sitDown('13');
    await until('eleven and thirteen', () => service.members.join() === '11,13');
  });

  it('one alone has no group, and the last of a group gives it up', async () => {
    sitDown('11');
    sitDown('12');
    await until('two', grouped);
    getUp('12');
    expect(service.members).toEqual([]);
    expect(members.get('11')?.ready).toBe(false);
    sitDown('13');
    await until('two again', grouped);
  });
});
