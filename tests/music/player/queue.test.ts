import { describe, expect, it } from 'vitest';
import {
  advance,
  EMPTY_QUEUE,
  enqueue,
  MAX_UPCOMING,
  type Queue,
  remove,
  replaceUpcoming,
  sizeOf,
} from '../../../src/music/player/queue.ts';
import { seeded } from '../../support/seeded.ts';
import { track } from '../../support/track.ts';

const tracks = (...ids: string[]) => ids.map((id) => track(id));
const add = (queue: Queue, by: string, ...ids: string[]) => enqueue(queue, by, tracks(...ids)).queue;
const names = (queue: Queue) => queue.upcoming.map((item) => item.track.id);

describe('the queue', () => {
  it('plays one member in the order asked', () => {
    const queue = advance(add(add(EMPTY_QUEUE, 'a', 'a1', 'a2'), 'a', 'a3'));
    expect(queue.current?.track.id).toBe('a1');
    expect(names(queue)).toEqual(['a2', 'a3']);
  });

  it('interleaves a second member after the current track and removes nothing', () => {
    const playing = advance(add(EMPTY_QUEUE, 'a', 'a1', 'a2', 'a3', 'a4'));
    const both = add(playing, 'b', 'b1', 'b2');
    expect(both.current).toBe(playing.current);
    expect(names(both)).toEqual(['b1', 'a2', 'b2', 'a3', 'a4']);
    expect(names(add(advance(both), 'c', 'c1'))).toEqual(['a2', 'c1', 'b2', 'a3', 'a4']);
  });

  it('takes in no more than it may hold and says how many it refused', () => {
    const many = Array.from({ length: MAX_UPCOMING + 7 }, (_, i) => track(`t${i}`));
    const { queue, added, refused } = enqueue(EMPTY_QUEUE, 'a', many);
    expect([queue.upcoming.length, added.length, refused]).toEqual([MAX_UPCOMING, MAX_UPCOMING, 7]);
  });

  it("replaces one member's upcoming tracks and nobody else's", () => {
    const queue = add(advance(add(EMPTY_QUEUE, 'a', 'a1', 'a2', 'a3')), 'b', 'b1');
    const other = replaceUpcoming(queue, 'a', tracks('a9'));
    expect(other.current?.track.id).toBe('a1');
    expect(names(other)).toEqual(['b1', 'a9']);
  });

  it('removes an upcoming item, and the current one only by going on', () => {
    const queue = advance(add(EMPTY_QUEUE, 'a', 'a1', 'a2', 'a3'));
    const second = queue.upcoming[0]?.id ?? 0;
    expect(names(remove(queue, second))).toEqual(['a3']);
    expect(remove(queue, queue.current?.id ?? 0)).toEqual(queue);
    expect(advance(advance(advance(queue))).current).toBeUndefined();
  });
});

describe('whatever is done to a queue', () => {
  const MEMBERS = ['a', 'b', 'c', 'd'];

  /** A random history, with a check after every step. */
  function history(
    seed: number,
    check: (before: Queue, after: Queue, act: string, by: string) => void,
  ): void {
    const random = seeded(seed);
    let queue: Queue = EMPTY_QUEUE;
    for (let stepNo = 0; stepNo < 40; stepNo++) {
      const by = MEMBERS[Math.floor(random() * MEMBERS.length)] ?? 'a';
      const before = queue;
      const act = random() < 0.55 ? 'enqueue' : 'advance';
      if (act === 'enqueue') {
        const ids = Array.from({ length: 1 + Math.floor(random() * 5) }, (_, i) => `${by}-${stepNo}-${i}`);
        queue = add(queue, by, ...ids);
      } else {
        queue = advance(queue);
      }
      check(before, queue, act, by);
    }
  }
  const seeds = Array.from({ length: 30 }, (_, seed) => seed);

  it('no item is lost, doubled or invented', () => {
    for (const seed of seeds) {
      history(seed, (before, after, act) => {
        const ids = after.upcoming.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        if (act === 'enqueue') {
          for (const item of before.upcoming) expect(after.upcoming).toContain(item);
          expect(after.current).toBe(before.current);
        } else {
          expect(sizeOf(after)).toBe(Math.max(0, before.upcoming.length));
        }
      });
    }
  });

  it("nobody's own order changes", () => {
    for (const seed of seeds) {
      history(seed, (_, after) => {
        for (const member of MEMBERS) {
          const ids = after.upcoming.filter((item) => item.requestedBy === member).map(({ id }) => id);
          expect(ids).toEqual(ids.toSorted((x, y) => x - y));
        }
      });
    }
  });

  it('right after an enqueue, nobody has two turns while another waits for one', () => {
    for (const seed of seeds) {
      history(seed, (_, after, act) => {
        if (act !== 'enqueue') return;
        const order = [after.current, ...after.upcoming].flatMap((item) => (item ? [item.requestedBy] : []));
        order.forEach((member, index) => {
          const nextTurn = order.indexOf(member, index + 1);
          if (nextTurn < 0) return;
          const waiting = new Set(order.slice(nextTurn + 1).filter((other) => other !== member));
          const between = new Set(order.slice(index + 1, nextTurn));
          for (const other of waiting) expect(between).toContain(other);
        });
      });
    }
  });
});
