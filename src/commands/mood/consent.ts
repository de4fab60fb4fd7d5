import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  EmbedBuilder,
  type InteractionEditReplyOptions,
  type MessageActionRowComponentBuilder,
} from 'discord.js';
import { AppError } from '../../errors.ts';
import type { Translator } from '../../i18n/i18n.ts';
import { GOLD } from '../colour.ts';
import type { ComponentHandler } from '../command.ts';
import { slash } from '../describe.ts';
import { lookAndPlay, offerMoods } from './look.ts';

/** Asks before the first photo is fetched. */
export function consentQuestion(words: Translator): InteractionEditReplyOptions {
  return {
    embeds: [
      new EmbedBuilder()
        .setColor(GOLD)
        .setTitle(words.t('consent.title'))
        .setDescription(words.t('consent.text', { command: slash('privacy') })),
    ],
    components: [
      new ActionRowBuilder<MessageActionRowComponentBuilder>().addComponents(
        new ButtonBuilder()
          .setCustomId('consent:agree')
          .setLabel(words.t('consent.agree'))
          .setStyle(ButtonStyle.Success),
        new ButtonBuilder()
          .setCustomId('consent:decline')
          .setLabel(words.t('consent.decline'))
          .setStyle(ButtonStyle.Secondary),
      ),
    ],
  };
}

/** The answer to the question. The photo behind it is read, or forgotten, without being sent again. */
export const consent: ComponentHandler = async (interaction, context, [answer]) => {
  const { words, memory, listeners } = context;
  const { user, guild } = interaction;
  const request = memory.photos.take(interaction.message.id);
  if (request !== undefined && request.userId !== user.id) throw new AppError('interaction.not_yours');
  const reply = {
    id: interaction.id,
    guild,
    edit: (payload: InteractionEditReplyOptions) => interaction.editReply(payload),
  };

  if (answer !== 'agree') {
    await listeners.decline(user.id);
    const said = words.t('consent.declined');
    if (request === undefined) {
      await reply.edit({ content: said, embeds: [], components: [] });
    } else {
      await offerMoods(said, request, reply, context);
    }
    return;
  }
  await listeners.agree(user.id);
  if (request === undefined) {
    // A second press of an impatient member, whose photo is being looked at.
    if (memory.looking.has(user.id)) return;
    await reply.edit({ content: '', embeds: [], components: [] });
    throw new AppError('consent.photo_gone');
  }
  await reply.edit({ content: words.t('consent.looking'), embeds: [], components: [] });
  await lookAndPlay(request, reply, context);
};
