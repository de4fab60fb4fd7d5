import { resolveLanguage } from '../domain/language.ts';
import { AppError } from '../errors.ts';
import { REPLY_LOCALES, type Translator, translator } from '../i18n/i18n.ts';
import type { Command, CommandInteraction } from './command.ts';
import type { Context } from './context.ts';
import { describe, slash, slashCommand } from './describe.ts';
import { libraryLanguages, localeLanguage, parseLanguage } from './language-choice.ts';
import { languageChoices } from './language-options.ts';

/** `/language set|show|clear`: the language of a member's music and of the replies to them. */
export const language = {
  data: slashCommand('language')
    .addSubcommand((sub) =>
      describe(sub.setName('set'), 'command.language.set')
        .addStringOption((option) =>
          describe(option.setName('language').setAutocomplete(true), 'command.language.set.language'),
        )
        .addStringOption((option) =>
          describe(option.setName('interface').setAutocomplete(true), 'command.language.set.interface'),
        ),
    )
    .addSubcommand((sub) => describe(sub.setName('show'), 'command.language.show'))
    .addSubcommand((sub) => describe(sub.setName('clear'), 'command.language.clear')),
  deferred: true,

  async execute(interaction, context) {
    const action = { set, show, clear }[interaction.options.getSubcommand()];
    if (action === undefined) throw new AppError('interaction.unknown');
    await interaction.editReply(await action(interaction, context));
  },

  async autocomplete(interaction, { library, words }) {
    const { name, value } = interaction.options.getFocused(true);
    return name === 'interface' ? interfaceChoices(value) : languageChoices(value, library, words);
  },
} satisfies Command;

type Action = (interaction: CommandInteraction, context: Context) => Promise<string>;

const set: Action = async ({ options, user }, { library, listeners, words }) => {
  const [music, replies] = [options.getString('language'), options.getString('interface')];
  if (music === null && replies === null) throw new AppError('language.what', { set: slash('language set') });
  // Both are understood before either is saved.
  const wanted = music === null ? undefined : parseLanguage(music, library, words);
  const locale = replies === null ? undefined : parseInterface(replies, words);

  const said: string[] = [];
  if (locale !== undefined) await listeners.setInterface(user.id, locale);
  const now = locale === undefined ? words : translator(locale);
  if (wanted !== undefined) {
    await listeners.setLanguage(user.id, wanted.tag);
    const others = libraryLanguages(library).map(({ tag }) => now.languageName(tag));
    const name = now.languageName(wanted.tag);
    const hasShelf = libraryLanguages(library).some(({ tag }) => tag === wanted.tag);
    said.push(
      hasShelf || others.length === 0
        ? now.t('language.set', { language: name })
        : now.t('language.set_without_shelf', { language: name, others: now.list(others) }),
    );
  }
  if (locale !== undefined)
    said.push(now.t('language.interface_set', { language: now.languageName(locale) }));
  return said.join('\n');
};

const show: Action = async ({ user, locale }, { library, listeners, words }) => {
  const profile = await listeners.profile(user.id);
  const shelves = libraryLanguages(library).map(({ tag, count }) =>
    words.t('language.shelf', { language: words.languageName(tag), count }),
  );
  const music =
    profile.language === undefined
      ? words.t('language.not_set', { language: words.languageName(localeLanguage(locale)) })
      : words.languageName(profile.language);
  const replies = words.languageName(words.locale);
  const lines = [
    words.t('language.show', {
      language: music,
      interface:
        profile.interface === undefined
          ? words.t('language.follows_discord', { language: replies })
          : replies,
    }),
  ];
  if (shelves.length > 0) lines.push(words.t('language.shelves', { languages: words.list(shelves) }));
  return lines.join('\n');
};

const clear: Action = async ({ user, locale }, { listeners }) => {
  await listeners.setLanguage(user.id, undefined);
  await listeners.setInterface(user.id, undefined);
  return translator(locale).t('language.cleared');
};

/** @throws AppError language.interface_unknown {received, available} */
function parseInterface(text: string, words: Translator): string {
  const tag = resolveLanguage(text)?.tag;
  const locale = REPLY_LOCALES.find((known) => known === tag);
  if (locale !== undefined) return locale;
  const available = words.list(REPLY_LOCALES.map((known) => words.languageName(known)));
  throw new AppError('language.interface_unknown', { received: text, available });
}

function interfaceChoices(typed: string) {
  const resolved = resolveLanguage(typed)?.tag;
  return REPLY_LOCALES.map((locale) => ({
    name: translator(locale).languageName(locale),
    value: locale,
  })).filter(
    ({ name, value }) =>
      typed === '' ||
      value === resolved ||
      name.toLowerCase().startsWith(typed.toLowerCase()) ||
      translator('en').languageName(value).toLowerCase().startsWith(typed.toLowerCase()),
  );
}
