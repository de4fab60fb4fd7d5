import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/errors.ts';
import { step } from '../../../src/music/player/machine.ts';
import { sizeOf } from '../../../src/music/player/queue.ts';
import {
  type Context,
  deadlines,
  type Effect,
  type Event,
  initialState,
  phaseOf,
  type State,
  wantsSound,
} from '../../../src/music/player/state.ts';
import { backoff, DEFAULT_TIMINGS as T } from '../../../src/music/player/timings.ts';
import { seeded } from '../../support/seeded.ts';
import { track } from '../../support/track.ts';

/** Runs the machine by hand: what it said, and what it would do. */
class Run {
  now = 1_000;
  state: State = initialState('home', this.now);
  effects: Effect[] = [];
  random = () => 0.5;

  send(event: Event): this {
    const context: Context = { now: this.now, random: this.random, timings: T };
    const change = step(this.state, event, context);
    this.state = change.state;
    this.effects.push(...change.effects);
    return this;
  }

  play(ids: string[], o: { by?: string; channelId?: string; listeners?: number } = {}): this {
    const { by = 'ann', channelId = 'home', listeners = 1 } = o;
    return this.send({
      type: 'play',
      channelId,
      requestedBy: by,
      tracks: ids.map((id) => track(id)),
      listeners,
    });
  }

  /** Connected and playing. */
  playing(...ids: string[]): this {
    this.play(ids).send({ type: 'link-up' });
    return this.sounded();
  }

  sounded(): this {
    return this.send({ type: 'sounded', itemId: this.state.queue.current?.id ?? 0 });
  }

  ended(): this {
    return this.send({ type: 'ended', itemId: this.state.queue.current?.id ?? 0 });
  }

  broken(code = 'track.missing'): this {
    const itemId = this.state.queue.current?.id ?? 0;
    return this.send({ type: 'broken', itemId, problem: new AppError(code) });
  }

  /** Lets the deadline pass, as the shell would. */
  due(name: 'link' | 'alone' | 'idle' = 'link'): this {
    const at = deadlines(this.state)[name];
    expect(at).toBeTypeOf('number');
    this.now = at ?? 0;
    return this.send({ type: 'deadline', name });
  }

  take(): Effect[] {
    return this.effects.splice(0);
  }

  announced(): string[] {
    return this.take().flatMap((effect) => (effect.type === 'announce' ? [effect.event.type] : []));
  }

  get current(): string | undefined {
    return this.state.queue.current?.track.id;
  }
}

describe('playing', () => {
  it('joins, loads, sounds, announces once, goes on, ends', () => {
    const run = new Run().play(['a', 'b']);
    expect(phaseOf(run.state)).toBe('connecting');
    expect(run.take().map(({ type }) => type)).toEqual(['join', 'load']);
    run.send({ type: 'link-up' });
    expect(phaseOf(run.state)).toBe('playing');
    expect(run.take()).toEqual([{ type: 'sound', on: true }]);
    run.sounded().sounded();
    expect(run.announced()).toEqual(['track-started']);
    run.ended();
    expect(run.current).toBe('b');
    expect(run.take().map(({ type }) => type)).toEqual(['load']);
    run.sounded().ended();
    expect(phaseOf(run.state)).toBe('idle');
    expect(run.take()).toContainEqual({
      type: 'announce',
      event: { type: 'queue-ended', reason: 'finished' },
    });
  });

  it('pauses and goes on where it was, without loading anew', () => {
    const run = new Run().playing('a');
    run.take();
    run.send({ type: 'pause', by: 'ann' });
    expect(phaseOf(run.state)).toBe('paused');
    expect(run.take()).toEqual([{ type: 'sound', on: false }]);
    run.send({ type: 'resume' });
    expect(run.take()).toEqual([{ type: 'sound', on: true }]);
  });

  it('skips a broken track with a note and plays the next', () => {
    const run = new Run().playing('a', 'b', 'c');
    run.take();
    run.ended().broken();
    expect(run.current).toBe('c');
    expect(run.announced()).toEqual(['track-broken']);
  });

  it('says so when not one track could be played, and not when one could', () => {
    const none = new Run().play(['a', 'b']).send({ type: 'link-up' }).broken().broken();
    expect(none.take()).toContainEqual({
      type: 'announce',
      event: { type: 'queue-ended', reason: 'all-broken' },
    });
    const some = new Run().playing('a', 'b').ended().broken();
    expect(some.take()).toContainEqual({
      type: 'announce',
      event: { type: 'queue-ended', reason: 'finished' },
    });
  });

  it('does not listen to what an item says that is over', () => {
    const run = new Run().playing('a', 'b');
    const gone = run.state.queue.current?.id ?? 0;
    run.send({ type: 'skip' });
    const { state } = run;
    run.send({ type: 'ended', itemId: gone });
    run.send({ type: 'broken', itemId: gone, problem: new AppError('track.stalled') });
    expect(run.state).toEqual(state);
  });

  it('holds while nobody listens, leaves after five minutes and keeps the queue', () => {
    const run = new Run().playing('a', 'b');
    run.take();
    run.send({ type: 'listeners', count: 0 });
    expect(run.take()).toEqual([{ type: 'sound', on: false }]);
    expect((deadlines(run.state).alone ?? 0) - run.now).toBe(5 * 60_000);
    run.send({ type: 'listeners', count: 2 });
    expect(deadlines(run.state).alone).toBeUndefined();
    run.send({ type: 'listeners', count: 0 }).due('alone');
    expect(run.take()).toContainEqual({
      type: 'announce',
      event: { type: 'disconnected', reason: 'alone', kept: 2, keptForMs: T.keepMs },
    });
    expect(run.state.link.status).toBe('out');
    expect(sizeOf(run.due().state.queue)).toBe(0);
  });

  it('leaves when nothing was asked for a while', () => {
    const run = new Run().playing('a').ended().due('idle');
    expect(run.state.link.status).toBe('out');
    expect(run.take()).toContainEqual({ type: 'leave' });
  });
});

