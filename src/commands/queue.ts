import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  EmbedBuilder,
  type MessageActionRowComponentBuilder,
  MessageFlags,
} from 'discord.js';
import { duration } from '../i18n/format.ts';
import type { Translator } from '../i18n/i18n.ts';
import type { PlayerSnapshot } from '../music/player/events.ts';
import type { QueueItem } from '../music/player/queue.ts';
import { GOLD } from './colour.ts';
import type { Command, ComponentHandler } from './command.ts';
import { slash, slashCommand } from './describe.ts';

const PAGE_SIZE = 10;

/** Turns a page; the queue may have changed since, so it is looked at anew. */
const turn: ComponentHandler = async (interaction, { jukebox, words }, [page]) => {
  const snapshot = jukebox.player(interaction.guild.id)?.snapshot();
  await interaction.editReply(queuePage(snapshot, Number(page) || 0, words));
};

export const queue = {
  data: slashCommand('queue'),
  async execute(interaction, { jukebox, words }) {
    const snapshot = jukebox.player(interaction.guild.id)?.snapshot();
    await interaction.reply({ ...queuePage(snapshot, 0, words), flags: MessageFlags.Ephemeral });
  },
  components: { queue: turn },
} satisfies Command;

/** @param page from 0; one that is not there gives the nearest that is */
export function queuePage(snapshot: PlayerSnapshot | undefined, page: number, words: Translator) {
  const upcoming = snapshot?.upcoming ?? [];
  if (snapshot?.current === undefined && upcoming.length === 0) {
    return {
      content: words.t('queue.empty', { mood: slash('mood'), play: slash('play') }),
      embeds: [],
      components: [],
    };
  }
  const pages = Math.max(1, Math.ceil(upcoming.length / PAGE_SIZE));
  const shown = Math.min(Math.max(0, Math.trunc(page)), pages - 1);
  const first = shown * PAGE_SIZE;
  const lines = upcoming
    .slice(first, first + PAGE_SIZE)
    .map((item, index) => `${first + index + 1}. ${line(item, words)}`);
  const rest = upcoming.reduce((sum, { track }) => sum + track.durationMs, 0);

  const embed = new EmbedBuilder()
    .setColor(GOLD)
    .setTitle(words.t('queue.title'))
    .setDescription(lines.length === 0 ? words.t('queue.nothing_next') : lines.join('\n'))
    .setFooter({
      text: [
        words.t('queue.length', { count: upcoming.length, duration: duration(rest) }),
        ...(pages > 1 ? [words.t('queue.page', { page: shown + 1, pages })] : []),
      ].join(' · '),
    });
  if (snapshot?.current !== undefined) {
    embed.addFields({ name: words.t('queue.now'), value: line(snapshot.current.item, words) });
  }
  return { content: '', embeds: [embed], components: pages > 1 ? [pageButtons(shown, pages, words)] : [] };
}

function line({ track, requestedBy }: QueueItem, words: Translator): string {
  const { title, artist, durationMs } = track;
  return words.t('queue.line', { title, artist, duration: duration(durationMs), member: requestedBy });
}

function pageButtons(page: number, pages: number, words: Translator) {
  const button = (to: number, key: 'queue.earlier' | 'queue.later') =>
    new ButtonBuilder()
      .setCustomId(`queue:${to}`)
      .setLabel(words.t(key))
      .setStyle(ButtonStyle.Secondary)
      .setDisabled(to < 0 || to >= pages);
  return new ActionRowBuilder<MessageActionRowComponentBuilder>().addComponents(
    button(page - 1, 'queue.earlier'),
    button(page + 1, 'queue.later'),
  );
}
