import {
  ActionRowBuilder,
  AttachmentBuilder,
  ButtonBuilder,
  ButtonStyle,
  EmbedBuilder,
  type InteractionEditReplyOptions,
  type MessageActionRowComponentBuilder,
  time,
} from 'discord.js';
import { AppError } from '../errors.ts';
import { translator } from '../i18n/i18n.ts';
import { GOLD } from './colour.ts';
import type { Command, CommandInteraction, ComponentHandler } from './command.ts';
import type { Context } from './context.ts';
import { describe, slash, slashCommand } from './describe.ts';
import { forgetSeen } from './mood/why.ts';

/** The answer to "delete everything?". */
const decided: ComponentHandler = async (interaction, { listeners, memory, words }, [answer]) => {
  if (answer !== 'forget') {
    await interaction.editReply({ content: words.t('privacy.kept'), components: [] });
    return;
  }
  const count = await listeners.forget(interaction.user.id);
  forgetSeen(interaction.user.id, memory);
  // The reply language was among what is forgotten.
  const { t } = translator(interaction.locale);
  await interaction.editReply({ content: t('privacy.forgotten', { count }), components: [] });
};

/** `/privacy show|export|forget`: a member sees, takes and deletes what is saved about them. */
export const privacy = {
  data: slashCommand('privacy')
    .addSubcommand((sub) => describe(sub.setName('show'), 'command.privacy.show'))
    .addSubcommand((sub) => describe(sub.setName('export'), 'command.privacy.export'))
    .addSubcommand((sub) => describe(sub.setName('forget'), 'command.privacy.forget')),
  deferred: true,
  async execute(interaction, context) {
    const action = { show, export: exportAll, forget }[interaction.options.getSubcommand()];
    if (action === undefined) throw new AppError('interaction.unknown');
    await interaction.editReply(await action(interaction, context));
  },
  components: { privacy: decided },
} satisfies Command;

type Action = (interaction: CommandInteraction, context: Context) => Promise<InteractionEditReplyOptions>;

const show: Action = async ({ user }, { listeners, words }) => {
  const { profile, history } = await listeners.export(user.id);
  const isEmpty = Object.keys(profile).length === 0 && history.length === 0;
  const { language, interface: replies, consent } = profile;
  const none = words.t('privacy.none');
  const agreed = consent === undefined ? none : time(new Date(consent.agreedAt), 'D');
  const embed = new EmbedBuilder()
    .setColor(GOLD)
    .setTitle(words.t('privacy.title'))
    .setDescription(
      [
        ...(isEmpty ? [words.t('privacy.nothing')] : []),
        words.t('privacy.never', { export: slash('privacy export'), forget: slash('privacy forget') }),
      ].join('\n\n'),
    );
  if (!isEmpty) {
    embed.addFields(
      {
        name: words.t('privacy.language'),
        value: language === undefined ? none : words.languageName(language),
      },
      {
        name: words.t('privacy.interface'),
        value: replies === undefined ? none : words.languageName(replies),
      },
      {
        name: words.t('privacy.consent'),
        value: consent === undefined ? none : words.t('privacy.agreed_on', { date: agreed }),
      },
      { name: words.t('privacy.history'), value: String(history.length) },
    );
  }
  return { embeds: [embed] };
};

const exportAll: Action = async ({ user }, { listeners, words }) => {
  const saved = await listeners.export(user.id);
  const file = new AttachmentBuilder(Buffer.from(`${JSON.stringify(saved, null, 2)}\n`), {
    name: 'ragamala-export.json',
  });
  return { content: words.t('privacy.exported'), files: [file] };
};

const forget: Action = async (_interaction, { words }) => ({
  content: words.t('privacy.forget_question'),
  components: [
    new ActionRowBuilder<MessageActionRowComponentBuilder>().addComponents(
      new ButtonBuilder()
        .setCustomId('privacy:forget')
        .setLabel(words.t('privacy.forget_confirm'))
        .setStyle(ButtonStyle.Danger),
      new ButtonBuilder()
        .setCustomId('privacy:keep')
        .setLabel(words.t('privacy.forget_keep'))
        .setStyle(ButtonStyle.Secondary),
    ),
  ],
});
