import { afterEach, describe, expect, it } from 'vitest';
import type { Listener } from '../../../src/stage/voice/listener.ts';
import { encodeMelody, melodyFile, oggOpusPages } from '../../support/ogg.ts';
import { likeness } from '../../support/pcm.ts';
import { track } from '../../support/track.ts';
import { BOT, GUILD, HOME, type Seat, takeSeat, until } from './support/seat.ts';

let seat: Seat;
afterEach(() => seat.close());

const types = () => seat.events.map(({ type }) => type);
const sound = (ear: Listener, since = 0) => ear.packets(since).filter(({ kind }) => kind !== 'silence');

/** Nothing went out unencrypted by DAVE, the silence frames apart, and all that came could be deciphered. */
function expectEncrypted(...ears: Listener[]): void {
  expect(seat.server.frames(GUILD, BOT)).toMatchObject({ plain: 0, damaged: 0 });
  for (const ear of ears) expect(ear.plainFrames).toBe(0);
}

describe('playing', () => {
  it('reaches the listener as it was made: the same packets, encrypted, 960 samples a step', async () => {
    seat = await takeSeat();
    const { packets, pcm } = encodeMelody(1, 3);
    await seat.file('a.opus', Buffer.concat(oggOpusPages(packets)));
    const ear = await seat.listen('10');
    await seat.player.play(HOME, 'ann', [track('a')]);
    await until('the silence came', () => ear.packets().length >= packets.length + 5);

    const heard = ear.packets();
    expect(heard.slice(0, packets.length).map(({ opus }) => opus)).toEqual(packets);
    expect(heard.slice(packets.length).map(({ kind }) => kind)).toEqual(Array(5).fill('silence'));
    heard.slice(1).forEach((packet, i) => {
      expect((packet.timestamp - (heard[i]?.timestamp ?? 0)) >>> 0).toBe(960);
      expect((packet.sequence - (heard[i]?.sequence ?? 0)) & 0xffff).toBe(1);
    });
    expectEncrypted(ear);
    expect([ear.undecipherable, ear.beforeWelcome]).toEqual([0, 0]);
    expect(likeness(ear.pcm().subarray(96_000), pcm, 0.5).score).toBeGreaterThan(0.95);
    expect(likeness(ear.pcm().subarray(96_000), encodeMelody(2, 3).pcm, 0.5).score).toBeLessThan(0.6);
    expect(types()).toEqual(['track-started', 'queue-ended']);
  });

  it('goes from track to track without a gap', async () => {
    seat = await takeSeat();
    const [one, two] = [encodeMelody(1, 1).packets, encodeMelody(2, 1).packets];
    await seat.file('a.opus', Buffer.concat(oggOpusPages(one)));
    await seat.file('b.opus', Buffer.concat(oggOpusPages(two)));
    const ear = await seat.listen('10');
    await seat.player.play(HOME, 'ann', [track('a'), track('b')]);
    await until('both were heard', () => sound(ear).length >= 100);
    expect(
      ear
        .packets()
        .slice(0, 100)
        .map(({ opus }) => opus),
    ).toEqual([...one, ...two]);
  });

  it('pauses with five frames of silence and goes on with the next packet', async () => {
    seat = await takeSeat();
    const { packets } = encodeMelody(3, 3);
    await seat.file('a.opus', Buffer.concat(oggOpusPages(packets)));
    const ear = await seat.listen('10');
    await seat.player.play(HOME, 'ann', [track('a')]);
    await until('some was heard', () => sound(ear).length >= 20);
    expect(seat.player.pause('ann')).toBe(true);
    expect(seat.player.pause('ann')).toBe(false);
    await until('silence came', () => ear.packets().length - sound(ear).length === 5);
    const { phase, current } = seat.player.snapshot();
    expect([phase, current?.positionMs]).toEqual(['paused', sound(ear).length * 20 - 6.5]);
    expect(seat.player.resume()).toBe(true);
    await until('all was heard', () => sound(ear).length === packets.length);
    expect(sound(ear).map(({ opus }) => opus)).toEqual(packets);
  });

  it('stays audible to all when a third listener joins and one leaves', async () => {
    seat = await takeSeat();
    const made = encodeMelody(4, 10);
    await seat.file('a.opus', Buffer.concat(oggOpusPages(made.packets)));
    const [ann, bob] = [await seat.listen('10'), await seat.listen('11')];
    await seat.player.play(HOME, 'ann', [track('a')]);
    await until('both hear', () => sound(ann).length > 25 && sound(bob).length > 25);

    const eve = await seat.listen('12');
    await until('the newcomer hears', () => sound(eve).some(({ opus }) => opus !== undefined), 2_000);
    await seat.server.removeListener(GUILD, '10');
    await new Promise((done) => setTimeout(done, 1_900));
    const marks = [bob, eve].map((ear) => ({ ear, mark: ear.mark() }));
    await until('a second was heard', () => marks.every(({ ear, mark }) => sound(ear, mark).length >= 55));
    const [first, second] = marks.map(({ ear, mark }) => ear.packets(mark).slice(0, 50));
    expect(first?.every(({ opus }) => opus !== undefined)).toBe(true);
    expect(first?.map(({ opus }) => opus)).toEqual(second?.map(({ opus }) => opus));
    expect(likeness(bob.pcm(marks[0]?.mark).subarray(9_600), made.pcm, 0.5).score).toBeGreaterThan(0.95);
    expectEncrypted(bob, eve);
  });

  it('holds while nobody listens, then leaves and keeps the queue', async () => {
    seat = await takeSeat({ aloneMs: 1_000 });
    await seat.file('a.opus', melodyFile(5, 10));
    const ear = await seat.listen('10');
    await seat.player.play(HOME, 'ann', [track('a')]);
    await until('it is heard', () => sound(ear).length > 10);
    seat.present.set(HOME, 0);
    seat.player.recount();
    const { positionMs } = seat.player.snapshot().current ?? {};
    await until('it left', () => types().includes('disconnected'));
    expect(seat.events.at(-1)).toMatchObject({ type: 'disconnected', reason: 'alone', kept: 1 });
    expect(positionMs).toBeGreaterThan(0);
    await until('its seat is empty', () => !seat.server.connected(HOME).includes(BOT));

    seat.present.set(HOME, 1);
    const mark = ear.mark();
    await seat.player.play(HOME, 'bob', []);
    await until('it is heard again', () => sound(ear, mark).length > 10);
  });
});