describe('the connection', () => {
  it.each([4017, 4016, 4012, 4021])('stops at once on %i and keeps the queue', (code) => {
    const run = new Run().playing('a', 'b');
    run.take();
    run.send({ type: 'link-down', code });
    expect(run.state.link.status).toBe('out');
    expect(run.take().filter(({ type }) => type === 'join')).toEqual([]);
    expect(sizeOf(run.state.queue)).toBe(2);
  });

  it.each([1006, 4006, 4009, 4015, undefined])(
    'tries again after %s, holds the sound and tells once',
    (code) => {
      const run = new Run().playing('a');
      run.take();
      run.send({ type: 'link-down', ...(code === undefined ? {} : { code }) });
      expect(phaseOf(run.state)).toBe('reconnecting');
      expect(
        run.take().map((effect) => (effect.type === 'announce' ? effect.event.type : effect.type)),
      ).toEqual(['reconnecting', 'sound']);
      run.due();
      expect(run.take()).toEqual([{ type: 'join', channelId: 'home', fresh: false }]);
      run.due().due();
      expect(run.take()).toEqual([{ type: 'join', channelId: 'home', fresh: true }]);
      run.send({ type: 'link-up' });
      expect(run.announced()).toEqual(['reconnected']);
      expect(wantsSound(run.state)).toBe(true);
    },
  );

  it('waits after a 4014 for news: a move is followed', () => {
    const run = new Run().playing('a');
    run.take();
    run.send({ type: 'link-down', code: 4014 });
    run.send({ type: 'moved', channelId: 'attic', listeners: 1 });
    run.send({ type: 'link-connecting' }).send({ type: 'link-up' });
    expect(run.state.channelId).toBe('attic');
    expect(run.announced()).toEqual(['moved']);
    expect(wantsSound(run.state)).toBe(true);
  });

  it('waits after a 4014 for news: a kick ends the stay and keeps the queue', () => {
    const run = new Run().playing('a', 'b').send({ type: 'link-down', code: 4014 });
    run.take();
    run.send({ type: 'stop', reason: 'kicked' });
    expect(run.announced()).toEqual(['disconnected']);
    run.play([]);
    expect(run.take().map(({ type }) => type)).toEqual(['join', 'load']);
    expect(run.current).toBe('a');
  });

  it('without news tries again after a 4014 and stops after a 4022', () => {
    const lost = new Run().playing('a').send({ type: 'link-down', code: 4014 }).due();
    expect(lost.state.link.status).toBe('backing-off');
    const ended = new Run().playing('a').send({ type: 'link-down', code: 4022 });
    expect(ended.state.link.status).toBe('waiting');
    expect(ended.due().state.link).toMatchObject({ status: 'out', reason: 'call-ended' });
  });

  it('waits for the server that was promised, longer than for one that was not', () => {
    for (const order of [
      ['close', 'withdraw'],
      ['withdraw', 'close'],
    ]) {
      const run = new Run().playing('a');
      for (const what of order) {
        run.send(what === 'close' ? { type: 'link-down', code: 4022 } : { type: 'link-serverless' });
      }
      expect(run.due().state.link.status).toBe('backing-off');
    }
  });

  it('survives a change of region in silence', () => {
    const run = new Run().playing('a');
    run.take();
    run.send({ type: 'link-connecting' }).send({ type: 'link-up' });
    expect(run.announced()).toEqual([]);
  });

  it('gives up after its attempts, fewer when it never was connected', () => {
    const joins = (run: Run) => {
      let count = 0;
      while (run.state.link.status !== 'out') {
        run.due();
        count += run.take().filter(({ type }) => type === 'join').length;
      }
      return count;
    };
    const first = new Run().play(['a']);
    expect(joins(first)).toBe(T.firstAttempts);
    expect(first.state.link).toMatchObject({ reason: 'gave-up' });
    const later = new Run().playing('a');
    later.take();
    later.send({ type: 'link-down' });
    expect(joins(later)).toBe(T.attempts);
    expect(later.state.link).toMatchObject({ reason: 'gave-up' });
  });

  it('is not reset by a connection that does not last', () => {
    const run = new Run().playing('a');
    let joins = 0;
    const isOut = () => run.state.link.status === 'out';
    for (;;) {
      run.send({ type: 'link-down', code: 4006 });
      if (isOut()) break;
      run.due().send({ type: 'link-up' });
      run.now += 1_000; // far from stable
      joins += 1;
    }
    expect(joins).toBe(T.attempts);
  });

  it('counts anew after a stable while', () => {
    const run = new Run().playing('a').send({ type: 'link-down' }).due().send({ type: 'link-up' });
    expect(run.due().state.link).toMatchObject({ status: 'up', attempt: 1 });
  });

  it('backs off exponentially, with jitter, to a limit', () => {
    expect([1, 2, 3, 4].map((attempt) => backoff(T, attempt, 0))).toEqual([500, 1_000, 2_000, 4_000]);
    expect(backoff(T, 3, 0.999)).toBeCloseTo(4_000, -1);
    expect(backoff(T, 30, 1)).toBe(T.backoffMaxMs);
  });
});

