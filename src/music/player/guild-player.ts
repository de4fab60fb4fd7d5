/** The player of one guild: performs what the machine decides. The thin, impure shell. */
import type { Track } from '../../domain/track.ts';
import { AppError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import type { Clock } from './clock.ts';
import { Deck } from './deck.ts';
import type { PlayerEvent, PlayerSnapshot, StopReason } from './events.ts';
import { step } from './machine.ts';
import type { PacketSource } from './ogg-opus.ts';
import { Pump } from './pump.ts';
import type { QueueItem } from './queue.ts';
import * as states from './state.ts';
import type { Timings } from './timings.ts';
import type { LinkEvents, VoiceLink } from './voice.ts';

export interface GuildPlayerOptions {
  readonly guildId: string;
  readonly channelId: string;
  createLink(on: LinkEvents): VoiceLink;
  /** Members other than bots in a voice channel of the guild. */
  countListeners(channelId: string): number;
  /** The packets of a track. Rejects with an AppError that says what is wrong with it. */
  open(track: Track): Promise<PacketSource>;
  announce(event: PlayerEvent): void;
  /** The player has left, its queue is empty or was kept long enough: forget it. */
  over(): void;
  readonly clock: Clock;
  random(): number;
  readonly timings: Timings;
  readonly logger: Logger;
}

export interface Skipped {
  readonly skipped?: QueueItem;
  readonly next?: QueueItem;
}

export interface PlayOutcome {
  /** The first of the tracks plays now; else it waits at `position` (1 = next). */
  readonly started: boolean;
  readonly position: number;
  readonly channelId: string;
}

type Waiter = { readonly resolve: () => void; readonly reject: (error: AppError) => void };

export class GuildPlayer {
  readonly #options: GuildPlayerOptions;
  readonly #link: VoiceLink;
  readonly #pump: Pump;
  readonly #timers = new Map<states.DeadlineName, { at: number; cancel: () => void }>();
  readonly #events: states.Event[] = [];
  #state: states.State;
  #busy = false;
  readonly #deck: Deck;
  #waiters: Waiter[] = [];
  #leaving: Promise<void> = Promise.resolve();
  #isOver = false;

  constructor(options: GuildPlayerOptions) {
    this.#options = options;
    this.#state = states.initialState(options.channelId, options.clock.now());
    this.#link = options.createLink({
      up: () => {
        this.recount();
        this.#dispatch({ type: 'link-up' });
      },
      connecting: () => this.#dispatch({ type: 'link-connecting' }),
      down: (code) => this.#dispatch({ type: 'link-down', ...(code === undefined ? {} : { code }) }),
      serverless: () => this.#dispatch({ type: 'link-serverless' }),
      moved: (channelId) => {
        this.#dispatch({ type: 'moved', channelId, listeners: options.countListeners(channelId) });
      },
      kicked: () => this.#dispatch({ type: 'stop', reason: 'kicked' }),
    });
    const current = () => this.#state.queue.current?.id ?? 0;
    this.#pump = new Pump({
      sink: this.#link,
      clock: options.clock,
      waits: options.timings,
      events: {
        sounded: () => this.#dispatch({ type: 'sounded', itemId: current() }),
        ended: () => this.#dispatch({ type: 'ended', itemId: current() }),
        broken: (problem) => this.#dispatch({ type: 'broken', itemId: current(), problem }),
        unready: () => this.#dispatch({ type: 'link-down' }),
      },
    });
    this.#deck = new Deck({
      open: options.open,
      use: (source) => this.#pump.setSource(source),
      broken: (itemId, problem) => this.#dispatch({ type: 'broken', itemId, problem }),
      clock: options.clock,
      limitMs: options.timings.stallMs,
      logger: options.logger,
    });
  }

  /** Where it plays, or where it played last. */
  get channelId(): string {
    return this.#state.channelId;
  }

  get inChannel(): boolean {
    return this.#state.link.status !== 'out';
  }

  get listeners(): number {
    return this.#state.listeners;
  }

  snapshot(): PlayerSnapshot {
    const { queue, channelId, listeners } = this.#state;
    const current = queue.current;
    const positionMs = this.#deck.loadedId === current?.id ? this.#pump.positionMs : 0;
    return {
      phase: states.phaseOf(this.#state),
      ...(current === undefined ? {} : { current: { item: current, positionMs } }),
      upcoming: queue.upcoming,
      channelId,
      listeners,
    };
  }

  /**
   * Queues tracks and plays in the channel; without tracks it goes on with a queue that was kept.
   * @throws AppError `player.queue_full` {limit}, `player.nothing_to_play`, `player.connect_failed` {reason, channelId}
   */
  async play(channelId: string, requestedBy: string, tracks: readonly Track[]): Promise<PlayOutcome> {
    const firstId = this.#state.queue.nextId;
    const { current } = this.#state.queue;
    if (tracks.length === 0 && current === undefined) throw new AppError('player.nothing_to_play');
    const listeners = this.#options.countListeners(channelId);
    this.#dispatch({ type: 'play', channelId, requestedBy, tracks, listeners });
    if (tracks.length > 0 && this.#state.queue.nextId === firstId) {
      throw new AppError('player.queue_full', { limit: this.#state.queue.upcoming.length });
    }
    await this.#untilUp();
    const position = this.#state.queue.upcoming.findIndex((item) => item.id === firstId) + 1;
    return { started: position === 0, position, channelId: this.#state.channelId };
  }

  skip(by: string): Skipped {
    const skipped = this.#state.queue.current;
    if (skipped === undefined) return {};
    this.#options.logger.debug('track skipped', { guildId: this.#options.guildId, by });
    this.#dispatch({ type: 'skip' });
    const next = this.#state.queue.current;
    return { skipped, ...(next === undefined ? {} : { next }) };
  }

  /** @returns whether it was playing and is paused now */
  pause(by: string): boolean {
    if (!this.inChannel || this.#state.queue.current === undefined || this.#state.pausedBy !== undefined) {
      return false;
    }
    this.#dispatch({ type: 'pause', by });
    return true;
  }

  /** @returns whether it was paused and plays now; a player out of its channel goes on with `play` */
  resume(): boolean {
    if (!this.inChannel || this.#state.pausedBy === undefined) return false;
    this.#dispatch({ type: 'resume' });
    return true;
  }

  /** Empties the queue and leaves the channel; settled when Discord was told. */
  async stop(reason: StopReason = 'asked'): Promise<void> {
    this.#dispatch({ type: 'stop', reason });
    await this.#leaving;
  }

  /** Puts other tracks in the place of those this member still waits for; the current one plays on. */
  replaceUpcoming(by: string, tracks: readonly Track[]): void {
    this.#dispatch({ type: 'replace', by, tracks });
  }

  /** @returns the upcoming item that was taken out */
  remove(itemId: number): QueueItem | undefined {
    const item = this.#state.queue.upcoming.find(({ id }) => id === itemId);
    if (item !== undefined) this.#dispatch({ type: 'remove', itemId });
    return item;
  }

  /** Somebody came or went: counts anew. */
  recount(): void {
    const count = this.#options.countListeners(this.#state.channelId);
    if (count !== this.#state.listeners) this.#dispatch({ type: 'listeners', count });
  }

  /** Events that arise while one is handled wait for their turn. */
  #dispatch(event: states.Event): void {
    this.#events.push(event);
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (let next = this.#events.shift(); next !== undefined; next = this.#events.shift())
        this.#handle(next);
    } finally {
      this.#busy = false;
    }
  }

  #handle(event: states.Event): void {
    if (this.#isOver) return;
    const { clock, random, timings } = this.#options;
    const { state, effects } = step(this.#state, event, { now: clock.now(), random, timings });
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
    this.#settleWaiters();
    this.#watchDeadlines();
    this.#deck.prepare(state.link.status === 'out' ? undefined : state.queue.upcoming[0]);
    if (state.link.status === 'out' && state.link.until <= clock.now()) this.#end();
  }

  #perform(effect: states.Effect): void {
    switch (effect.type) {
      case 'join':
        this.#link.join(effect.channelId, effect.fresh);
        break;
      case 'leave':
        this.#leaving = this.#link.leave();
        break;
      case 'load':
        this.#deck.load(effect.item);
        break;
      case 'unload':
        this.#deck.unload();
        break;
      case 'sound':
        this.#pump.setOn(effect.on);
        break;
      case 'announce': {
        const { guildId, announce } = this.#options;
        announce({ guildId, channelId: this.#state.channelId, ...effect.event });
      }
    }
  }

  #untilUp(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
      this.#settleWaiters();
    });
  }

  #settleWaiters(): void {
    const { link, channelId } = this.#state;
    if (this.#waiters.length === 0 || (link.status !== 'up' && link.status !== 'out')) return;
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const { resolve, reject } of waiters) {
      if (link.status === 'up') resolve();
      else reject(new AppError('player.connect_failed', { reason: link.reason, channelId }, this.#cause()));
    }
  }

  #cause(): { cause?: unknown } {
    const problem = this.#link.lastProblem;
    return problem === undefined ? {} : { cause: new Error(problem) };
  }

  #watchDeadlines(): void {
    const { clock } = this.#options;
    for (const [name, at] of Object.entries(states.deadlines(this.#state)) as [
      states.DeadlineName,
      number | undefined,
    ][]) {
      const armed = this.#timers.get(name);
      if (armed?.at === at) continue;
      armed?.cancel();
      this.#timers.delete(name);
      if (at === undefined || at === Number.POSITIVE_INFINITY) continue;
      const cancel = clock.after(Math.max(0, at - clock.now()), () => {
        this.#timers.delete(name);
        this.#dispatch({ type: 'deadline', name });
      });
      this.#timers.set(name, { at, cancel });
    }
  }

  #end(): void {
    this.#isOver = true;
    for (const { cancel } of this.#timers.values()) cancel();
    this.#timers.clear();
    this.#pump.stop();
    this.#options.over();
  }
}
