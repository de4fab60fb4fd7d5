import { EmbedBuilder, MessageFlags } from 'discord.js';
import type { MessageKey } from '../i18n/i18n.ts';
import { FRAME } from './colour.ts';
import type { Command } from './command.ts';
import { slash, slashCommand } from './describe.ts';

/** In the order in which a newcomer needs them. */
const LISTED = [
  ['mood', 'command.mood'],
  ['language set', 'command.language.set'],
  ['play', 'command.play'],
  ['queue', 'command.queue'],
  ['nowplaying', 'command.nowplaying'],
  ['skip', 'command.skip'],
  ['pause', 'command.pause'],
  ['resume', 'command.resume'],
  ['stop', 'command.stop'],
  ['privacy show', 'command.privacy'],
] as const satisfies readonly (readonly [string, MessageKey])[];

export const help = {
  data: slashCommand('help'),
  async execute(interaction, { words }) {
    const embed = new EmbedBuilder()
      .setColor(FRAME)
      .setTitle(words.t('help.title'))
      .setDescription(
        [
          words.t('help.text', { mood: slash('mood') }),
          LISTED.map(([name, key]) => `${slash(name)} · ${words.t(key)}`).join('\n'),
          words.t('help.private'),
        ].join('\n\n'),
      );
    await interaction.reply({ embeds: [embed], flags: MessageFlags.Ephemeral });
  },
} satisfies Command;