describe('a track that cannot be played', () => {
  it('is skipped with a note, whatever is wrong with it, and the rest plays', async () => {
    seat = await takeSeat();
    await seat.file('good.opus', melodyFile(1, 0.5));
    await seat.file('text.opus', Buffer.from('not music'));
    await seat.file('empty.opus', Buffer.alloc(0));
    const ear = await seat.listen('10');
    await seat.player.play(
      HOME,
      'ann',
      ['gone', 'text', 'good', 'empty'].map((id) => track(id)),
    );
    await until('the queue ended', () => types().includes('queue-ended'));
    const told = seat.events.map((event) =>
      event.type === 'track-broken' ? event.problem.code : event.type,
    );
    expect(told).toEqual([
      'track.missing',
      'track.not_ogg_opus',
      'track-started',
      'track.empty',
      'queue-ended',
    ]);
    await until('the good one was heard', () => sound(ear).length === 25);
  });

  it('ends the queue with a word when it is every track', async () => {
    seat = await takeSeat();
    await seat.listen('10');
    await seat.player.play(HOME, 'ann', [track('gone'), track('lost')]);
    await until('the queue ended', () => types().includes('queue-ended'));
    expect(seat.events.at(-1)).toMatchObject({ reason: 'all-broken' });
  });

  it('is given up when it never opens, or yields nothing', async () => {
    seat = await takeSeat({}, (id) => {
      if (id === 'shut') return new Promise(() => {});
      if (id !== 'mute') return undefined;
      return Promise.resolve({
        next: () => 'wait',
        preSkip: 0,

        close: () => Promise.resolve(),
      });
    });
    await seat.file('good.opus', melodyFile(1, 0.5));
    const ear = await seat.listen('10');
    await seat.player.play(
      HOME,
      'ann',
      ['shut', 'mute', 'good'].map((id) => track(id)),
    );
    await until('the good one was heard', () => sound(ear).length === 25);
    const broken = seat.events.flatMap((event) =>
      event.type === 'track-broken' ? [event.problem.code] : [],
    );
    expect(broken).toEqual(['track.stalled', 'track.stalled']);
  });
});
