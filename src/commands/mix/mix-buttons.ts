import { EmbedBuilder } from 'discord.js';
import { isMood } from '../../domain/mood.ts';
import { AppError } from '../../errors.ts';
import type { ComponentHandler, ComponentInteraction } from '../command.ts';
import type { Context } from '../context.ts';
import { EMOTIONS_FILE } from '../mood/reading-view.ts';
import { isInPlayer, type Mix } from './mix.ts';
import { withPicks } from './pick-mix.ts';
import { exchangeMix, type MixReply, remember, showMix, startMix } from './present-mix.ts';

const play: ComponentHandler = async (interaction, context, [id]) => {
  const mix = mixOf(interaction, context, id);
  const reply = replyOf(interaction);
  // A second press while the first one connects changes nothing.
  if (isInPlayer(mix.place)) return showMix(mix, reply, context);
  await startMix(mix, reply, context);
};

const another: ComponentHandler = async (interaction, context, [id]) => {
  const mix = mixOf(interaction, context, id);
  await exchangeMix(withPicks(mix, context), replyOf(interaction), context);
};

/** The button opens the menu of moods; its choice is used at once. */
const correct: ComponentHandler = async (interaction, context, [id]) => {
  const mix = mixOf(interaction, context, id);
  const reply = replyOf(interaction);
  const mood = interaction.isStringSelectMenu() ? interaction.values[0] : undefined;
  if (mood === undefined || !isMood(mood)) return showMix(mix, reply, context, true);

  const by = mix.chosen === undefined ? 'menu' : 'correction';
  const corrected = withPicks({ ...mix, chosen: { mood, by } }, context);
  if (mix.playAtOnce && !isInPlayer(mix.place)) await startMix(corrected, reply, context);
  else await exchangeMix(corrected, reply, context);
  if (by === 'correction') await remember(mix.userId, { kind: 'correction', mood }, context);
};

export const MIX_COMPONENTS = { play, mix: another, correct };

/** @throws AppError interaction.expired after 15 minutes or a restart, interaction.not_yours */
function mixOf(interaction: ComponentInteraction, context: Context, id: string | undefined): Mix {
  const mix = context.memory.mixes.get(id ?? '');
  if (mix === undefined) throw new AppError('interaction.expired');
  if (mix.userId !== interaction.user.id) throw new AppError('interaction.not_yours');
  return mix;
}

/**
 * The message that the button belongs to. An embed with a picture is the reading, which stays. Discord gives the
 * picture's address back instead of `attachment://`, and would show it a second time below if it were sent so.
 */
function replyOf(interaction: ComponentInteraction): MixReply {
  const reading = interaction.message.embeds.find((embed) => embed.image !== null);
  return {
    guild: interaction.guild,
    above:
      reading === undefined ? [] : [EmbedBuilder.from(reading).setImage(`attachment://${EMOTIONS_FILE}`)],
    edit: (payload) => interaction.editReply(payload),
  };
}
