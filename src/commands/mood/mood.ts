import type { InteractionEditReplyOptions } from 'discord.js';
import { AppError } from '../../errors.ts';
import { hasAgreed } from '../../listeners/listeners.ts';
import type { Command } from '../command.ts';
import { describe, slashCommand } from '../describe.ts';
import { chooseLanguage, parseLanguage } from '../language-choice.ts';
import { languageChoices } from '../language-options.ts';
import { MIX_COMPONENTS } from '../mix/mix-buttons.ts';
import { awaitConsent, consent, consentQuestion } from './consent.ts';
import { lookAndPlay, onePhoto } from './look.ts';
import type { MoodRequest } from './request.ts';
import { why } from './why.ts';

/** The options, each a file of the same moment. */
const PHOTOS = ['photo', 'photo2', 'photo3'] as const;

/**
 * `/mood photo:<selfie>`, with up to two more photos of the same moment: look, tell what was seen, fill the queue, play.
 * Only its sender sees the reply.
 */
export const mood = {
  data: slashCommand('mood')
    .addAttachmentOption((option) =>
      describe(option.setName('photo').setRequired(true), 'command.mood.photo'),
    )
    .addAttachmentOption((option) => describe(option.setName('photo2'), 'command.mood.photo2'))
    .addAttachmentOption((option) => describe(option.setName('photo3'), 'command.mood.photo3'))
    .addStringOption((option) =>
      describe(option.setName('language').setAutocomplete(true), 'command.mood.language'),
    )
    .addBooleanOption((option) => describe(option.setName('play'), 'command.mood.play')),
  deferred: true,

  async execute(interaction, context) {
    const { user, guild, options } = interaction;
    const { listeners, library, memory, words } = context;
    const photos = PHOTOS.map((name) => options.getAttachment(name)).filter((photo) => photo !== null);
    const wanted = options.getString('language');
    const option = wanted === null ? undefined : parseLanguage(wanted, library, words);
    if (memory.looking.has(user.id)) throw new AppError('mood.busy');

    const profile = await listeners.profile(user.id);
    const request: MoodRequest = {
      userId: user.id,
      urls: photos.map(({ url }) => url),
      language: chooseLanguage({ option, profile, locale: interaction.locale }),
      play: options.getBoolean('play') ?? true,
    };
    const edit = (payload: InteractionEditReplyOptions) => interaction.editReply(payload);
    if (!hasAgreed(profile)) {
      // Before the question is out: its answer may be faster than Discord's word that it arrived.
      awaitConsent(memory.photos, interaction.id, request);
      await edit(consentQuestion(words));
      return;
    }
    const reply = { id: interaction.id, guild, edit };
    await onePhoto(user.id, memory, () => lookAndPlay(request, reply, context));
  },

  async autocomplete(interaction, { library, words }) {
    return languageChoices(interaction.options.getFocused(), library, words);
  },

  components: { consent, why, ...MIX_COMPONENTS },
} satisfies Command;
