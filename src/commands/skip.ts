import type { Command } from './command.ts';
import { slashCommand } from './describe.ts';
import { controlled } from './playing.ts';

export const skip = {
  data: slashCommand('skip'),
  async execute(interaction, context) {
    const { player, current } = controlled(interaction, context);
    const { next } = player.skip(interaction.user.id);
    const { title } = current.item.track;
    await interaction.reply(
      next === undefined
        ? context.words.t('skip.last', { title })
        : context.words.t('skip.next', { title, next: next.track.title }),
    );
  },
} satisfies Command;
