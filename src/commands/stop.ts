import type { Command } from './command.ts';
import { slashCommand } from './describe.ts';
import { controlled } from './playing.ts';

export const stop = {
  data: slashCommand('stop'),
  async execute(interaction, context) {
    const { player } = controlled(interaction, context);
    const stopped = player.stop();
    await interaction.reply(context.words.t('stop.done'));
    await stopped;
  },
} satisfies Command;
