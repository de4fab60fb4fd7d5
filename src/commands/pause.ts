import { AppError } from '../errors.ts';
import type { Command } from './command.ts';
import { slash, slashCommand } from './describe.ts';
import { controlled } from './playing.ts';

export const pause = {
  data: slashCommand('pause'),
  async execute(interaction, context) {
    const { player } = controlled(interaction, context);
    if (!player.pause(interaction.user.id)) throw new AppError('player.already_paused');
    await interaction.reply(context.words.t('pause.done', { command: slash('resume') }));
  },
} satisfies Command;
