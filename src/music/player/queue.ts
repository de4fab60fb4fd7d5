import type { Track } from '../../domain/track.ts';

/** One wish in a guild's queue. Ids rise and are never used twice in a guild. */
export interface QueueItem {
  readonly id: number;
  readonly track: Track;
  /** The Discord user id of who asked for it. */
  readonly requestedBy: string;
}

/** What plays and what comes next. Immutable: every function below returns a new queue. */
export interface Queue {
  readonly current?: QueueItem;
  readonly upcoming: readonly QueueItem[];
  readonly nextId: number;
}

export const EMPTY_QUEUE: Queue = { upcoming: [], nextId: 1 };

/** The longest list of upcoming tracks: hours of music, and still small enough to save and to show. */
export const MAX_UPCOMING = 500;

/**
 * Adds one member's tracks and shares the turns anew, so that nobody waits behind another's whole list.
 * @returns the queue, the items taken in, and how many tracks found no room (`MAX_UPCOMING`)
 */
export function enqueue(
  queue: Queue,
  requestedBy: string,
  tracks: readonly Track[],
): { queue: Queue; added: readonly QueueItem[]; refused: number } {
  const room = Math.max(0, MAX_UPCOMING - queue.upcoming.length);
  const added = tracks
    .slice(0, room)
    .map((track, index) => ({ id: queue.nextId + index, track, requestedBy }));
  const upcoming = shareTurns([...queue.upcoming, ...added], queue.current?.requestedBy);
  return {
    queue: { ...queue, upcoming, nextId: queue.nextId + added.length },
    added,
    refused: tracks.length - added.length,
  };
}

/** The next item becomes the current one; without any the queue has no current item. */
export function advance(queue: Queue): Queue {
  const [current, ...upcoming] = queue.upcoming;
  return current === undefined
    ? { upcoming, nextId: queue.nextId }
    : { current, upcoming, nextId: queue.nextId };
}

/** Takes an upcoming item out; the current one is left by {@link advance}. */
export function remove(queue: Queue, id: number): Queue {
  return { ...queue, upcoming: queue.upcoming.filter((item) => item.id !== id) };
}

/** Puts other tracks in the place of those one member still waits for; everyone else's stay. */
export function replaceUpcoming(queue: Queue, requestedBy: string, tracks: readonly Track[]): Queue {
  const others = queue.upcoming.filter((item) => item.requestedBy !== requestedBy);
  return enqueue({ ...queue, upcoming: others }, requestedBy, tracks).queue;
}

/** How many tracks the queue holds, the current one included. */
export function sizeOf(queue: Queue): number {
  return queue.upcoming.length + (queue.current === undefined ? 0 : 1);
}

/**
 * Round robin by member: everyone's first, then everyone's second, … in the order in which members first appear,
 * whoever plays now being last in each round. Nobody's own order changes and nothing is lost.
 */
function shareTurns(items: readonly QueueItem[], playingNow: string | undefined): QueueItem[] {
  const byMember = Map.groupBy(items, (item) => item.requestedBy);
  const members = [...byMember.keys()];
  const order = [
    ...members.filter((member) => member !== playingNow),
    ...members.filter((member) => member === playingNow),
  ];
  const lists = order.map((member) => byMember.get(member) ?? []);
  const rounds = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: rounds }, (_, round) => lists.flatMap((list) => list[round] ?? [])).flat();
}
