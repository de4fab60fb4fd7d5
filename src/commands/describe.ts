import { InteractionContextType, SlashCommandBuilder } from 'discord.js';
import { localized, type MessageKey, translator } from '../i18n/i18n.ts';

interface Described {
  setDescription(text: string): this;
  setDescriptionLocalizations(texts: { hi?: string }): this;
}

type CommandName = MessageKey extends infer K
  ? K extends `command.${infer Name}.name`
    ? Name
    : never
  : never;

const english = translator('en');

/** The builder of a command that works on servers, named and described in English and in Discord's other locales. */
export function slashCommand<N extends CommandName>(name: N): SlashCommandBuilder {
  const builder = new SlashCommandBuilder()
    .setName(name)
    .setNameLocalizations(localized(`command.${name}.name`))
    .setContexts(InteractionContextType.Guild);
  return describe(builder, `command.${name}`);
}

/** Gives a command, a subcommand or an option its description, in English and in Discord's other locales. */
export function describe<B extends Described>(builder: B, key: MessageKey & `command.${string}`): B {
  return builder.setDescription(english.t(key as 'command.mood')).setDescriptionLocalizations(localized(key));
}

/** A command as a member types it, e.g. `/mood`, for the blanks of sentences. */
export function slash(name: string): string {
  return `\`/${name}\``;
}
