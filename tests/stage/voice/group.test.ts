import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Listener } from '../../../src/stage/voice/listener.ts';
import type { StageVoiceServer } from '../../../src/stage/voice/server.ts';
import {
  BOT,
  type Bot,
  CHANNEL,
  GUILD,
  joinAsBot,
  listenerId,
  seat,
  shareOfEnergy,
  startServer,
  until,
} from './client.ts';

let server: StageVoiceServer;
let bot: Bot;

beforeEach(async () => {
  server = await startServer();
});
afterEach(async () => {
  bot.leave();
  await server.close();
});

/** All hear the tone in what came in the second that begins now, every packet decrypted. */
async function allHear(hertz: number, listeners: readonly Listener[]): Promise<void> {
  const marks = listeners.map((listener) => listener.mark());
  await sleep(1_000);
  listeners.forEach((listener, i) => {
    const packets = listener.packets(marks[i]);
    expect(packets.length).toBeGreaterThan(25);
    expect(packets.filter(({ opus, encrypted }) => opus === undefined || !encrypted)).toEqual([]);
    const pcm = listener.pcm(marks[i]);
    expect(shareOfEnergy(pcm.subarray(2 * 9_600), hertz)).toBeGreaterThan(0.98);
  });
  // the same packets, hence the same sound
  const [reference = [], ...others] = listeners.map((listener, i) => listener.packets(marks[i]));
  const byTime = new Map(reference.map(({ timestamp, opus }) => [timestamp, opus]));
  for (const packets of others) {
    const common = packets.filter(({ timestamp }) => byTime.has(timestamp));
    expect(common.length).toBeGreaterThan(25);
    expect(
      common.filter(({ timestamp, opus }) => !opus?.equals(byTime.get(timestamp) ?? opus.subarray(1))),
    ).toEqual([]);
  }
}

/**
 * Does something (until the group is as it should be), waits until all of these decode what comes after, and tells how far the track went meanwhile.
 * @returns seconds of the track, by its RTP timestamps: what a busy machine delays, it delays on both sides
 */
async function secondsUntilDecoded(change: () => Promise<readonly Listener[]>): Promise<number> {
  const watcher = server.listenersIn(CHANNEL).at(-1);
  const before = watcher?.packets().at(-1)?.timestamp ?? 0;
  const listeners = await change();
  const marks = new Map(listeners.map((listener) => [listener, listener.mark()]));
  const firstDecoded = (listener: Listener) =>
    listener.packets(marks.get(listener)).find(({ opus }) => opus !== undefined)?.timestamp;
  await until('all decode', () => listeners.every((listener) => firstDecoded(listener) !== undefined));
  return Math.max(...listeners.map((each) => ((firstDecoded(each) ?? 0) - before) | 0)) / 48_000;
}

const inGroup = (...numbers: number[]) => {
  const members = server.daveMembers(CHANNEL);
  return [...numbers.map(listenerId), BOT].sort().join() === members.join();
};

it('one joins and one leaves mid-track, and all present decode within 2 s', async () => {
  const first = await server.addListener(seat(1));
  const second = await server.addListener(seat(2));
  bot = joinAsBot(server);
  await until('three in the group', () => inGroup(1, 2) && first.ready && second.ready);
  await until('the client too', () => (bot.connection.voicePrivacyCode ?? '') !== '');
  bot.play(440, 30);
  await until('sound', () => first.packets().length > 10);
  await allHear(440, [first, second]);

  let third = first;
  const afterJoin = await secondsUntilDecoded(async () => {
    third = await server.addListener(seat(3));
    await until('four in the group', () => inGroup(1, 2, 3) && third.ready);
    return [first, second, third];
  });
  expect(afterJoin).toBeLessThan(2);
  await allHear(440, [first, second, third]);

  const afterLeave = await secondsUntilDecoded(async () => {
    await server.removeListener(GUILD, listenerId(1));
    await until('three again', () => inGroup(2, 3));
    return [second, third];
  });
  expect(afterLeave).toBeLessThan(2);
  const goneAt = first.mark();
  await allHear(440, [second, third]);
  expect(first.packets(goneAt)).toEqual([]);

  // both at once: the next batch waits for the first one's commit
  let late = third;
  const afterBoth = await secondsUntilDecoded(async () => {
    const coming = server.addListener(seat(4));
    await server.removeListener(GUILD, listenerId(2));
    late = await coming;
    await until('third and fourth', () => inGroup(3, 4) && late.ready);
    return [third, late];
  });
  expect(afterBoth).toBeLessThan(2);
  await allHear(440, [third, late]);

  expect(server.frames(GUILD, BOT)).toMatchObject({ plain: 0, damaged: 0 });
  for (const listener of [first, second, third, late]) expect(listener.undecipherable).toBe(0);
});

it('a listener sits down next to a bot that is alone, leaves and comes again', async () => {
  bot = joinAsBot(server);
  await until('the bot connected', () => bot.connection.state.status === 'ready');
  expect(server.daveMembers(CHANNEL)).toEqual([]);
  for (let round = 0; round < 3; round++) {
    const listener = await server.addListener(seat(1));
    await until('both in the group', () => inGroup(1) && listener.ready);
    await until('the client too', () => (bot.connection.voicePrivacyCode ?? '') !== '');
    bot.play(330 + 110 * round, 2);
    await until('sound', () => listener.packets().length > 10);
    await allHear(330 + 110 * round, [listener]);
    bot.player.stop(true);
    await server.removeListener(GUILD, listenerId(1));
    // "sole member reset": the group is given up
    await until('no group', () => server.daveMembers(CHANNEL).length === 0);
  }
  expect(server.frames(GUILD, BOT).plain).toBe(0);
});

it('members agree on the voice privacy code, and every one may commit', async () => {
  bot = joinAsBot(server);
  const listeners: Listener[] = [];
  for (let n = 1; n <= 6; n++) listeners.push(await server.addListener(seat(n)));
  await until('seven in the group', () => inGroup(1, 2, 3, 4, 5, 6) && listeners.every(({ ready }) => ready));
  const codes = () =>
    new Set([...listeners.map((each) => each.privacyCode), bot.connection.voicePrivacyCode]);
  await until('one code', () => codes().size === 1);
  const before = [...codes()][0];
  for (let n = 1; n <= 5; n++) await server.removeListener(GUILD, listenerId(n));
  await until('two in the group', () => inGroup(6));
  await until('another code', () => {
    const now = bot.connection.voicePrivacyCode;
    return now !== before && now === listeners[5]?.privacyCode;
  });
});

it('passes frames on to other clients, encrypted anew for each', async () => {
  bot = joinAsBot(server);
  const other = joinAsBot(server, { userId: listenerId(9) });
  await until('the group', () => inGroup(9) && (other.connection.voicePrivacyCode ?? '') !== '');
  await until('the client too', () => (bot.connection.voicePrivacyCode ?? '') !== '');
  const heard: Buffer[] = [];
  other.connection.receiver.subscribe(BOT).on('data', (packet: Buffer) => heard.push(packet));
  await sleep(100);
  bot.play(440, 2);
  await until('half a second of it', () => heard.length >= 25);
  other.leave();
});
