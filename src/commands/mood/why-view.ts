import { AttachmentBuilder, EmbedBuilder } from 'discord.js';
import type { Explanation } from '../../domain/explanation.ts';
import type { Translator } from '../../i18n/i18n.ts';
import { drawWhyMap } from '../../pictures/why-map.ts';
import { moodColour } from '../colour.ts';
import { surenessKey } from './reading-view.ts';

const WHY_FILE = 'why.png';

/** The picture of what a reading hangs on, as a PNG with words. */
export function whyPicture(explanation: Explanation, words: Translator): Promise<Buffer> {
  const { emotion: name, reading } = explanation;
  const emotion = words.t(`emotion.${name}`);
  return drawWhyMap({
    explanation,
    mood: reading.mood,
    title: words.t('why.title'),
    subtitle: `${emotion} · ${words.t(surenessKey(reading.confidence))}`,
    seen: words.t('why.seen'),
    mattered: words.t('why.mattered', { emotion }),
    less: words.t('why.less'),
    more: words.t('why.more'),
    caption: words.t('why.caption'),
  });
}

/** The same as a message, which says the most important of it in words too. */
export async function whyView(
  explanation: Explanation,
  words: Translator,
): Promise<{ embed: EmbedBuilder; picture: AttachmentBuilder }> {
  const { emotion: name, reading, region: place } = explanation;
  const { mood, confidence } = reading;
  const emotion = words.t(`emotion.${name}`);
  const region = words.t(`region.${place}`);
  const embed = new EmbedBuilder()
    .setColor(moodColour(mood))
    .setTitle(words.t('why.title'))
    .setDescription(words.t('why.most', { emotion, confidence, region }))
    .setImage(`attachment://${WHY_FILE}`)
    .setFooter({ text: words.t('why.private') });
  const png = await whyPicture(explanation, words);
  const picture = new AttachmentBuilder(png, {
    name: WHY_FILE,
    description: words.t('why.picture', { region }),
  });
  return { embed, picture };
}
