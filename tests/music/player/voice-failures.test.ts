import { getVoiceConnection, VoiceConnectionStatus } from '@discordjs/voice';
import { afterEach, describe, expect, it } from 'vitest';
import type { StopReason } from '../../../src/music/player/events.ts';
import type { Listener } from '../../../src/stage/voice/listener.ts';
import { encodeMelody, melodyFile, oggOpusPages } from '../../support/ogg.ts';
import { track } from '../../support/track.ts';
import { ATTIC, BOT, GUILD, HOME, type Seat, takeSeat, until } from './support/seat.ts';

const LONG = encodeMelody(1, 12);
const LONG_FILE = Buffer.concat(oggOpusPages(LONG.packets));

let seat: Seat;
let ear: Listener;
afterEach(async () => {
  // No frame, whatever happened, may have left without end-to-end encryption.
  expect(seat.server.frames(GUILD, BOT)).toMatchObject({ plain: 0, damaged: 0 });
  await seat.close();
});

const types = () => seat.events.map(({ type }) => type);
const sound = (since = 0, of = ear) => of.packets(since).filter(({ kind }) => kind !== 'silence');
const identified = () => seat.server.events.filter(({ kind }) => kind === 'identified').length;
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** A member listens and a long piece plays. */
async function playing(): Promise<void> {
  seat = await takeSeat();
  ear = await seat.listen('10');
  await seat.file('a.opus', LONG_FILE);
  await seat.player.play(HOME, 'ann', [track('a'), track('b', { file: 'a.opus' })]);
  await until('it is heard', () => sound().length > 20);
}

async function expectHeardAgain(of = ear): Promise<void> {
  const mark = of.mark();
  await until(
    'it is heard again',
    () => sound(mark, of).filter(({ opus }) => opus !== undefined).length > 20,
  );
}

describe('joining', () => {
  it('survives a lost discovery datagram', async () => {
    seat = await takeSeat();
    ear = await seat.listen('10');
    await seat.file('a.opus', melodyFile(1, 5));
    seat.server.misbehave.dropDiscovery(1);
    await seat.player.play(HOME, 'ann', [track('a')]);
    await expectHeardAgain();
    expect(seat.joins()).toBe(2);
  });

  it.each<{ code: number; reason: StopReason }>([
    { code: 4017, reason: 'encryption-required' },
    { code: 4021, reason: 'rate-limited' },
    { code: 4022, reason: 'call-ended' },
    { code: 4016, reason: 'protocol' },
  ])('ends at once when refused with $code, and says why', async ({ code, reason }) => {
    seat = await takeSeat();
    await seat.file('a.opus', melodyFile(1, 1));
    seat.server.misbehave.refuse(code);
    const outcome = seat.player.play(HOME, 'ann', [track('a')]);
    await expect(outcome).rejects.toMatchObject({ code: 'player.connect_failed', context: { reason } });
    await pause(1_000);
    expect(seat.joins()).toBe(1);
    expect(seat.player.snapshot().current?.item.track.id).toBe('a');
  });

  it('gives up after three attempts when the server never takes it in', async () => {
    seat = await takeSeat();
    await seat.file('a.opus', melodyFile(1, 1));
    seat.server.misbehave.refuse(4006);
    await expect(seat.player.play(HOME, 'ann', [track('a')])).rejects.toMatchObject({
      context: { reason: 'gave-up' },
    });
    await pause(500);
    expect(seat.joins()).toBe(3);
  });

  it('sends nothing while the key exchange is held up, then begins with the first packet', async () => {
    seat = await takeSeat({ secureMs: 20_000 });
    ear = await seat.listen('10');
    const { packets } = encodeMelody(1, 2);
    await seat.file('a.opus', Buffer.concat(oggOpusPages(packets)));
    seat.server.misbehave.ignore(26); // key packages go unread
    await seat.player.play(HOME, 'ann', [track('a')]);
    await pause(1_000);
    expect(ear.packets()).toEqual([]);
    expect(seat.player.snapshot().current?.positionMs).toBe(0);
    seat.server.misbehave.reset();
    seat.announceServer();
    await until('all is heard', () => sound().length === packets.length);
    expect(sound().map(({ opus }) => opus)).toEqual(packets);
  });

  it('connects anew when listeners wait and encryption does not come', async () => {
    seat = await takeSeat({ secureMs: 700 });
    ear = await seat.listen('10');
    await seat.file('a.opus', melodyFile(1, 5));
    seat.server.misbehave.ignore(26, 1);
    await seat.player.play(HOME, 'ann', [track('a')]);
    await expectHeardAgain();
    expect(seat.joins()).toBe(2);
    expect(types()).toEqual(['reconnecting', 'reconnected', 'track-started']);
  });
});

