/** A server that says as little as the protocol allows: what the stage says beyond that is taken away on its way in. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GatewayDispatchEvents } from 'discord.js';
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { VoiceOp } from '../../src/stage/voice/opcodes.ts';
import { until } from '../music/player/support/seat.ts';
import { type BotOnStage, isSettled, shown, startBotOnStage, textOf } from '../support/bot-on-stage.ts';

let on: BotOnStage;
/** How often a voice server was named: once for each time the bot asked to join. */
let servers = 0;
let photo: { name: string; bytes: Buffer };

beforeAll(async () => {
  const bytes = await readFile(join(import.meta.dirname, '../fixtures/faces/129-smiling.jpg'));
  photo = { name: 'me.jpg', bytes };
  on = await startBotOnStage({ timings: { joinMs: 2_000, backoffMs: 100 } });
  silence(on);
}, 60_000);
afterAll(() => on?.close());

interface Packet {
  [field: string]: unknown;
}

/** Nobody is told of as a member, no roles, no details; the bot's seat is told after its voice server. */
function silence({ client, stage }: BotOnStage): void {
  const guild = client.guilds.cache.get(stage.guild.id);
  guild?.members.cache.clear();
  guild?.roles.cache.clear();
  for (const channel of guild?.channels.cache.values() ?? []) Reflect.deleteProperty(channel, 'bitrate');
  client.ws.prependListener(GatewayDispatchEvents.InteractionCreate, (packet: Packet) => {
    for (const field of ['locale', 'guild_locale', 'channel', 'app_permissions', 'entitlements', 'context']) {
      delete packet[field];
    }
    const { user } = packet.member as Packet;
    packet.member = { user };
    if (packet.message !== undefined) packet.message = { id: (packet.message as Packet).id };
  });
  const emit = client.ws.emit.bind(client.ws);
  client.ws.emit = (type: string, packet: Packet, ...rest: unknown[]) => {
    if (type === GatewayDispatchEvents.VoiceServerUpdate) servers += 1;
    if (type !== GatewayDispatchEvents.VoiceStateUpdate) return emit(type, packet, ...rest);
    delete packet.member;
    if (packet.user_id !== client.user?.id) return emit(type, packet, ...rest);
    setTimeout(() => emit(type, packet, ...rest), 50);
    return true;
  };
  stage.voice.misbehave.omit(VoiceOp.ClientsConnect);
}

describe('a server that says little', () => {
  it('gets its answer, its music, encrypted, and its announcement', async () => {
    onTestFailed(() => on.tellLog());
    const { stage, client } = on;
    const meera = stage.createUser('Meera');
    const ear = await meera.joinVoice(stage.guild.voiceChannelId);
    const joinsBefore = on.logger.lines.length;

    const asked = await meera.command(on.here, 'mood', { attachments: { photo } }).reply();
    expect(asked.buttons.map(({ customId }) => customId)).toContain('consent:agree');
    const answer = await shown(meera.click(asked.id, 'consent:agree'), isSettled);
    expect(textOf(answer)).toContain('happiness');
    expect(client.guilds.cache.get(stage.guild.id)?.members.me).toBeNull();

    await until('it is heard', () => ear.packets().filter(({ opus }) => opus !== undefined).length > 50);
    expect(ear.plainFrames).toBe(0);
    expect(servers).toBe(1);
    expect(on.logger.lines.slice(joinsBefore).filter(({ message }) => message === 'voice problem')).toEqual(
      [],
    );
    await until('it is announced', () => meera.messages(stage.guild.voiceChannelId).length > 0);

    const mix = answer.buttons.find(({ customId }) => customId?.startsWith('mix:'));
    const other = await shown(meera.click(answer.id, mix?.customId ?? ''), isSettled);
    expect(textOf(other)).toContain('is now this mix');
    await meera.leaveVoice();
  }, 60_000);
});
