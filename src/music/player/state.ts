/** The player of one guild as data: what it is, what can happen to it, what it wants done. */
import type { Track } from '../../domain/track.ts';
import type { AppError } from '../../errors.ts';
import type { Announcement, PlayerSnapshot, StopReason } from './events.ts';
import * as queues from './queue.ts';
import type { Timings } from './timings.ts';

/** The connection to the voice channel. `attempt` counts tries since it was last stable; `until` is a deadline. */
export type Link =
  | { readonly status: 'out'; readonly reason: StopReason; readonly until: number }
  | { readonly status: 'joining'; readonly attempt: number; readonly until: number }
  | { readonly status: 'backing-off'; readonly attempt: number; readonly until: number }
  | {
      readonly status: 'waiting';
      readonly attempt: number;
      readonly until: number;
      readonly otherwise: 'retry' | StopReason;
    }
  | { readonly status: 'up'; readonly attempt: number; readonly until: number };

export interface State {
  readonly link: Link;
  readonly channelId: string;
  /** Whether this stay in the channel was ever connected: a first failure has fewer attempts. */
  readonly wasUp: boolean;
  /** Whether the room was told that the connection is lost, so that it hears once of that and once of the end. */
  readonly toldLost: boolean;
  readonly queue: queues.Queue;
  /** Who paused, if anybody did. */
  readonly pausedBy?: string;
  /** Members other than bots in the channel. */
  readonly listeners: number;
  /** The last item of which a packet was sent, so that each is announced once. */
  readonly announcedId: number;
  /** Since the queue was last empty: broken tracks, and whether any track was heard. */
  readonly broken: number;
  readonly heard: boolean;
  /** When nobody listens or nothing plays: when to leave. */
  readonly aloneUntil?: number;
  readonly idleUntil?: number;
}

export type Event =
  | {
      readonly type: 'play';
      readonly channelId: string;
      readonly requestedBy: string;
      readonly tracks: readonly Track[];
      readonly listeners: number;
    }
  | { readonly type: 'link-up' }
  /** @discordjs/voice connects again by itself: region change or resume. */
  | { readonly type: 'link-connecting' }
  | { readonly type: 'link-down'; readonly code?: number }
  /** Discord took the voice server away and will name another. */
  | { readonly type: 'link-serverless' }
  | { readonly type: 'moved'; readonly channelId: string; readonly listeners: number }
  | { readonly type: 'listeners'; readonly count: number }
  | { readonly type: 'sounded'; readonly itemId: number }
  | { readonly type: 'ended'; readonly itemId: number }
  | { readonly type: 'broken'; readonly itemId: number; readonly problem: AppError }
  | { readonly type: 'skip' }
  | { readonly type: 'pause'; readonly by: string }
  | { readonly type: 'resume' }
  | { readonly type: 'remove'; readonly itemId: number }
  | { readonly type: 'replace'; readonly by: string; readonly tracks: readonly Track[] }
  | { readonly type: 'stop'; readonly reason: StopReason }
  | { readonly type: 'deadline'; readonly name: DeadlineName };

export type Effect =
  /** `fresh`: leave first and join anew instead of signalling on the session there is. */
  | { readonly type: 'join'; readonly channelId: string; readonly fresh: boolean }
  | { readonly type: 'leave' }
  | { readonly type: 'load'; readonly item: queues.QueueItem }
  | { readonly type: 'unload' }
  | { readonly type: 'sound'; readonly on: boolean }
  | { readonly type: 'announce'; readonly event: Announcement };

export type DeadlineName = 'link' | 'alone' | 'idle';

export interface Context {
  /** Milliseconds of the shell's clock. */
  readonly now: number;
  /** Uniform in [0, 1). */
  random(): number;
  readonly timings: Timings;
}

export function initialState(channelId: string, now: number): State {
  return {
    link: { status: 'out', reason: 'asked', until: now },
    channelId,
    wasUp: false,
    toldLost: false,
    queue: queues.EMPTY_QUEUE,
    listeners: 0,
    announcedId: 0,
    broken: 0,
    heard: false,
  };
}

/** Whether packets should flow now. */
export function wantsSound(state: State): boolean {
  return (
    state.link.status === 'up' &&
    state.queue.current !== undefined &&
    state.pausedBy === undefined &&
    state.listeners > 0
  );
}

/** When the shell must send `{type: 'deadline', name}`. A player that is `out` is over at its link deadline. */
export function deadlines(state: State): Readonly<Record<DeadlineName, number | undefined>> {
  return { link: state.link.until, alone: state.aloneUntil, idle: state.idleUntil };
}

export function phaseOf(state: State): PlayerSnapshot['phase'] {
  if (state.link.status === 'out') return 'idle';
  if (state.link.status !== 'up') return state.wasUp ? 'reconnecting' : 'connecting';
  if (state.queue.current === undefined) return 'idle';
  return state.pausedBy === undefined ? 'playing' : 'paused';
}

/** A player that is in a channel, or about to be. */
export type InChannel = State & { readonly link: Exclude<Link, { status: 'out' }> };

export function inChannel(state: State): state is InChannel {
  return state.link.status !== 'out';
}
