/**
 * The player of one guild as a pure function: (state, event) -> (state, effects). No clock, no socket, no file here:
 * the shell (guild-player.ts) feeds events in, performs the effects and watches the deadlines that a state carries.
 */
import type { AppError } from '../../errors.ts';
import { answerTo } from './close-codes.ts';
import type { Announcement, StopReason } from './events.ts';
import * as queues from './queue.ts';
import {
  type Context,
  type DeadlineName,
  type Effect,
  type Event,
  type InChannel,
  inChannel,
  type Link,
  type State,
  wantsSound,
} from './state.ts';
import { backoff } from './timings.ts';

type Change = { readonly state: State; readonly effects: readonly Effect[] };

/** One step. Effects are to be performed in their order. */
export function step(state: State, event: Event, context: Context): Change {
  const change = react(state, event, context);
  const next = watchEmptiness(change.state, context);
  return { state: next, effects: [...change.effects, ...playback(state, next)] };
}

function react(state: State, event: Event, context: Context): Change {
  switch (event.type) {
    case 'play':
      return play(state, event, context);
    case 'link-up':
      return linkUp(state, context);
    case 'link-connecting':
      return inChannel(state) && state.link.status !== 'joining'
        ? same({ ...state, link: joining(state.link.attempt, context) })
        : same(state);
    case 'link-down':
      return inChannel(state) ? linkDown(state, event.code, context) : same(state);
    case 'link-serverless':
      return inChannel(state) ? same(waiting(state, 'retry', context)) : same(state);
    case 'moved':
      if (!inChannel(state) || event.channelId === state.channelId) return same(state);
      return {
        state: { ...state, channelId: event.channelId, listeners: event.listeners },
        effects: [announce({ type: 'moved', fromChannelId: state.channelId })],
      };
    case 'listeners':
      return same({ ...state, listeners: event.count });
    case 'sounded':
      return sounded(state, event.itemId);
    case 'ended':
      return event.itemId === state.queue.current?.id ? goOn(state) : same(state);
    case 'broken':
      return broken(state, event.itemId, event.problem);
    case 'skip':
      return state.queue.current === undefined ? same(state) : goOn(state);
    case 'pause':
      return same(state.queue.current === undefined ? state : { ...state, pausedBy: event.by });
    case 'resume':
      return same(unpaused(state));
    case 'remove':
      return same({ ...state, queue: queues.remove(state.queue, event.itemId) });
    case 'replace':
      return same(
        withCurrent({ ...state, queue: queues.replaceUpcoming(state.queue, event.by, event.tracks) }),
      );
    case 'stop':
      return inChannel(state) ? leave(state, event.reason, context) : same(forget(state, context));
    case 'deadline':
      return deadline(state, event.name, context);
  }
}

function play(state: State, event: Extract<Event, { type: 'play' }>, context: Context): Change {
  const { queue } = queues.enqueue(state.queue, event.requestedBy, event.tracks);
  const next = withCurrent({ ...state, queue, channelId: event.channelId, listeners: event.listeners });
  if (inChannel(state) && state.channelId === event.channelId) return same(next);
  const joins: State = { ...unpaused(next), wasUp: false, toldLost: false, link: joining(1, context) };
  return { state: joins, effects: [{ type: 'join', channelId: event.channelId, fresh: true }] };
}

function linkUp(state: State, context: Context): Change {
  if (!inChannel(state) || state.link.status === 'up') return same(state);
  const { attempt } = state.link;
  const up: State = {
    ...state,
    wasUp: true,
    toldLost: false,
    link: { status: 'up', attempt, until: context.now + context.timings.stableMs },
  };
  return { state: up, effects: state.toldLost ? [announce({ type: 'reconnected' })] : [] };
}

function linkDown(state: InChannel, code: number | undefined, context: Context): Change {
  const answer = answerTo(code);
  if (answer.kind === 'stop') return leave(state, answer.reason, context);
  const { link } = state;
  // What is being mended already is not lost once more; a server change announces itself and closes the old session.
  if (link.status === 'backing-off' || (link.status === 'waiting' && link.otherwise === 'retry'))
    return same(state);
  return answer.kind === 'retry' ? retry(state, context) : same(waiting(state, answer.otherwise, context));
}

/** Connects again later, or gives up after the last attempt. */
function retry(state: State, context: Context): Change {
  if (!inChannel(state)) return same(state);
  const { attempt } = state.link;
  const limit = state.wasUp ? context.timings.attempts : context.timings.firstAttempts - 1;
  if (attempt > limit) return leave(state, 'gave-up', context);
  const retryInMs = backoff(context.timings, attempt, context.random());
  const link: Link = { status: 'backing-off', attempt: attempt + 1, until: context.now + retryInMs };
  const tells = state.wasUp && !state.toldLost;
  return {
    state: { ...state, link, toldLost: state.toldLost || tells },
    effects: tells ? [announce({ type: 'reconnecting', retryInMs: Math.round(retryInMs) })] : [],
  };
}

