import type { EmbedBuilder, Guild, InteractionEditReplyOptions } from 'discord.js';
import type { Translator } from '../../i18n/i18n.ts';
import { hasAgreed, type ListeningEvent } from '../../listeners/listeners.ts';
import type { Context, Services } from '../context.ts';
import { isInPlayer, type Mix, tracksOf } from './mix.ts';
import { mixEmbed, mixRows } from './mix-view.ts';
import { playMix, replaceMix, voiceChannelOf } from './play-mix.ts';

/** Where a mix is shown: the edit of its reply, and the embeds that stand above it, such as what a face showed. */
export interface MixReply {
  readonly guild: Guild;
  readonly above: readonly EmbedBuilder[];
  edit(payload: InteractionEditReplyOptions): Promise<unknown>;
}

/** The whole message of a mix. */
export function mixMessage(
  mix: Mix,
  words: Translator,
  above: readonly EmbedBuilder[],
  correcting = false,
): InteractionEditReplyOptions {
  const embed = mixEmbed(mix, words);
  return {
    content: '',
    embeds: embed === undefined ? [...above] : [...above, embed],
    components: mixRows(mix, words, correcting),
  };
}

/** Remembers a mix for its buttons and shows it. */
export async function showMix(
  mix: Mix,
  reply: MixReply,
  context: Context,
  correcting = false,
): Promise<void> {
  context.memory.mixes.set(mix.id, mix);
  await reply.edit(mixMessage(mix, context.words, reply.above, correcting));
}

/** Plays a mix where its member is; what was found is shown before the voice connection is made. */
export async function startMix(mix: Mix, reply: MixReply, context: Context): Promise<void> {
  const channelId = voiceChannelOf(reply.guild, mix.userId);
  if (channelId === undefined) {
    return showMix({ ...mix, place: { kind: 'waiting-for-channel' } }, reply, context);
  }
  const connecting: Mix = { ...mix, place: { kind: 'connecting', channelId } };
  await showMix(connecting, reply, context);
  await settle(connecting, await playMix(connecting, reply.guild, context), reply, context);
}

/** Shows other tracks, and lets them take the place of the member's old ones if those are playing or queued. */
export async function exchangeMix(mix: Mix, reply: MixReply, context: Context): Promise<void> {
  if (!isInPlayer(mix.place)) return showMix(mix, reply, context);
  context.memory.mixes.set(mix.id, mix);
  await settle(mix, await replaceMix(mix, reply.guild, context), reply, context);
}

/** Shows where a mix ended up, unless a newer press has changed it meanwhile, and notes what was played. */
async function settle(before: Mix, after: Mix, reply: MixReply, context: Context): Promise<void> {
  const { mixes } = context.memory;
  const newest = mixes.get(before.id);
  if (newest !== undefined && newest.picks !== before.picks && newest.picks !== after.picks) return;
  await showMix(after, reply, context);
  if (isInPlayer(after.place)) {
    await remember(after.userId, { kind: 'play', tracks: tracksOf(after).map(({ id }) => id) }, context);
  }
}

/** Adds to the listening history of a member who agreed to it; a failing store does not spoil the music. */
export async function remember(
  userId: string,
  event: ListeningEvent,
  services: Pick<Services, 'listeners' | 'logger'>,
): Promise<void> {
  try {
    const profile = await services.listeners.profile(userId);
    if (hasAgreed(profile)) await services.listeners.record(userId, event);
  } catch (error) {
    services.logger.warn('listening history not saved', { error });
  }
}
