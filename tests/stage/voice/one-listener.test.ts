import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
let bot: Bot | undefined;

beforeEach(async () => {
  server = await startServer();
});

afterEach(async () => {
  bot?.leave();
  await server.close();
});

describe('one bot and one listener', () => {
  it('the listener hears the tone, end-to-end encrypted, RTP without a gap', async () => {
    const listener = await server.addListener(seat(1));
    bot = joinAsBot(server);
    await until('the DAVE group', () => server.daveMembers(CHANNEL).length === 2 && listener.ready);
    expect(server.daveMembers(CHANNEL)).toEqual([BOT, listenerId(1)]);
    await until('the client in the group', () => (bot?.connection.voicePrivacyCode ?? '') !== '');

    const mark = listener.mark();
    bot.play(440, 2);
    await until('the player at its end', () => bot?.player.state.status === 'idle');
    await until('all of it', () => listener.packets(mark).length >= 100);

    const packets = listener.packets(mark);
    const steps = packets
      .slice(1)
      .map((packet, i) => (packet.timestamp - (packets[i]?.timestamp ?? 0)) >>> 0);
    expect(new Set(steps)).toEqual(new Set([960]));
    const sequences = packets
      .slice(1)
      .map((packet, i) => (packet.sequence - (packets[i]?.sequence ?? 0)) & 0xffff);
    expect(new Set(sequences)).toEqual(new Set([1]));
    expect(server.frames(GUILD, BOT)).toMatchObject({ plain: 0, damaged: 0 });
    expect(listener.plainFrames).toBe(0);
    expect(listener.undecipherable).toBe(0);
    expect(packets.filter((packet) => packet.kind === 'encrypted').length).toBe(100);

    const pcm = listener.pcm(mark);
    const heard = pcm.subarray(2 * 9_600, 2 * 86_400);
    expect(shareOfEnergy(heard, 440)).toBeGreaterThan(0.98);
    expect(shareOfEnergy(heard, 660)).toBeLessThan(0.01);
  });
});
