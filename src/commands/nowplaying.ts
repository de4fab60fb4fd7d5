import { EmbedBuilder, MessageFlags } from 'discord.js';
import { plain } from '../i18n/escape.ts';
import { duration } from '../i18n/format.ts';
import { GOLD } from './colour.ts';
import type { Command } from './command.ts';
import { slashCommand } from './describe.ts';
import { playing } from './playing.ts';

export const nowplaying = {
  data: slashCommand('nowplaying'),
  async execute(interaction, context) {
    const { words } = context;
    const { snapshot, current } = playing(interaction.guild.id, context);
    const { track, requestedBy } = current.item;
    const state = {
      playing: words.t('now.title'),
      idle: words.t('now.paused'),
      paused: words.t('now.paused'),
      connecting: words.t('now.connecting'),
      reconnecting: words.t('now.reconnecting'),
    }[snapshot.phase];
    const next = snapshot.upcoming[0];
    const facts = [
      words.languageName(track.language),
      ...(track.note === undefined ? [] : [plain(track.note)]),
    ];
    const embed = new EmbedBuilder()
      .setColor(GOLD)
      .setAuthor({ name: state })
      .setTitle(plain(track.title))
      .setDescription(
        [
          `${plain(track.artist)}\n-# ${facts.join(' · ')}`,
          progressLine(current.positionMs, track.durationMs),
          words.t('now.for', { member: requestedBy, channel: snapshot.channelId }),
          next === undefined
            ? words.t('queue.nothing_next')
            : words.t('now.next', { title: next.track.title }),
        ].join('\n\n'),
      );
    await interaction.reply({ embeds: [embed], flags: MessageFlags.Ephemeral });
  },
} satisfies Command;

/** `━━━━●─────── 0:15 / 0:45`, within the track whatever the player says. */
export function progressLine(positionMs: number, durationMs: number, length = 18): string {
  const position = Math.min(Math.max(0, positionMs), durationMs);
  const done = durationMs > 0 ? Math.min(length - 1, Math.floor((position / durationMs) * length)) : 0;
  return `\`${'━'.repeat(done)}●${'─'.repeat(length - 1 - done)}\` ${duration(position)} / ${duration(durationMs)}`;
}
