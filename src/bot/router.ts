import {
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  type Interaction,
  type MessageComponentInteraction,
  MessageFlags,
} from 'discord.js';
import type { Command, ComponentHandler } from '../commands/command.ts';
import type { Context, Services } from '../commands/context.ts';
import { AppError } from '../errors.ts';
import { type Translator, translator } from '../i18n/i18n.ts';
import { type Answerable, isGone, problemOf, sentenceForAnything, tell } from './replies.ts';

/** Discord drops an interaction that is not answered within 3 s; a slow store gets this much of it. */
const PROFILE_LIMIT_MS = 1_000;
const MOST_CHOICES = 25;

export interface Routes {
  readonly commands: ReadonlyMap<string, Command>;
  /** By the first word of the custom id. */
  readonly components: ReadonlyMap<string, ComponentHandler>;
}

/** @throws Error if two commands or two component handlers share a name, or a command's data is not valid */
export function buildRoutes(commands: readonly Command[]): Routes {
  const routes = { commands: new Map<string, Command>(), components: new Map<string, ComponentHandler>() };
  for (const command of commands) {
    // The builder checks names, descriptions and options here, at the start, and not when somebody needs it.
    const { name } = command.data.toJSON();
    if (routes.commands.has(name)) throw new Error(`two commands are called /${name}`);
    routes.commands.set(name, command);
    for (const [prefix, handler] of Object.entries(command.components ?? {})) {
      if (routes.components.has(prefix)) throw new Error(`two commands handle components called ${prefix}:…`);
      routes.components.set(prefix, handler);
    }
  }
  return routes;
}

/**
 * From an interaction to the command that answers it. Whatever is thrown becomes one sentence here; the returned
 * promise never rejects.
 */
export function createRouter(
  routes: Routes,
  services: Services,
): (interaction: Interaction) => Promise<void> {
  const { logger } = services;

  const wordsFor = async (interaction: Answerable): Promise<Translator> =>
    translator((await savedInterface(interaction.user.id, services)) ?? interaction.locale);

  /** Runs one answer; `where` names it in the log. */
  const answer = async (
    interaction: Answerable,
    where: object,
    run: (context: () => Promise<Context>) => Promise<void>,
  ): Promise<void> => {
    let words = translator(interaction.locale);
    const explain = (error: unknown) => sentenceForAnything(error, words, logger, where);
    try {
      await run(async () => {
        words = await wordsFor(interaction);
        return { ...services, words, explain };
      });
    } catch (error) {
      if (isGone(error)) logger.warn('an interaction is gone', { ...where, problem: problemOf(error) });
      else await tell(interaction, explain(error), logger);
    }
  };

  const onCommand = (interaction: ChatInputCommandInteraction) =>
    answer(interaction, { command: interaction.commandName }, async (context) => {
      const command = routes.commands.get(interaction.commandName);
      if (command === undefined) throw new AppError('interaction.unknown');
      if (!interaction.inCachedGuild()) throw new AppError('guild.only');
      if (command.deferred) await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      await command.execute(interaction, await context());
    });

  const onComponent = (interaction: MessageComponentInteraction) =>
    answer(interaction, { component: interaction.customId }, async (context) => {
      const [prefix = '', ...args] = interaction.customId.split(':');
      const handler = routes.components.get(prefix);
      if (handler === undefined) throw new AppError('interaction.unknown');
      if (!interaction.inCachedGuild()) throw new AppError('guild.only');
      await interaction.deferUpdate();
      await handler(interaction, await context(), args);
    });

  /** Somebody is typing: a failure gives no choices, and the log a line. */
  const onAutocomplete = async (interaction: AutocompleteInteraction) => {
    try {
      const command = routes.commands.get(interaction.commandName);
      const words = translator(interaction.locale);
      const choices =
        interaction.inCachedGuild() && command?.autocomplete !== undefined
          ? await command.autocomplete(interaction, { ...services, words })
          : [];
      await interaction.respond(choices.slice(0, MOST_CHOICES));
    } catch (error) {
      logger.warn('no choices', { command: interaction.commandName, problem: problemOf(error) });
      if (!interaction.responded) await interaction.respond([]).catch(() => undefined);
    }
  };

  return async (interaction) => {
    if (interaction.isChatInputCommand()) await onCommand(interaction);
    else if (interaction.isMessageComponent()) await onComponent(interaction);
    else if (interaction.isAutocomplete()) await onAutocomplete(interaction);
    else
      await tell(interaction, translator(interaction.locale).error('interaction.unknown', {}) ?? '?', logger);
  };
}

/** The reply language a member chose; none when the store fails or is slow, since words are owed in any case. */
async function savedInterface(userId: string, { listeners, logger }: Services): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), PROFILE_LIMIT_MS);
  });
  try {
    return (await Promise.race([listeners.profile(userId), late]))?.interface;
  } catch (error) {
    logger.warn('the reply language could not be read', { problem: problemOf(error) });
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
