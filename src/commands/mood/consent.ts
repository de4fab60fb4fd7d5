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
import type { ComponentHandler, ComponentInteraction } from '../command.ts';
import { slash } from '../describe.ts';
import type { Expiring } from '../expiring.ts';
import { lookAndPlay, offerMoods, onePhoto } from './look.ts';
import type { MoodRequest } from './request.ts';
import { forgetSeen } from './why.ts';

type Photos = Expiring<MoodRequest>;

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

/** Remembers the photo behind a question by the command that sent it, and as the member's latest. */
export function awaitConsent(photos: Photos, interactionId: string, request: MoodRequest): void {
  photos.set(interactionId, request);
  photos.set(request.userId, request);
}

/** The photo of the question that was answered; the member's latest where a server does not say which command it was. */
function takeRequest(photos: Photos, { message, user }: ComponentInteraction): MoodRequest | undefined {
  const request = photos.take(message.interactionMetadata?.id ?? user.id);
  if (request !== undefined && photos.get(user.id) === request) photos.take(user.id);
  return request?.userId === user.id ? request : undefined;
}

/** The answer to the question. The photo behind it is read, or forgotten, without being sent again. */
export const consent: ComponentHandler = async (interaction, context, [answer]) => {
  const { words, memory, listeners } = context;
  const { user, guild } = interaction;
  const request = takeRequest(memory.photos, interaction);
  const reply = {
    id: interaction.id,
    guild,
    edit: (payload: InteractionEditReplyOptions) => interaction.editReply(payload),
  };

  // A second press: the first one's photo is being read, and its answer will stand here.
  const isAnswered = request === undefined && memory.looking.has(user.id);
  if (answer !== 'agree') {
    await listeners.decline(user.id);
    forgetSeen(user.id, memory);
    if (isAnswered) return;
    const said = words.t('consent.declined');
    if (request === undefined) {
      await reply.edit({ content: said, embeds: [], components: [] });
    } else {
      await offerMoods(said, request, reply, context);
    }
    return;
  }
  if (isAnswered) return;
  const say = (content: string) => reply.edit({ content, embeds: [], components: [] });
  try {
    if (request === undefined) {
      await listeners.agree(user.id);
      throw new AppError('consent.photo_gone');
    }
    await onePhoto(user.id, memory, async () => {
      await listeners.agree(user.id);
      await say(words.t('consent.looking'));
      await lookAndPlay(request, reply, context);
    });
  } catch (error) {
    // The question is answered, so what went wrong takes its place.
    await say(context.explain(error));
  }
};
