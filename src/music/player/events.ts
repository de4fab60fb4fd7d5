import type { AppError } from '../../errors.ts';
import type { QueueItem } from './queue.ts';

/** Why the player left a channel, or why it is not in one. */
export type StopReason =
  | 'asked' // somebody said stop
  | 'alone' // nobody listened for a while
  | 'idle' // nothing to play for a while
  | 'kicked' // a moderator disconnected the bot
  | 'channel-gone' // the channel was deleted
  | 'guild-gone' // the bot was removed from the server
  | 'call-ended' // voice close code 4022
  | 'rate-limited' // voice close code 4021
  | 'encryption-required' // voice close code 4017: the server found no DAVE in us
  | 'protocol' // voice close codes 4012 and 4016: server and client share no protocol or cipher
  | 'gave-up' // every attempt to connect failed
  | 'shutdown';

interface Where {
  readonly guildId: string;
  /** The voice channel, in whose text chat the event is announced. */
  readonly channelId: string;
}

/** What the room may want to hear about. Turned into words elsewhere. */
export type PlayerEvent = Where &
  (
    | { readonly type: 'track-started'; readonly item: QueueItem }
    /** The track was skipped; `problem.code` says why, e.g. `track.missing`, `track.stalled`. */
    | { readonly type: 'track-broken'; readonly item: QueueItem; readonly problem: AppError }
    /** `all-broken`: not one track of the queue could be played. */
    | { readonly type: 'queue-ended'; readonly reason: 'finished' | 'all-broken' }
    /** The connection is lost and will be tried again a few times; one `reconnected` or `disconnected` follows. */
    | { readonly type: 'reconnecting'; readonly retryInMs: number }
    | { readonly type: 'reconnected' }
    /** A moderator moved the bot; it followed, and `channelId` is the new channel. */
    | { readonly type: 'moved'; readonly fromChannelId: string }
    /** `kept` tracks stay in the queue for `keptForMs`; playing again continues with them. */
    | {
        readonly type: 'disconnected';
        readonly reason: StopReason;
        readonly kept: number;
        readonly keptForMs: number;
      }
  );

/** The union without where it happened, as the state machine speaks it. */
export type Announcement = PlayerEvent extends infer E
  ? E extends PlayerEvent
    ? Omit<E, keyof Where>
    : never
  : never;

export interface PlayerSnapshot {
  /** `idle`: in a channel with nothing to play, or in none while the queue is kept. */
  readonly phase: 'idle' | 'connecting' | 'playing' | 'paused' | 'reconnecting';
  readonly current?: { readonly item: QueueItem; readonly positionMs: number };
  readonly upcoming: readonly QueueItem[];
  /** Where it plays, or where it played last. */
  readonly channelId: string;
  /** Members other than bots in that channel. Playback holds while there are none. */
  readonly listeners: number;
}
