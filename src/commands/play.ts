import { isMood, MOODS } from '../domain/mood.ts';
import type { Track } from '../domain/track.ts';
import { AppError } from '../errors.ts';
import { truncate } from '../i18n/escape.ts';
import { capitalised, duration } from '../i18n/format.ts';
import { localized, translator } from '../i18n/i18n.ts';
import type { Library } from '../music/library/library.ts';
import type { Command, CommandInteraction } from './command.ts';
import type { Context } from './context.ts';
import { describe, slashCommand } from './describe.ts';
import { chooseLanguage, parseLanguage } from './language-choice.ts';
import { languageChoices } from './language-options.ts';
import { withPicks } from './mix/pick-mix.ts';
import { voiceChannelOf } from './mix/play-mix.ts';
import { remember, startMix } from './mix/present-mix.ts';

/** What an autocomplete choice of a track carries, so that it is that track and not another of its name. */
const TRACK_PREFIX = 'track:';
/** Discord's limit for a choice's name and value, in characters. */
const CHOICE_LENGTH = 100;

/** `/play`: a mood without a photo, or a track that is searched for. */
export const play = {
  data: slashCommand('play')
    .addStringOption((option) =>
      describe(option.setName('mood'), 'command.play.mood').addChoices(
        MOODS.map((mood) => ({
          name: capitalised(translator('en').t(`mood.${mood}`)),
          name_localizations: localized(`mood.${mood}`),
          value: mood,
        })),
      ),
    )
    .addStringOption((option) =>
      describe(option.setName('query').setAutocomplete(true), 'command.play.query'),
    )
    .addStringOption((option) =>
      describe(option.setName('language').setAutocomplete(true), 'command.play.language'),
    ),
  deferred: true,

  async execute(interaction, context) {
    const query = interaction.options.getString('query')?.trim() ?? '';
    await (query === '' ? playMood(interaction, context) : playTrack(interaction, context, query));
  },

  async autocomplete(interaction, { library, words }) {
    const { name, value } = interaction.options.getFocused(true);
    if (name === 'language') return languageChoices(value, library, words);
    return library.search(value, 25).map((track) => ({
      name: truncate(`${track.title} · ${track.artist} (${duration(track.durationMs)})`, CHOICE_LENGTH),
      value: trackValue(track),
    }));
  },
} satisfies Command;

async function playMood(interaction: CommandInteraction, context: Context): Promise<void> {
  const { user, guild, options, locale } = interaction;
  const { library, listeners, words } = context;
  const mood = options.getString('mood') ?? '';
  if (!isMood(mood)) throw new AppError('play.what');
  const wanted = options.getString('language');
  const option = wanted === null ? undefined : parseLanguage(wanted, library, words);
  const profile = await listeners.profile(user.id);
  const mix = withPicks(
    {
      id: interaction.id,
      userId: user.id,
      guildId: guild.id,
      language: chooseLanguage({ option, profile, locale }),
      playAtOnce: true,
      chosen: { mood, by: 'menu' },
      place: { kind: 'waiting-for-play' },
    },
    context,
  );
  await startMix(mix, { guild, above: [], edit: (payload) => interaction.editReply(payload) }, context);
}

async function playTrack(interaction: CommandInteraction, context: Context, query: string): Promise<void> {
  const { user, guild } = interaction;
  const { library, jukebox, words } = context;
  const track = findTrack(query, library);
  if (track === undefined) throw new AppError('play.not_found', { received: query });
  const voiceChannelId = voiceChannelOf(guild, user.id);
  if (voiceChannelId === undefined) throw new AppError('voice.join_first');

  const { started, position, channelId } = await jukebox.play({
    guildId: guild.id,
    voiceChannelId,
    requestedBy: user.id,
    tracks: [track],
  });
  const { title, artist } = track;
  const blanks = { title, artist, channel: channelId };
  await interaction.editReply(
    started ? words.t('play.playing', blanks) : words.t('play.queued', { ...blanks, count: position }),
  );
  await remember(user.id, { kind: 'play', tracks: [track.id] }, context);
}

/** A choice's value is its track; free text is the best that the search finds. */
function findTrack(query: string, library: Library): Track | undefined {
  const chosen = query.startsWith(TRACK_PREFIX) ? library.get(query.slice(TRACK_PREFIX.length)) : undefined;
  return chosen ?? library.search(query, 1)[0];
}

function trackValue(track: Track): string {
  const value = `${TRACK_PREFIX}${track.id}`;
  return value.length <= CHOICE_LENGTH ? value : truncate(track.title, CHOICE_LENGTH);
}
