import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Listener } from '../../../src/stage/voice/listener.ts';
import { VoiceOp } from '../../../src/stage/voice/opcodes.ts';
import type { StageVoiceServer } from '../../../src/stage/voice/server.ts';
import {
  BOT,
  type Bot,
  CHANNEL,
  GUILD,
  joinAsBot,
  seat,
  shareOfEnergy,
  startServer,
  until,
} from './client.ts';

let server: StageVoiceServer;
let listener: Listener;
let bot: Bot;

beforeEach(async () => {
  server = await startServer();
  listener = await server.addListener(seat(1));
});
afterEach(async () => {
  bot.leave();
  await server.close();
});

const privacyCode = () => bot.connection.voicePrivacyCode ?? '';
const together = () =>
  until('both in the group', () => privacyCode() !== '' && privacyCode() === listener.privacyCode);
const status = () => bot.connection.state.status;
const count = (kind: string) => server.events.filter((event) => event.kind === kind).length;

/** The listener decodes this tone from what comes from now on. */
async function hears(hertz: number): Promise<void> {
  const mark = listener.mark();
  await until('half a second of packets', () => listener.packets(mark).length >= 30);
  const decoded = listener.packets(mark).filter(({ opus }) => opus !== undefined).length;
  expect(decoded).toBeGreaterThan(20);
  expect(shareOfEnergy(listener.pcm(mark).subarray(2 * 9_600), hertz)).toBeGreaterThan(0.9);
}

it('a lost discovery datagram leaves the client connecting; rejoining mends it', async () => {
  server.misbehave.dropDiscovery(1);
  bot = joinAsBot(server, { answerRejoins: true });
  await until('identified', () => count('identified') === 1);
  await sleep(500);
  expect(status()).toBe('connecting');
  bot.connection.rejoin();
  await together();
});

it('no answer to an opcode, for so many times', async () => {
  server.misbehave.ignore(VoiceOp.SelectProtocol, 1);
  bot = joinAsBot(server, { answerRejoins: true });
  await until('identified', () => count('identified') === 1);
  await sleep(300);
  expect(status()).toBe('connecting');
  bot.connection.rejoin();
  await together();
});

it('a share of the datagrams is lost, and the gaps are silence of their length', async () => {
  bot = joinAsBot(server);
  await together();
  let n = 0;
  server.misbehave.loseDatagrams(0.25, () => (n++ % 4 === 0 ? 0 : 1));
  const mark = listener.mark();
  bot.play(440, 2);
  await until('the end', () => bot.player.state.status === 'idle' && listener.packets(mark).length >= 70);
  const packets = listener.packets(mark);
  const [first, last] = [packets[0], packets.at(-1)];
  const spanned = (((last?.timestamp ?? 0) - (first?.timestamp ?? 0)) >>> 0) / 960 + 1;
  expect(packets.length).toBeLessThan(0.8 * spanned);
  expect(listener.pcm(mark).length).toBe(spanned * 1920);
});

it('datagrams come late, all of them', async () => {
  bot = joinAsBot(server);
  await together();
  server.misbehave.delayDatagrams(300);
  const startedAt = performance.now();
  bot.play(440, 1);
  await until('all', () => listener.packets().length >= 50);
  expect((listener.packets()[0]?.arrivedAt ?? 0) - startedAt).toBeGreaterThanOrEqual(300);
  expect(listener.undecipherable).toBe(0);
});

it('refusing with 4017 again and again shows every attempt', async () => {
  server.misbehave.refuse(4017, 5);
  bot = joinAsBot(server, { answerRejoins: true });
  await together(); // 0.19.2 comes back at once, without limit
  expect(server.events.filter(({ code }) => code === 4017).length).toBe(5);
});

it.each([4014, 4021, 4022])('closes with %i', async (code) => {
  bot = joinAsBot(server);
  await together();
  server.closeSocket(GUILD, BOT, code);
  await until('not ready', () => status() !== 'ready');
  const { state } = bot.connection;
  if (code === 4014) expect(state).toMatchObject({ status: 'disconnected', closeCode: 4014 });
  else expect(bot.rejoins).toBe(1);
});

it('a dropped session is closed and may not come back', async () => {
  bot = joinAsBot(server);
  await together();
  server.dropSession(GUILD, BOT, 4014);
  await until('disconnected', () => status() === 'disconnected');
  expect(server.connected(CHANNEL)).toEqual([listener.userId]);
  expect(listener.ready).toBe(false);
});

it('another region: the client moves to the other endpoint and is heard again', async () => {
  bot = joinAsBot(server);
  await together();
  const { endpoint } = server;
  await server.changeRegion();
  expect(server.endpoint).not.toBe(endpoint);
  bot.update();
  await until('a second session', () => count('entered') === 2);
  await together();
  bot.play(440, 3);
  await hears(440);
  expect(count('ended')).toBe(1);
});

it('a damaged transition is flagged by the client, which begins anew', async () => {
  server.misbehave.damageTransitions(1);
  bot = joinAsBot(server);
  await together();
  bot.play(440, 3);
  await hears(440);
  expect(server.frames(GUILD, BOT).plain).toBe(0);
});

it('of two damaged transitions 0.19.2 flags only the first; rejoining mends it', async () => {
  server.misbehave.damageTransitions(2);
  bot = joinAsBot(server, { answerRejoins: true });
  await sleep(1_000);
  expect(status()).toBe('ready');
  expect(privacyCode()).toBe('');
  bot.connection.rejoin();
  await together();
  bot.play(440, 3);
  await hears(440);
});

it('garbage does no harm', async () => {
  bot = joinAsBot(server);
  await together();
  server.sendGarbage(GUILD, BOT);
  bot.play(440, 3);
  await hears(440);
  expect(status()).toBe('ready');
});

it('reset undoes it all', async () => {
  server.misbehave.refuse(4006);
  server.misbehave.ignore(VoiceOp.Identify);
  server.misbehave.dropDiscovery(100);
  server.misbehave.loseDatagrams(1, () => 0);
  server.misbehave.damageTransitions(100);
  server.misbehave.reset();
  bot = joinAsBot(server);
  await together();
  bot.play(440, 3);
  await hears(440);
});
