import { afterEach, describe, expect, it } from 'vitest';
import { createLogger } from '../../../src/logger.ts';
import { type BoothThread, createBoothThread } from '../../../src/music/player/booth-thread.ts';
import { encodeMelody, oggOpusPages } from '../../support/ogg.ts';
import { track } from '../../support/track.ts';
import { BOT, GUILD, HOME, QUICK, type Seat, takeSeat, until } from './support/seat.ts';

const made = encodeMelody(1, 6);

let seat: Seat;
let thread: BoothThread;
let log: string[];

async function playing() {
  log = [];
  const logger = createLogger('info', (line) => log.push(line));
  thread = createBoothThread({ group: 'test', waits: QUICK, logger });
  seat = await takeSeat({}, undefined, thread);
  await seat.file('a.opus', Buffer.concat(oggOpusPages(made.packets)));
  const ear = await seat.listen('10');
  await seat.player.play(HOME, 'ann', [track('a'), track('b', { file: 'a.opus' })]);
  await until('it is heard', () => ear.packets().length > 20);
  return ear;
}

afterEach(async () => {
  expect(seat.server.frames(GUILD, BOT)).toMatchObject({ plain: 0, damaged: 0 });
  await seat.close();
  await thread.close();
});

describe('the thread in which booths play', () => {
  it('plays on while this thread is busy', async () => {
    const ear = await playing();
    // The stage lives in this thread, so its stamps of arrival say nothing; the packets wait in its socket.
    const before = ear.packets().length;
    const end = performance.now() + 600;
    while (performance.now() < end);
    await new Promise((done) => setTimeout(done, 5));
    expect(ear.packets().length - before).toBeGreaterThanOrEqual(25);
  });

  it('is started anew when it failed, and every player connects again', async () => {
    const ear = await playing();
    // No such command comes from a player; its handler throws, as a fault in the voice package would.
    thread.open('another guild', () => {}).send({ type: 'load', disc: undefined as never });
    await until('it was noticed', () => log.some((line) => line.includes('the voice thread failed')));
    const mark = ear.mark();
    await until('it is heard again', () => ear.packets(mark).length > 20);
    expect(seat.events.map(({ type }) => type)).toEqual(['track-started', 'reconnecting', 'reconnected']);
    expect(seat.player.snapshot()).toMatchObject({ phase: 'playing', current: { item: { id: 1 } } });
    expect(ear.packets(mark).at(-1)?.opus).toBeDefined();
  });

  it('knows the position to the second while it plays, and exactly when it is paused', async () => {
    const ear = await playing();
    await until('it is past a second', () => ear.packets().length > 75);
    const playingAt = seat.player.snapshot().current?.positionMs ?? 0;
    expect(Math.abs(playingAt - ear.packets().length * 20)).toBeLessThan(1_000);
    seat.player.pause('ann');
    await until('the silence came', () => ear.packets().at(-1)?.kind === 'silence');
    const heard = ear.packets().filter(({ kind }) => kind === 'encrypted').length;
    await until('it told', () => seat.player.snapshot().current?.positionMs === heard * 20 - 6.5);
  });
});
