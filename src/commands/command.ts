import type {
  ApplicationCommandOptionChoiceData,
  AutocompleteInteraction,
  ChatInputCommandInteraction,
  MessageComponentInteraction,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import type { Context } from './context.ts';

export type CommandInteraction = ChatInputCommandInteraction<'cached'>;
export type ComponentInteraction = MessageComponentInteraction<'cached'>;
export type Choices = readonly ApplicationCommandOptionChoiceData<string>[];

/**
 * A slash command: a plain object around a discord.js builder, listed in index.ts. Errors are thrown (`AppError` for
 * what a member can be told) and put into words by the router.
 */
export interface Command {
  readonly data: { readonly name: string; toJSON(): RESTPostAPIChatInputApplicationCommandsJSONBody };
  /**
   * True for what may take long (store, network, photo): a reply that only the sender sees is deferred before
   * `execute`, which then edits it. Otherwise `execute` replies itself, from memory alone.
   */
  readonly deferred?: boolean;
  execute(interaction: CommandInteraction, context: Context): Promise<void>;
  /** At most 25 choices are shown. */
  autocomplete?(
    interaction: AutocompleteInteraction<'cached'>,
    context: Omit<Context, 'explain'>,
  ): Promise<Choices>;
  /** Buttons and menus by the first word of their custom id. */
  readonly components?: Readonly<Record<string, ComponentHandler>>;
}

/**
 * Answers a button or menu. The message's update is deferred already: edit it with `editReply`.
 * @param args the custom id after its first word, split at the colons
 */
export type ComponentHandler = (
  interaction: ComponentInteraction,
  context: Context,
  args: readonly string[],
) => Promise<void>;
