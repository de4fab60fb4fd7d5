import { randomBytes } from 'node:crypto';
import {
  DiscordAPIError,
  type MessageComponentInteraction,
  MessageFlags,
  RESTJSONErrorCodes,
  type RepliableInteraction,
} from 'discord.js';
import { knownSentence } from '../commands/sentence.ts';
import { type AppError, messageOf } from '../errors.ts';
import type { Translator } from '../i18n/i18n.ts';
import type { Logger } from '../logger.ts';

/**
 * The words for anything that was thrown. What a member cannot be told about is logged whole, and they get a short
 * reference to that line.
 * @param reference makes one
 */
export function sentenceForAnything(
  error: unknown,
  words: Translator,
  logger: Logger,
  where: object,
  reference: () => string = () => randomBytes(3).toString('hex'),
): string {
  const known = knownSentence(error, words);
  if (known !== undefined) {
    const { code, context, cause } = error as AppError;
    logger.info('told a member', { ...where, code, context, ...(cause === undefined ? {} : { cause }) });
    return known;
  }
  const id = reference();
  const stack = error instanceof Error ? error.stack : undefined;
  logger.error('failed', { reference: id, ...where, problem: problemOf(error), stack });
  return words.t('error.unknown', { reference: id });
}

export type Answerable = RepliableInteraction | MessageComponentInteraction;

/** Answers an interaction with a sentence for its sender, in whatever state its response is. Never throws. */
export async function tell(interaction: Answerable, sentence: string, logger: Logger): Promise<void> {
  try {
    const payload = { content: sentence, allowedMentions: { parse: [] } };
    // A button's message is somebody's reading or mix: it stays, the sentence comes after it.
    const isFollowUp = interaction.replied || (interaction.deferred && interaction.isMessageComponent());
    if (isFollowUp) await interaction.followUp({ ...payload, flags: MessageFlags.Ephemeral });
    else if (interaction.deferred) {
      await interaction.editReply({ ...payload, embeds: [], components: [], files: [] });
    } else await interaction.reply({ ...payload, flags: MessageFlags.Ephemeral });
  } catch (error) {
    logger.warn('a reply did not arrive', { problem: problemOf(error) });
  }
}

/** Interactions that Discord has closed meanwhile: nobody is left to be told. */
export function isGone(error: unknown): boolean {
  return error instanceof DiscordAPIError && GONE.has(Number(error.code));
}

const GONE = new Set<number>([
  RESTJSONErrorCodes.UnknownInteraction,
  RESTJSONErrorCodes.UnknownWebhook,
  RESTJSONErrorCodes.InvalidWebhookToken,
  RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged,
  RESTJSONErrorCodes.UnknownMessage,
]);

/**
 * What is logged of an error. A REST error carries the whole request, with the interaction's token in its URL and the
 * reply about a face in its body: only code and words are taken.
 */
export function problemOf(error: unknown): string {
  if (error instanceof DiscordAPIError) return `${error.code}: ${error.message}`;
  return messageOf(error);
}
