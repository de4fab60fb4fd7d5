import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Listener } from '../../../src/stage/voice/listener.ts';
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

async function begin(resumeMs: number): Promise<void> {
  server = await startServer({ resumeMs });
  listener = await server.addListener(seat(1));
  bot = joinAsBot(server, { answerRejoins: true });
  await until('the group', () => (bot.connection.voicePrivacyCode ?? '') !== '' && listener.ready);
}
beforeEach(() => begin(10_000));
afterEach(async () => {
  bot.leave();
  await server.close();
});

const resumed = () => server.events.filter(({ kind }) => kind === 'resumed').length;

it.each([
  ['cut off', () => server.cutSocket(GUILD, BOT)],
  ['closed with 4015', () => server.closeSocket(GUILD, BOT, 4015)],
])('%s mid-track: the same session goes on, its sequence too', async (_what, lose) => {
  bot.play(440, 6);
  await until('sound', () => listener.packets().length > 25);
  const { ssrc } = listener.packets()[0] ?? {};
  lose();
  await until('resumed', () => resumed() === 1);
  const mark = listener.mark();
  await until('more', () => listener.packets(mark).length > 40);
  const packets = listener.packets();
  const steps = packets.slice(1).map((packet, i) => (packet.sequence - (packets[i]?.sequence ?? 0)) & 0xffff);
  expect(new Set(steps)).toEqual(new Set([1]));
  expect(new Set(packets.map((packet) => packet.ssrc))).toEqual(new Set([ssrc]));
  expect(shareOfEnergy(listener.pcm(mark).subarray(2 * 9_600), 440)).toBeGreaterThan(0.98);
  expect(server.frames(GUILD, BOT).plain).toBe(0);
});

it('what was said meanwhile is said again: a member who came while the client was away is heard', async () => {
  server.cutSocket(GUILD, BOT);
  const late = await server.addListener(seat(2));
  await until('resumed', () => resumed() === 1);
  await until('one group of three', () => {
    const code = bot.connection.voicePrivacyCode;
    return code !== '' && code === late.privacyCode && code === listener.privacyCode;
  });
  expect(server.daveMembers(CHANNEL).length).toBe(3);
  bot.play(660, 2);
  await until('sound', () => late.packets().length > 50);
  expect(shareOfEnergy(late.pcm().subarray(2 * 9_600), 660)).toBeGreaterThan(0.98);
  expect(server.frames(GUILD, BOT).plain).toBe(0);
});

it('too late, the session is gone: 4006, and the client begins anew', async () => {
  bot.leave();
  await server.close();
  await begin(0);
  server.misbehave.ignore(7, 1); // the first Resume goes unanswered
  server.cutSocket(GUILD, BOT);
  await until('the session ended', () => server.events.some(({ kind }) => kind === 'ended'));
  bot.connection.rejoin();
  await until('another session', () => server.daveMembers(CHANNEL).length === 2);
});
