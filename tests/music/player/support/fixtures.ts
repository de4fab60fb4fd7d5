import type { Track } from '../../../../src/domain/track.ts';
import type { Clock } from '../../../../src/music/player/clock.ts';

export function track(id: string, file = `${id}.opus`): Track {
  return {
    id,
    title: `Title ${id}`,
    artist: 'Nobody',
    language: 'ta',
    mood: 'happy',
    durationMs: 45_000,
    file,
    licence: 'MIT',
    source: 'demo',
  };
}

/** mulberry32: small, seeded, good enough to draw test cases. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Time that moves only when told, firing what falls due in order. */
export class FakeClock implements Clock {
  #now = 1_000;
  #timers: { at: number; order: number; fn: () => void }[] = [];
  #order = 0;

  now(): number {
    return this.#now;
  }

  after(ms: number, fn: () => void): () => void {
    const timer = { at: this.#now + ms, order: this.#order++, fn };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const due = this.#timers
        .filter(({ at }) => at <= end)
        .sort((a, b) => a.at - b.at || a.order - b.order)[0];
      if (due === undefined) break;
      this.#timers = this.#timers.filter((other) => other !== due);
      this.#now = Math.max(this.#now, due.at);
      due.fn();
    }
    this.#now = end;
  }

  /** The process was busy: time passes, nothing fires until the next `advance`. */
  block(ms: number): void {
    this.#now += ms;
  }
}
