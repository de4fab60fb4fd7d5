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
}

const inGroup = (...numbers: number[]) => {
  const members = server.daveMembers(CHANNEL);
  return [...numbers.map(listenerId), BOT].sort().join() === members.join();
};

const decodes = (listener: Listener) => listener.packets().some(({ opus }) => opus !== undefined);

it('one joins and one leaves mid-track, and all present decode within 2 s', async () => {
  const first = await server.addListener(seat(1));
  const second = await server.addListener(seat(2));
  bot = joinAsBot(server);
  await until('three in the group', () => inGroup(1, 2) && first.ready && second.ready);
  await until('the client too', () => (bot.connection.voicePrivacyCode ?? '') !== '');
  bot.play(440, 12);
  await until('sound', () => first.packets().length > 10);
  await allHear(440, [first, second]);

  const third = await server.addListener(seat(3));
  await until('four in the group', () => inGroup(1, 2, 3) && decodes(third), 2_000);
  await allHear(440, [first, second, third]);

  await server.removeListener(GUILD, listenerId(1));
  await until('three again', () => inGroup(2, 3), 2_000);
  const after = first.mark();
  await allHear(440, [second, third]);
  expect(first.packets(after)).toEqual([]);

  // both at once: the next batch waits for the first one's commit
  const fourth = server.addListener(seat(4));
  await server.removeListener(GUILD, listenerId(2));
  await until('third and fourth', () => inGroup(3, 4), 2_000);
  const late = await fourth;
  await until('it to decode', () => decodes(late), 2_000);
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
