import { describe, expect, it } from 'vitest';
import { createExpiring, REMEMBERED_MS } from '../../src/commands/expiring.ts';

describe('what is remembered for a while', () => {
  it('is gone after its time', () => {
    let now = 0;
    const map = createExpiring<string>({ now: () => now });
    map.set('a', 'x');
    now = REMEMBERED_MS - 1;
    expect(map.get('a')).toBe('x');
    now += 1;
    expect(map.get('a')).toBeUndefined();
    expect(map.size).toBe(0);
  });

  it('lives on from the last time it was set', () => {
    let now = 0;
    const map = createExpiring<number>({ now: () => now, ttlMs: 10 });
    map.set('a', 1);
    map.set('b', 1);
    now = 6;
    map.set('a', 2);
    now = 12;
    expect([map.get('a'), map.get('b'), map.size]).toEqual([2, undefined, 1]);
  });

  it('is taken once', () => {
    const map = createExpiring<number>({ now: () => 0 });
    map.set('a', 1);
    expect([map.take('a'), map.take('a')]).toEqual([1, undefined]);
  });

  it('is dropped by what it is', () => {
    const map = createExpiring<number>({ now: () => 0 });
    for (const [key, value] of Object.entries({ a: 1, b: 2, c: 1 })) map.set(key, value);
    map.drop((value) => value === 1);
    expect([map.get('a'), map.get('b'), map.get('c'), map.size]).toEqual([undefined, 2, undefined, 1]);
  });

  it('is bounded: the oldest makes room', () => {
    const map = createExpiring<number>({ now: () => 0, limit: 3 });
    for (const key of ['a', 'b', 'c', 'd']) map.set(key, 1);
    expect([map.size, map.get('a'), map.get('d')]).toEqual([3, undefined, 1]);
  });
});