describe('whatever happens', () => {
  /** Every event the shell can send, drawn at random. */
  function draw(random: () => number, run: Run): Event {
    const itemId = random() < 0.8 ? (run.state.queue.current?.id ?? 0) : Math.floor(random() * 5);
    const codes = [undefined, 1006, 4006, 4014, 4015, 4022, 4021, 4017];
    const code = codes[Math.floor(random() * codes.length)];
    const by = random() < 0.5 ? 'ann' : 'bob';
    const due = (['link', 'alone', 'idle'] as const).filter((name) => {
      const at = deadlines(run.state)[name];
      return at !== undefined && at !== Number.POSITIVE_INFINITY;
    });
    const name = due[Math.floor(random() * due.length)];
    const events: Event[] = [
      { type: 'play', channelId: 'home', requestedBy: by, tracks: [track('x'), track('y')], listeners: 1 },
      { type: 'link-up' },
      { type: 'link-up' },
      { type: 'link-connecting' },
      { type: 'link-serverless' },
      { type: 'link-down', ...(code === undefined ? {} : { code }) },
      { type: 'moved', channelId: random() < 0.5 ? 'attic' : 'home', listeners: 1 },
      { type: 'listeners', count: Math.floor(random() * 3) },
      { type: 'sounded', itemId },
      { type: 'ended', itemId },
      { type: 'broken', itemId, problem: new AppError('track.missing') },
      { type: 'skip' },
      { type: 'pause', by },
      { type: 'resume' },
      { type: 'remove', itemId: itemId + 1 },
      { type: 'replace', by, tracks: [track('z')] },
      { type: 'stop', reason: random() < 0.5 ? 'kicked' : 'asked' },
      ...(name === undefined ? [] : [{ type: 'deadline', name } as const]),
    ];
    return events[Math.floor(random() * events.length)] as Event;
  }

  it('what is loaded and sounding follows the state, and no state waits without a deadline', () => {
    for (let seed = 0; seed < 150; seed++) {
      const random = seeded(seed);
      const run = new Run();
      run.random = random;
      let loaded: number | undefined;
      let sounding = false;
      let joined = false;
      for (let i = 0; i < 80; i++) {
        const event = draw(random, run);
        if (event.type === 'deadline') run.now = deadlines(run.state)[event.name] ?? run.now;
        run.send(event);
        for (const effect of run.take()) {
          if (effect.type === 'load') loaded = effect.item.id;
          if (effect.type === 'unload') loaded = undefined;
          if (effect.type === 'sound') sounding = effect.on;
          if (effect.type === 'join') joined = true;
          if (effect.type === 'leave') joined = false;
        }
        const { link, queue } = run.state;
        expect(loaded).toBe(link.status === 'out' ? undefined : queue.current?.id);
        expect(sounding).toBe(wantsSound(run.state));
        expect(joined).toBe(link.status !== 'out');
        if (link.status !== 'up') expect(link.until).toBeLessThan(Number.POSITIVE_INFINITY);
        if (link.status === 'up' && !wantsSound(run.state) && run.state.pausedBy === undefined) {
          const waits = deadlines(run.state);
          expect(waits.alone ?? waits.idle).toBeDefined();
        }
        if (queue.upcoming.length > 0) expect(queue.current).toBeDefined();
      }
    }
  });
});
