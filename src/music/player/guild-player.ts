/** The player of one guild: performs what the machine decides. The thin, impure shell. */
import type { Track } from '../../domain/track.ts';
import { AppError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import { appErrorOf, type Booth, type BoothEvent, type Disc } from './booth.ts';
import type { Clock } from './clock.ts';
import { DeadlineTimers } from './deadline-timers.ts';
import type { PlayerEvent, PlayerSnapshot, StopReason } from './events.ts';
import { step } from './machine.ts';
import type { QueueItem } from './queue.ts';
import * as states from './state.ts';
import type { Timings } from './timings.ts';
import type { DiscordGatewayAdapterCreator } from './voice.ts';

export interface GuildPlayerOptions {
  readonly guildId: string;
  readonly channelId: string;
  /** Where the sound is made. */
  openBooth(emit: (event: BoothEvent) => void): Booth;
  /** The guild's way to the main gateway. */
  readonly adapterCreator: DiscordGatewayAdapterCreator;
  /** Members other than bots in a voice channel of the guild. */
  countListeners(channelId: string): number;
  /** Ids of all who are in a voice channel, by the main gateway. */
  usersIn(channelId: string): readonly string[];
  /** The file of a track. Throws an AppError when it can have none. */
  pathOf(track: Track): string;
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

/** Discord is told of a leave at once; a thread that failed tells nobody. */
const LEAVE_LIMIT_MS = 1_000;

type Waiter = { readonly resolve: () => void; readonly reject: (error: AppError) => void };

export class GuildPlayer {
  readonly #options: GuildPlayerOptions;
  readonly #booth: Booth;
  readonly #gateway: ReturnType<DiscordGatewayAdapterCreator>;
  readonly #timers: DeadlineTimers;
  readonly #events: states.Event[] = [];
  #state: states.State;
  #busy = false;
  #waiters: Waiter[] = [];
  #prepared: number | undefined;
  #position = { id: 0, ms: 0, at: 0, flows: false };
  #lastProblem: string | undefined;
  /** Leaves that the booth has not confirmed yet, and who waits for that. */
  #leaving = 0;
  #left: (() => void)[] = [];
  #isOver = false;

  constructor(options: GuildPlayerOptions) {
    this.#options = options;
    this.#timers = new DeadlineTimers(options.clock, (name) => this.#dispatch({ type: 'deadline', name }));
    this.#state = states.initialState(options.channelId, options.clock.now());
    this.#booth = options.openBooth((event) => this.#hear(event));
    this.#gateway = options.adapterCreator({
      onVoiceStateUpdate: (data) => this.#booth.send({ type: 'voice-state', data }),
      onVoiceServerUpdate: (data) => this.#booth.send({ type: 'voice-server', data }),
      destroy: () => this.#booth.send({ type: 'gateway-gone' }),
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
    return {
      phase: states.phaseOf(this.#state),
      ...(current === undefined ? {} : { current: { item: current, positionMs: this.#positionOf(current) } }),
      upcoming: queue.upcoming,
      channelId,
      listeners,
    };
  }

  /**
   * Queues tracks and plays in the channel; without tracks it goes on with a queue that was kept.
   * @throws AppError `player.queue_full` {limit}, `player.nothing_to_play`, `player.connect_failed` {reason, channelId},
   *   `player.stopped` {channelId} when somebody stopped the music meanwhile
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
    const isLeaving = this.inChannel;
    const left = new Promise<void>((resolve) => {
      this.#left.push(resolve);
      if (!isLeaving) resolve();
      this.#options.clock.after(LEAVE_LIMIT_MS, resolve);
    });
    this.#dispatch({ type: 'stop', reason });
    await left;
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
    this.#tellPresent(this.#state.channelId);
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
    this.#timers.set(states.deadlines(state));
    this.#prepare(state.link.status === 'out' ? undefined : state.queue.upcoming[0]);
    this.#endIfOver();
  }

  #perform(effect: states.Effect): void {
    switch (effect.type) {
      case 'leave':
        this.#leaving += 1;
        this.#booth.send(effect);
        break;
      case 'join':
        this.#tellPresent(effect.channelId);
        this.#booth.send(effect);
        break;
      case 'unload':
      case 'sound':
        this.#booth.send(effect);
        break;
      case 'load': {
        const disc = this.#discOf(effect.item);
        if (disc instanceof AppError) {
          this.#dispatch({ type: 'broken', itemId: effect.item.id, problem: disc });
        } else this.#booth.send({ type: 'load', disc });
        break;
      }
      case 'announce': {
        const { guildId, announce } = this.#options;
        announce({ guildId, channelId: this.#state.channelId, ...effect.event });
      }
    }
  }

  #tellPresent(channelId: string): void {
    this.#booth.send({ type: 'present', userIds: this.#options.usersIn(channelId) });
  }

  /** The file of a track, or why it can have none. */
  #discOf({ id, track }: QueueItem): Disc | AppError {
    try {
      return { id, file: this.#options.pathOf(track) };
    } catch (cause) {
      return cause instanceof AppError ? cause : new AppError('track.unreadable', {}, { cause });
    }
  }

  /** What is wrong with the next track is told when its turn comes. */
  #prepare(item: QueueItem | undefined): void {
    if (item?.id === this.#prepared) return;
    this.#prepared = item?.id;
    const disc = item === undefined ? undefined : this.#discOf(item);
    this.#booth.send({ type: 'prepare', disc: disc instanceof AppError ? undefined : disc });
  }

  #hear(event: BoothEvent): void {
    switch (event.type) {
      case 'up':
        this.recount();
        this.#dispatch({ type: 'link-up' });
        break;
      case 'connecting':
        this.#dispatch({ type: 'link-connecting' });
        break;
      case 'down':
        this.#dispatch({ ...event, type: 'link-down' });
        break;
      case 'serverless':
        this.#dispatch({ type: 'link-serverless' });
        break;
      case 'moved':
        this.#dispatch({ ...event, listeners: this.#options.countListeners(event.channelId) });
        break;
      case 'kicked':
        this.#dispatch({ type: 'stop', reason: 'kicked' });
        break;
      case 'left':
        this.#leaving = Math.max(0, this.#leaving - 1);
        for (const resolve of this.#left.splice(0)) resolve();
        this.#endIfOver();
        break;
      case 'sounded':
      case 'ended':
        this.#dispatch({ type: event.type, itemId: event.id });
        break;
      case 'broken':
        this.#dispatch({ type: 'broken', itemId: event.id, problem: appErrorOf(event.problem) });
        break;
      case 'position':
        this.#position = { ...event, at: this.#options.clock.now() };
        break;
      case 'signal':
        if (!this.#gateway.sendPayload(event.payload)) this.#booth.send({ type: 'signal-refused' });
        break;
      case 'problem':
        this.#noteProblem(event.problem);
        break;
    }
  }

  /** The same problem at every attempt is one line in the log. */
  #noteProblem(problem: string): void {
    const level = problem === this.#lastProblem ? 'debug' : 'warn';
    this.#lastProblem = problem;
    this.#options.logger[level]('voice problem', { guildId: this.#options.guildId, problem });
  }

  /** The booth tells once a second; in between the time that passed is added. */
  #positionOf(current: QueueItem): number {
    const { id, ms, at, flows } = this.#position;
    if (id !== current.id) return 0;
    const since = flows ? this.#options.clock.now() - at : 0;
    return ms + Math.min(since, 1_000);
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
      else if (link.reason === 'asked') reject(new AppError('player.stopped', { channelId }));
      else reject(new AppError('player.connect_failed', { reason: link.reason, channelId }, this.#cause()));
    }
  }

  #cause(): { cause?: unknown } {
    return this.#lastProblem === undefined ? {} : { cause: new Error(this.#lastProblem) };
  }

  /** Out of the channel, told so to Discord, and with no queue to keep: nothing is left to do. */
  #endIfOver(): void {
    const { link } = this.#state;
    const { clock, over } = this.#options;
    if (this.#isOver || this.#leaving > 0 || link.status !== 'out' || link.until > clock.now()) return;
    this.#isOver = true;
    this.#timers.clear();
    this.#booth.close();
    this.#gateway.destroy();
    over();
  }
}
