import type { EmbedBuilder, Guild, InteractionEditReplyOptions } from 'discord.js';
import { AppError } from '../../errors.ts';
import type { Context } from '../context.ts';
import type { Mix } from '../mix/mix.ts';
import { withPicks } from '../mix/pick-mix.ts';
import { type MixReply, mixMessage, showMix, startMix } from '../mix/present-mix.ts';
import { sentenceFor } from '../sentence.ts';
import { readingView } from './reading-view.ts';
import type { MoodRequest } from './request.ts';

/** The reply that a look is told in. */
export interface LookReply {
  /** Of the interaction; the buttons' mix goes by it. */
  readonly id: string;
  readonly guild: Guild;
  edit(payload: InteractionEditReplyOptions): Promise<unknown>;
}

/** Failures after which a member may choose the mood from a menu instead. */
const MENU_AFTER = new Set(['photo.no_face', 'eyes.unavailable', 'eyes.crashed', 'eyes.busy']);

/**
 * Does what belongs to one photo of a member, claimed at once: of two presses or commands, one gets it.
 * @throws AppError mood.busy while another photo of theirs is looked at
 */
export async function onePhoto(
  userId: string,
  { looking }: Pick<Context['memory'], 'looking'>,
  work: () => Promise<void>,
): Promise<void> {
  if (looking.has(userId)) throw new AppError('mood.busy');
  looking.add(userId);
  try {
    await work();
  } finally {
    looking.delete(userId);
  }
}

/**
 * The photo's way: download, look, tell what was seen, pick, play.
 * @throws AppError what the download and the eyes throw
 */
export async function lookAndPlay(request: MoodRequest, reply: LookReply, context: Context): Promise<void> {
  try {
    await look(request, reply, context);
  } catch (error) {
    if (!(error instanceof AppError) || !MENU_AFTER.has(error.code)) throw error;
    context.logger.info('a photo was not read', { code: error.code });
    await offerMoods(sentenceFor(error, context.words), request, reply, context);
  }
}

async function look(request: MoodRequest, reply: LookReply, context: Context): Promise<void> {
  const files = await Promise.all(request.urls.map((url) => context.attachments.download(url)));
  const { faces, frames } = await context.eyes.look(files);
  const [face] = faces;
  if (face === undefined) throw new AppError('photo.no_face');

  const { words, moodOf } = context;
  const { embed, picture } = await readingView(face, { faces: faces.length, frames, moodOf, words });
  const chosen = { mood: face.mood, by: 'photo' } as const;
  const mix = withPicks({ ...emptyMix(request, reply), chosen, hasReading: true }, context);
  context.memory.seen.set(mix.id, { userId: request.userId, urls: request.urls });
  const shown = mixReply(reply, [embed], picture);
  await (request.play ? startMix(mix, shown, context) : showMix(mix, shown, context));
}

/** Says why there is no reading, or nothing at all, and lets the member choose a mood from a menu. */
export async function offerMoods(
  sentence: string,
  request: Omit<MoodRequest, 'urls'>,
  reply: LookReply,
  context: Context,
): Promise<void> {
  const mix = emptyMix(request, reply);
  context.memory.mixes.set(mix.id, mix);
  await reply.edit({ ...mixMessage(mix, context.words, []), content: sentence });
}

function emptyMix(request: Omit<MoodRequest, 'urls'>, reply: LookReply): Mix {
  return {
    id: reply.id,
    userId: request.userId,
    guildId: reply.guild.id,
    language: request.language,
    playAtOnce: request.play,
    place: { kind: 'waiting-for-play' },
  };
}

/** The picture travels with the first edit; later ones keep it, since they say nothing of files. */
function mixReply(
  reply: LookReply,
  above: readonly EmbedBuilder[],
  picture: NonNullable<InteractionEditReplyOptions['files']>[number],
): MixReply {
  let isFirst = true;
  return {
    guild: reply.guild,
    above,
    edit: (payload) => {
      const files = isFirst ? { files: [picture] } : {};
      isFirst = false;
      return reply.edit({ ...payload, ...files });
    },
  };
}
