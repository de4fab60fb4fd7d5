import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  EmbedBuilder,
  type MessageActionRowComponentBuilder,
  StringSelectMenuBuilder,
} from 'discord.js';
import { MOODS, type Mood } from '../../domain/mood.ts';
import { plain } from '../../i18n/escape.ts';
import { capitalised, duration } from '../../i18n/format.ts';
import type { Translator } from '../../i18n/i18n.ts';
import type { Pick, Picks } from '../../music/recommend/pick.ts';
import { moodColour } from '../colour.ts';
import { slash } from '../describe.ts';
import { sentenceFor } from '../sentence.ts';
import { isInPlayer, type Mix, type Place } from './mix.ts';

type Row = ActionRowBuilder<MessageActionRowComponentBuilder>;

export const MOOD_EMOJI: Readonly<Record<Mood, string>> = {
  happy: '🌼',
  sad: '🌧️',
  calm: '🌿',
  energetic: '🔥',
};

/** The embed of a mix that has its mood: tracks with reasons, how the shelf was filled, where it plays. */
export function mixEmbed(mix: Mix, words: Translator): EmbedBuilder | undefined {
  const { chosen, picks, language } = mix;
  if (chosen === undefined || picks === undefined) return undefined;
  const mood = words.t(`mood.${chosen.mood}`);
  const how = {
    photo: undefined,
    correction: words.t('mix.corrected', { mood }),
    menu: words.t('mix.chosen', { mood }),
  }[chosen.by];
  const notes = [
    how,
    fillNote(mix, picks, words),
    language.from === 'locale'
      ? words.t('mix.untold_language', { command: slash('language set') })
      : undefined,
  ];
  return new EmbedBuilder()
    .setColor(moodColour(chosen.mood))
    .setTitle(words.t('mix.title', { mood: capitalised(mood), language: words.languageName(language.tag) }))
    .setDescription(
      [
        picks.picks.map((pick, index) => `${index + 1}. ${pickLine(pick, words)}`).join('\n'),
        notes.filter((note) => note !== undefined).join('\n'),
      ].join('\n\n'),
    )
    .addFields({ name: words.t('mix.where'), value: placeText(mix.place, words) });
}

function pickLine({ track, reasons }: Pick, words: Translator): string {
  const why = reasons.map((reason) => reasonText(reason, words)).join(', ');
  const line = `**${plain(track.title, 80)}** · ${plain(track.artist, 60)} · ${duration(track.durationMs)}`;
  return why === '' ? line : `${line}\n-# ${why}`;
}

function reasonText(reason: Pick['reasons'][number], words: Translator): string {
  switch (reason.kind) {
    case 'mood':
      return words.t('reason.mood', { mood: words.t(`mood.${reason.mood}`) });
    case 'language':
      return words.t('reason.language', { language: words.languageName(reason.language) });
    case 'instrumental-fill':
      return words.t('reason.instrumental');
    case 'other-language-fill':
      return words.t('reason.other_language', { language: words.languageName(reason.language) });
    case 'note':
      return plain(reason.note, 80);
    case 'fresh':
      return words.t('reason.fresh');
  }
}

/** Says when the language's shelf was empty or short, and with what the mix was filled: never silently. */
function fillNote(mix: Mix, picks: Picks, words: Translator): string | undefined {
  if (mix.chosen === undefined) return undefined;
  const mood = words.t(`mood.${mix.chosen.mood}`);
  const language = words.languageName(mix.language.tag);
  const fill = words.list(
    picks.fill.map(({ language: tag, count }) =>
      words.t('mix.fill', { language: words.languageName(tag), count }),
    ),
  );
  if (picks.fill.length > 0) {
    return picks.fromShelf === 0
      ? words.t('mix.from_empty_shelf', { mood, language, fill })
      : words.t('mix.from_short_shelf', { count: picks.fromShelf, mood, language, fill });
  }
  return picks.picks.length < picks.wanted
    ? words.t('mix.short_and_no_fill', { count: picks.picks.length })
    : undefined;
}

function placeText(place: Place, words: Translator): string {
  switch (place.kind) {
    case 'waiting-for-channel':
      return words.t('mix.waiting_for_channel');
    case 'waiting-for-play':
      return words.t('mix.waiting_for_play');
    case 'connecting':
      return words.t('mix.connecting', { channel: place.channelId });
    case 'playing':
      return words.t('mix.playing', { channel: place.channelId });
    case 'queued':
      return words.t('mix.queued', { channel: place.channelId, count: place.before });
    case 'replaced':
      return words.t('mix.replaced', { channel: place.channelId });
    case 'refused':
      return sentenceFor(place.error, words);
  }
}

/** Play, another mix, that's not it, and why where there is a reading; with `correcting` or without a mood yet the menu of the four moods. */
export function mixRows(mix: Mix, words: Translator, correcting = false): Row[] {
  if (mix.chosen === undefined) return [moodMenu(mix, words)];
  const isPlaying = isInPlayer(mix.place);
  const buttons = new ActionRowBuilder<MessageActionRowComponentBuilder>().addComponents(
    new ButtonBuilder()
      .setCustomId(`play:${mix.id}`)
      .setEmoji('▶️')
      .setLabel(words.t(isPlaying ? 'mix.button.playing' : 'mix.button.play'))
      .setStyle(ButtonStyle.Success)
      .setDisabled(isPlaying),
    new ButtonBuilder()
      .setCustomId(`mix:${mix.id}`)
      .setEmoji('🔀')
      .setLabel(words.t('mix.button.another'))
      .setStyle(ButtonStyle.Secondary),
    new ButtonBuilder()
      .setCustomId(`correct:${mix.id}`)
      .setEmoji('🤔')
      .setLabel(words.t('mix.button.correct'))
      .setStyle(ButtonStyle.Secondary)
      .setDisabled(correcting),
  );
  if (mix.hasReading) {
    buttons.addComponents(
      new ButtonBuilder()
        .setCustomId(`why:${mix.id}`)
        .setEmoji('🔍')
        .setLabel(words.t('mix.button.why'))
        .setStyle(ButtonStyle.Secondary),
    );
  }
  return correcting ? [buttons, moodMenu(mix, words)] : [buttons];
}

function moodMenu(mix: Mix, words: Translator): Row {
  const current = mix.chosen?.mood;
  return new ActionRowBuilder<MessageActionRowComponentBuilder>().addComponents(
    new StringSelectMenuBuilder()
      .setCustomId(`correct:${mix.id}:mood`)
      .setPlaceholder(words.t(current === undefined ? 'mix.menu.choose' : 'mix.menu.correct'))
      .addOptions(
        MOODS.map((mood) => ({
          value: mood,
          label: capitalised(words.t(`mood.${mood}`)),
          emoji: MOOD_EMOJI[mood],
        })),
      ),
  );
}
