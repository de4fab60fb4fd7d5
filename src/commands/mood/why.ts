import { MessageFlags } from 'discord.js';
import type { Explanation } from '../../domain/explanation.ts';
import { AppError } from '../../errors.ts';
import { hasAgreed } from '../../listeners/listeners.ts';
import type { ComponentHandler } from '../command.ts';
import type { Context, Memory } from '../context.ts';
import { onePhoto } from './look.ts';
import type { SeenPhotos } from './request.ts';
import { whyView } from './why-view.ts';

/** Failures of the eyes that may be told as they are; the others speak to someone who has just sent a photo. */
const TOLD = new Set(['eyes.busy', 'eyes.closed']);

/**
 * "Why?" under a reading: fetches the photos again, looks, and shows its sender what the reading hangs on.
 * @throws AppError why.expired after 15 minutes or a restart, interaction.not_yours, why.not_agreed, why.failed, what the
 *   download throws
 */
export const why: ComponentHandler = async (interaction, context, [id = '']) => {
  const { memory, listeners, words } = context;
  const { user } = interaction;
  const photos = memory.seen.get(id);
  if (photos !== undefined && photos.userId !== user.id) throw new AppError('interaction.not_yours');
  // A second press: the answer to the first one is on its way.
  if (memory.explaining.has(id)) return;
  memory.explaining.add(id);
  try {
    if (!hasAgreed(await listeners.profile(user.id))) {
      forgetSeen(user.id, memory);
      throw new AppError('why.not_agreed');
    }
    if (photos === undefined) throw new AppError('why.expired');
    await onePhoto(user.id, memory, async () => {
      const { embed, picture } = await whyView(await lookAgain(photos, context), words);
      await interaction.followUp({ embeds: [embed], files: [picture], flags: MessageFlags.Ephemeral });
    });
  } finally {
    memory.explaining.delete(id);
  }
};

async function lookAgain({ urls }: SeenPhotos, { attachments, eyes }: Context): Promise<Explanation> {
  const files = await Promise.all(urls.map((url) => attachments.download(url)));
  try {
    return await eyes.explain(files);
  } catch (error) {
    if (!(error instanceof AppError) || TOLD.has(error.code)) throw error;
    throw new AppError('why.failed', { code: error.code }, { cause: error });
  }
}

/** With the consent the way to every photo goes that was read under it. */
export function forgetSeen(userId: string, { seen }: Pick<Memory, 'seen'>): void {
  seen.drop((photos) => photos.userId === userId);
}
