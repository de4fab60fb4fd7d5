import { AppError } from '../errors.ts';
import type { Command } from './command.ts';
import { slashCommand } from './describe.ts';
import { voiceChannelOf } from './mix/play-mix.ts';
import { controlled } from './playing.ts';

/** Goes on after a pause, and with the queue that was kept when the bot was thrown out of its channel. */
export const resume = {
  data: slashCommand('resume'),
  deferred: true,
  async execute(interaction, context) {
    const { guild, user } = interaction;
    const { player, current } = controlled(interaction, context);
    if (player.inChannel) {
      if (!player.resume()) throw new AppError('player.not_paused');
    } else {
      const voiceChannelId = voiceChannelOf(guild, user.id);
      if (voiceChannelId === undefined) throw new AppError('voice.join_first');
      await context.jukebox.play({ guildId: guild.id, voiceChannelId, requestedBy: user.id, tracks: [] });
    }
    await interaction.editReply(context.words.t('resume.done', { title: current.item.track.title }));
  },
} satisfies Command;