function deadline(state: State, name: DeadlineName, context: Context): Change {
  if (name === 'alone') return leave(state, 'alone', context);
  if (name === 'idle') return leave(state, 'idle', context);
  const { link } = state;
  switch (link.status) {
    case 'joining':
      return retry(state, context);
    case 'waiting':
      return link.otherwise === 'retry' ? retry(state, context) : leave(state, link.otherwise, context);
    case 'backing-off':
      return {
        state: { ...state, link: joining(link.attempt, context) },
        // Signalling on the old session is the gentler way; when it did not help, leave and join anew.
        effects: [{ type: 'join', channelId: state.channelId, fresh: link.attempt > 2 }],
      };
    case 'up':
      return same({ ...state, link: { ...link, attempt: 1, until: Number.POSITIVE_INFINITY } });
    case 'out':
      return same(forget(state, context));
  }
}

/** Out of the channel. What was asked for is over; what was suffered keeps the queue for a while. */
function leave(state: State, reason: StopReason, context: Context): Change {
  const over = reason === 'asked' || reason === 'guild-gone' || reason === 'shutdown';
  const kept = over ? 0 : queues.sizeOf(state.queue);
  const keptForMs = kept === 0 ? 0 : context.timings.keepMs;
  const { aloneUntil: _alone, idleUntil: _idle, ...rest } = state;
  const out: State = {
    ...rest,
    link: { status: 'out', reason, until: context.now + keptForMs },
    wasUp: false,
    toldLost: false,
    queue: over ? emptied(state.queue) : state.queue,
  };
  return {
    state: out,
    // Whoever asked for a first connection that failed is told by the answer to that request.
    effects: [
      { type: 'leave' },
      ...(state.wasUp ? [announce({ type: 'disconnected', reason, kept, keptForMs })] : []),
    ],
  };
}

function sounded(state: State, itemId: number): Change {
  const item = state.queue.current;
  if (item?.id !== itemId || state.announcedId === itemId) return same(state);
  return {
    state: { ...state, announcedId: itemId, heard: true },
    effects: [announce({ type: 'track-started', item })],
  };
}

function broken(state: State, itemId: number, problem: AppError): Change {
  const item = state.queue.current;
  if (item?.id !== itemId) return same(state);
  const next = goOn({ ...state, broken: state.broken + 1 });
  return { state: next.state, effects: [announce({ type: 'track-broken', item, problem }), ...next.effects] };
}

/** The next track, or the end of the queue. */
function goOn(state: State): Change {
  const queue = queues.advance(state.queue);
  if (queue.current !== undefined) return same({ ...state, queue });
  const reason = state.broken > 0 && !state.heard ? 'all-broken' : 'finished';
  return {
    state: { ...unpaused(state), queue, broken: 0, heard: false },
    effects: [announce({ type: 'queue-ended', reason })],
  };
}

/** Starts and cancels the waits for listeners and for something to play, which run only in a channel. */
function watchEmptiness(state: State, context: Context): State {
  const { aloneUntil, idleUntil, ...rest } = state;
  if (state.link.status === 'out') return rest;
  const alone = state.listeners === 0 ? (aloneUntil ?? context.now + context.timings.aloneMs) : undefined;
  const idle =
    state.queue.current === undefined ? (idleUntil ?? context.now + context.timings.idleMs) : undefined;
  return {
    ...rest,
    ...(alone === undefined ? {} : { aloneUntil: alone }),
    ...(idle === undefined ? {} : { idleUntil: idle }),
  };
}

/** What must be loaded and whether it sounds, as the difference of two states. */
function playback(before: State, after: State): Effect[] {
  const old = before.link.status === 'out' ? undefined : before.queue.current;
  const now = after.link.status === 'out' ? undefined : after.queue.current;
  const effects: Effect[] = [];
  if (old?.id !== now?.id) effects.push(now === undefined ? { type: 'unload' } : { type: 'load', item: now });
  if (wantsSound(before) !== wantsSound(after)) effects.push({ type: 'sound', on: wantsSound(after) });
  return effects;
}

function waiting(state: InChannel, otherwise: 'retry' | StopReason, { now, timings }: Context): State {
  const { attempt } = state.link;
  return { ...state, link: { status: 'waiting', attempt, until: now + timings.graceMs, otherwise } };
}

const joining = (attempt: number, { now, timings }: Context): Link => ({
  status: 'joining',
  attempt,
  until: now + timings.joinMs,
});

const forget = (state: State, { now }: Context): State => ({
  ...state,
  queue: emptied(state.queue),
  link: { status: 'out', reason: 'asked', until: now },
});

const emptied = (queue: queues.Queue): queues.Queue => ({ upcoming: [], nextId: queue.nextId });

const withCurrent = (state: State): State =>
  state.queue.current === undefined ? { ...state, queue: queues.advance(state.queue) } : state;

function unpaused(state: State): State {
  const { pausedBy: _, ...rest } = state;
  return rest;
}

const same = (state: State): Change => ({ state, effects: [] });

const announce = (event: Announcement): Effect => ({ type: 'announce', event });
