import { type Client, EmbedBuilder, type MessageCreateOptions } from 'discord.js';
import { GOLD } from '../commands/colour.ts';
import { slash } from '../commands/describe.ts';
import { plain } from '../i18n/escape.ts';
import { type Translator, translator } from '../i18n/i18n.ts';
import type { Logger } from '../logger.ts';
import { missingPermission } from '../music/player/access.ts';
import type { PlayerEvent } from '../music/player/events.ts';
import { problemOf } from './replies.ts';

/** Announcements that may wait for a guild; the room does not need the oldest of a backlog. */
const MOST_WAITING = 5;

export interface Announcer {
  /** Tells the text chat of the voice channel; returns at once and never throws. */
  announce(event: PlayerEvent): void;
  /** Settled when everything that waits was sent or given up. */
  idle(): Promise<void>;
}

/** Says in the text chat of a voice channel what plays there and what happened to it. */
export function createAnnouncer(o: { client: Client; logger: Logger }): Announcer {
  const { client, logger } = o;
  /** What waits for each guild; a guild is here while its messages are being sent, one after the other. */
  const waiting = new Map<string, PlayerEvent[]>();
  const sending = new Set<Promise<void>>();

  const send = async (event: PlayerEvent): Promise<void> => {
    const guild = client.guilds.cache.get(event.guildId);
    const channel = guild?.channels.cache.get(event.channelId);
    if (guild === undefined || !channel?.isSendable()) return;
    const message = announcement(event, translator(guild.preferredLocale));
    if (message === undefined) return;
    if (missingPermission(channel, ['ViewChannel', 'SendMessages'])?.certain === true) {
      logger.info('not allowed to announce', { channelId: channel.id, type: event.type });
      return;
    }
    await channel.send(toMessage(message, missingPermission(channel, ['EmbedLinks'])?.certain !== true));
  };

  const drain = async (guildId: string, queue: PlayerEvent[]): Promise<void> => {
    for (let event = queue.shift(); event !== undefined; event = queue.shift()) {
      try {
        await send(event);
      } catch (error) {
        logger.warn('not announced', { guildId, type: event.type, problem: problemOf(error) });
      }
    }
    waiting.delete(guildId);
  };

  return {
    announce(event) {
      const queue = waiting.get(event.guildId);
      if (queue !== undefined) {
        queue.push(event);
        if (queue.length > MOST_WAITING) queue.shift();
        return;
      }
      const fresh = [event];
      waiting.set(event.guildId, fresh);
      const done = drain(event.guildId, fresh).finally(() => sending.delete(done));
      sending.add(done);
    },
    async idle() {
      while (sending.size > 0) await Promise.all(sending);
    },
  };
}

/** With a colour it is shown as an embed where that is allowed. */
export interface Announcement {
  readonly text: string;
  readonly colour?: number;
}

function toMessage({ text, colour }: Announcement, mayEmbed: boolean): MessageCreateOptions {
  if (colour === undefined || !mayEmbed) return { content: text };
  return { embeds: [new EmbedBuilder().setColor(colour).setDescription(text)] };
}

/** The message for an event; undefined for what the room need not read. */
export function announcement(event: PlayerEvent, words: Translator): Announcement | undefined {
  switch (event.type) {
    case 'track-started': {
      const { track, requestedBy } = event.item;
      const about = words.t('room.for', {
        member: requestedBy,
        language: words.languageName(track.language),
      });
      const note = track.note === undefined ? '' : ` · ${plain(track.note)}`;
      const now = words.t('room.now', { title: track.title, artist: track.artist });
      // Neither word nor colour of the mood: beside the member's name it would tell what their face showed.
      return { text: `${now}\n-# ${about}${note}`, colour: GOLD };
    }
    case 'track-broken':
      return { text: words.t('room.broken', { title: event.item.track.title }) };
    case 'queue-ended':
      return { text: words.t(event.reason === 'finished' ? 'room.queue_ended' : 'room.all_broken') };
    case 'moved':
      return { text: words.t('room.moved') };
    case 'reconnecting':
      return { text: words.t('room.reconnecting') };
    case 'reconnected':
      return { text: words.t('room.reconnected') };
    case 'disconnected':
      return goodbye(event, words);
  }
}

type Disconnected = Extract<PlayerEvent, { type: 'disconnected' }>;

/** Why the bot left, where the room does not know it already, and how to go on with what is kept. */
function goodbye({ reason, kept }: Disconnected, words: Translator): Announcement | undefined {
  const why = {
    asked: undefined,
    shutdown: undefined,
    'channel-gone': undefined,
    'guild-gone': undefined,
    alone: words.t('room.left.alone'),
    idle: words.t('room.left.idle'),
    kicked: words.t('room.left.kicked'),
    'call-ended': words.t('room.left.kicked'),
    'rate-limited': words.t('room.left.lost'),
    'encryption-required': words.t('room.left.encryption'),
    protocol: words.t('room.left.encryption'),
    'gave-up': words.t('room.left.lost'),
  }[reason];
  if (why === undefined) return undefined;
  return {
    text: kept > 0 ? `${why} ${words.t('room.kept', { count: kept, command: slash('resume') })}` : why,
  };
}