describe('while playing', () => {
  it('a kick ends it; the queue is kept and plays when asked', async () => {
    await playing();
    seat.kick();
    await until('it was told', () => types().includes('disconnected'));
    expect(seat.events.at(-1)).toMatchObject({ reason: 'kicked', kept: 2, channelId: HOME });
    await pause(1_000);
    expect(seat.joins()).toBe(1);
    expect(seat.player.snapshot()).toMatchObject({
      phase: 'idle',
      current: { item: { track: { id: 'a' } } },
    });
    await seat.player.play(HOME, 'ann', []);
    await expectHeardAgain();
  });

  it('a move is followed, and the track goes on where it was', async () => {
    await playing();
    const other = await seat.listen('11', ATTIC);
    seat.present.set(ATTIC, 1);
    const before = sound().length;
    seat.moveTo(ATTIC);
    await until('it is heard there', () => sound(0, other).length > 20);
    expect(seat.player.channelId).toBe(ATTIC);
    expect(seat.events.at(-1)).toMatchObject({ type: 'moved', fromChannelId: HOME, channelId: ATTIC });
    const resumedAt = LONG.packets.findIndex((packet) => sound(0, other)[0]?.opus?.equals(packet));
    expect(resumedAt).toBeGreaterThanOrEqual(before);
    expect(resumedAt).toBeLessThan(before + 25);
    expect(seat.joins()).toBe(1);
  });

  it('a change of region is followed', async () => {
    await playing();
    await seat.server.changeRegion();
    seat.announceServer();
    await until('it identified there', () => identified() === 2);
    await expectHeardAgain();
    expect(seat.joins()).toBe(1);
    expect(types()).toEqual(['track-started']);
  });

  it('a server that goes away before another is named is waited for', async () => {
    await playing();
    seat.withdrawServer();
    await seat.server.changeRegion();
    await pause(30);
    seat.announceServer();
    await expectHeardAgain();
  });

  it('a server whose address makes no sense is a lost connection', async () => {
    await playing();
    seat.announceNonsense();
    await until('it asked anew', () => seat.joins() === 2);
    await expectHeardAgain();
  });

  it.each([4014, 4006, 4009, 4000])('a close with %i is mended', async (code) => {
    await playing();
    seat.server.closeSocket(GUILD, BOT, code);
    await until('it identified again', () => identified() === 2);
    await expectHeardAgain();
    expect(types()).toEqual(['track-started', 'reconnecting', 'reconnected']);
    expect(seat.joins()).toBe(2);
  });

  it.each([4015, 1006])('a session closed with %i is resumed', async (code) => {
    await playing();
    if (code === 1006) seat.server.cutSocket(GUILD, BOT);
    else seat.server.closeSocket(GUILD, BOT, code);
    await until('it resumed', () => seat.server.events.some(({ kind }) => kind === 'resumed'));
    await expectHeardAgain();
    expect([identified(), seat.joins(), types()]).toEqual([1, 1, ['track-started']]);
  });

  it('who comes while the session is being resumed hears as well', async () => {
    await playing();
    seat.server.cutSocket(GUILD, BOT);
    const late = await seat.listen('12');
    await until('it resumed', () => seat.server.events.some(({ kind }) => kind === 'resumed'));
    await expectHeardAgain(late);
    await expectHeardAgain();
  });

  it.each<{ code: number; reason: StopReason }>([
    { code: 4017, reason: 'encryption-required' },
    { code: 4021, reason: 'rate-limited' },
    { code: 4022, reason: 'call-ended' },
  ])('a close with $code ends it with a word and without another attempt', async ({ code, reason }) => {
    await playing();
    seat.server.closeSocket(GUILD, BOT, code);
    await until('it was told', () => types().includes('disconnected'));
    expect(seat.events.at(-1)).toMatchObject({ reason, kept: 2 });
    await pause(1_000);
    expect([seat.joins(), identified()]).toEqual([1, 1]);
  });

  it('a 4022 is followed when another voice server is named in time', async () => {
    await playing();
    await seat.server.changeRegion();
    seat.server.closeSocket(GUILD, BOT, 4022);
    await pause(50);
    seat.announceServer();
    await expectHeardAgain();
    expect(types()).not.toContain('disconnected');
  });

  it('a server that is gone for good is tried six times', async () => {
    await playing();
    seat.server.misbehave.refuse(4006);
    seat.server.closeSocket(GUILD, BOT, 4006);
    await until('it gave up', () => types().includes('disconnected'));
    expect(seat.events.at(-1)).toMatchObject({ reason: 'gave-up', kept: 2 });
    expect(seat.joins()).toBe(7);
  });

  it('a damaged key exchange is recovered from, with nothing sent unencrypted', async () => {
    await playing();
    seat.server.misbehave.damageTransitions(1);
    const late = await seat.listen('12');
    await expectHeardAgain(late);
    await expectHeardAgain();
    expect([ear.plainFrames, late.plainFrames]).toEqual([0, 0]);
  });

  it('messages that make no sense end nothing', async () => {
    await playing();
    seat.server.sendGarbage(GUILD, BOT);
    // An external sender for a group that has one: the package's handler throws on it.
    const state = getVoiceConnection(GUILD, seat.group)?.state;
    if (state?.status !== VoiceConnectionStatus.Ready) throw new Error('not connected');
    const network = state.networking.state;
    if (!('ws' in network)) throw new Error('no socket');
    network.ws.emit('binary', { op: 25, seq: 1, payload: Buffer.alloc(3) });
    await until('it connected anew', () => seat.joins() === 2);
    await expectHeardAgain();
  });

  it('a shard that is gone is a lost connection, and a second destroy does no harm', async () => {
    await playing();
    seat.adapterGone();
    await until('it connected anew', () => seat.joins() === 2);
    await expectHeardAgain();
    await Promise.all([seat.player.stop(), seat.player.stop()]);
    expect(seat.isOver()).toBe(true);
  });

  it('stop says so to Discord and forgets the queue', async () => {
    await playing();
    await seat.player.stop();
    expect(seat.isOver()).toBe(true);
    await until('it is gone', () => !seat.server.connected(HOME).includes(BOT));
    expect(seat.events.at(-1)).toMatchObject({ type: 'disconnected', reason: 'asked', kept: 0 });
  });
});
