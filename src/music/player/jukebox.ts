/** All players of one client: at most one a guild. */
import { randomUUID } from 'node:crypto';
import { type Client, Events, type Guild, type VoiceState } from 'discord.js';
import type { Track } from '../../domain/track.ts';
import { AppError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import { requireAccess } from './access.ts';
import { type BoothThread, createBoothThread } from './booth-thread.ts';
import { type Clock, systemClock } from './clock.ts';
import type { PlayerEvent } from './events.ts';
import { createGateways, type Gateways } from './gateway.ts';
import { GuildPlayer, type PlayOutcome } from './guild-player.ts';
import { DEFAULT_TIMINGS, type Timings } from './timings.ts';

export interface PlayRequest {
  readonly guildId: string;
  readonly voiceChannelId: string;
  /** A Discord user id; turns in the queue are shared between these. */
  readonly requestedBy: string;
  /** Empty to go on with the queue that was kept when the player was thrown out. */
  readonly tracks: readonly Track[];
}

export interface JukeboxOptions {
  readonly client: Client;
  /** Where a track's file lies. */
  readonly library: { pathOf(track: Track): string };
  readonly logger: Logger;
  /** What the room may want to hear about. */
  onEvent(event: PlayerEvent): void;
  readonly clock?: Clock;
  readonly random?: () => number;
  readonly timings?: Partial<Timings>;
}

export interface Jukebox {
  player(guildId: string): GuildPlayer | undefined;
  /**
   * Joins if need be, queues, plays. Settled once connected; bounded by the timings.
   * @throws AppError `player.busy_elsewhere` {channelId} when members listen in another channel,
   *   `player.connect_failed` {reason: StopReason, channelId}, `player.stopped` {channelId}, `player.queue_full` {limit}, `player.nothing_to_play`,
   *   and those of `requireAccess`
   */
  play(request: PlayRequest): Promise<PlayOutcome>;
  /** Leaves every channel; settled when Discord was told. */
  close(): Promise<void>;
}

export function createJukebox(options: JukeboxOptions): Jukebox {
  return new Players(options);
}

class Players implements Jukebox {
  readonly #options: JukeboxOptions;
  readonly #timings: Timings;
  readonly #players = new Map<string, GuildPlayer>();
  readonly #thread: BoothThread;
  readonly #gateways: Gateways;
  readonly #unsubscribe: () => void;
  #closed = false;

  constructor(options: JukeboxOptions) {
    this.#options = options;
    this.#timings = { ...DEFAULT_TIMINGS, ...options.timings };
    this.#thread = createBoothThread({
      group: `ragamala-${randomUUID()}`,
      waits: this.#timings,
      logger: options.logger,
    });
    this.#gateways = createGateways(options.client);
    this.#unsubscribe = this.#subscribe(options.client);
  }

  player(guildId: string): GuildPlayer | undefined {
    return this.#players.get(guildId);
  }

  async play({ guildId, voiceChannelId, requestedBy, tracks }: PlayRequest): Promise<PlayOutcome> {
    const guild = this.#options.client.guilds.cache.get(guildId);
    if (this.#closed || guild === undefined) {
      throw new AppError('player.channel_gone', { channelId: voiceChannelId });
    }
    const existing = this.#players.get(guildId);
    if (existing?.inChannel && existing.channelId !== voiceChannelId) {
      existing.recount();
      if (existing.listeners > 0) {
        throw new AppError('player.busy_elsewhere', { channelId: existing.channelId });
      }
    }
    const doubt = requireAccess(guild, voiceChannelId);
    if (existing === undefined && tracks.length === 0) throw new AppError('player.nothing_to_play');
    const player = existing ?? this.#create(guild, voiceChannelId);
    try {
      return await player.play(voiceChannelId, requestedBy, tracks);
    } catch (error) {
      if (doubt !== undefined && error instanceof AppError && error.context.reason === 'gave-up') throw doubt;
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#unsubscribe();
    await Promise.all([...this.#players.values()].map((player) => player.stop('shutdown')));
    this.#gateways.close();
    await this.#thread.close();
  }

  #create(guild: Guild, channelId: string): GuildPlayer {
    const { clock = systemClock, random = Math.random, logger, library, onEvent, client } = this.#options;
    const guildId = guild.id;
    const player = new GuildPlayer({
      guildId,
      channelId,
      openBooth: (emit) => this.#thread.open(guildId, emit),
      adapterCreator: this.#gateways.of(guild),
      countListeners: (channel) => countListeners(client, guildId, channel),
      usersIn: (channel) => statesIn(client, guildId, channel).map(({ id }) => id),
      pathOf: (track) => library.pathOf(track),
      announce: (event) => {
        logger.debug('player', event);
        try {
          onEvent(event);
        } catch (error) {
          logger.error('an event of the player was not announced', { error, event });
        }
      },
      over: () => {
        if (this.#players.get(guildId) === player) this.#players.delete(guildId);
      },
      clock,
      random,
      timings: this.#timings,
      logger,
    });
    this.#players.set(guildId, player);
    return player;
  }

  /** What happens to channels and members; what happens to the bot's own seat is told by the voice link. */
  #subscribe(client: Client): () => void {
    const recount = ({ guild }: { guild: Guild }) => this.#players.get(guild.id)?.recount();
    const guildBack = (guild: Guild) => this.#players.get(guild.id)?.recount();
    const guildGone = (guild: Guild) => void this.#players.get(guild.id)?.stop('guild-gone');
    const channelGone = (channel: { id: string }) => {
      for (const player of this.#players.values()) {
        if (player.inChannel && player.channelId === channel.id) void player.stop('channel-gone');
      }
    };
    client.on(Events.VoiceStateUpdate, recount);
    client.on(Events.GuildAvailable, guildBack);
    client.on(Events.GuildDelete, guildGone);
    client.on(Events.ChannelDelete, channelGone);
    return () => {
      client.off(Events.VoiceStateUpdate, recount);
      client.off(Events.GuildAvailable, guildBack);
      client.off(Events.GuildDelete, guildGone);
      client.off(Events.ChannelDelete, channelGone);
    };
  }
}

/** Members other than bots; a member whose name is not known yet counts as one. */
function countListeners(client: Client, guildId: string, channelId: string): number {
  return statesIn(client, guildId, channelId).filter(
    (state) => state.id !== client.user?.id && state.member?.user.bot !== true,
  ).length;
}

function statesIn(client: Client, guildId: string, channelId: string): VoiceState[] {
  const states = client.guilds.cache.get(guildId)?.voiceStates.cache;
  return [...(states?.values() ?? [])].filter((state) => state.channelId === channelId);
}
