/** What an embed may hold, and how large all embeds of a message may be together. */
import type { APIEmbed } from 'discord.js';
import { LIMIT } from '../protocol/limits.ts';
import type { Fields } from './fields.ts';

const URL_PATTERN = /^(https?|attachment):\/\/\S+$/i;

/** The embeds of a body, undefined when the field is absent; faults go to `message.errors`. */
export function readEmbeds(message: Fields): APIEmbed[] | undefined {
  const embeds = message.objects('embeds', { max: LIMIT.embeds })?.map(readEmbed);
  if (embeds && embeds.reduce((sum, embed) => sum + embedLength(embed), 0) > LIMIT.embedTotal)
    message.fault(
      'embeds',
      'MAX_EMBED_SIZE_EXCEEDED',
      `Embed size exceeds maximum size of ${LIMIT.embedTotal}`,
    );
  return embeds;
}

function readEmbed(embed: Fields): APIEmbed {
  const fields = embed.objects('fields', { max: LIMIT.embedFields })?.map((field) => ({
    name: field.string('name', { min: 1, max: LIMIT.embedFieldName, required: true }) ?? '',
    value: field.string('value', { min: 1, max: LIMIT.embedFieldValue, required: true }) ?? '',
    inline: field.boolean('inline') ?? false,
  }));
  const footer = embed.object('footer');
  const author = embed.object('author');
  const image = urlOf(embed.object('image'), true);
  const thumbnail = urlOf(embed.object('thumbnail'), true);
  const url = urlText(embed, false);
  return {
    ...defined('title', embed.string('title', { max: LIMIT.embedTitle })),
    ...defined('description', embed.string('description', { max: LIMIT.embedDescription })),
    ...defined('color', embed.integer('color', { min: 0, max: 0xffffff })),
    ...defined('timestamp', readTimestamp(embed)),
    ...defined('fields', fields),
    ...defined('url', url),
    ...defined('image', image),
    ...defined('thumbnail', thumbnail),
    ...(footer
      ? { footer: { text: footer.string('text', { min: 1, max: LIMIT.embedFooter, required: true }) ?? '' } }
      : {}),
    ...(author
      ? {
          author: {
            name: author.string('name', { min: 1, max: LIMIT.embedAuthor, required: true }) ?? '',
            ...defined('url', urlText(author, false)),
          },
        }
      : {}),
  };
}

function urlOf(part: Fields | undefined, required: boolean): { url: string } | undefined {
  return part && { url: urlText(part, required) ?? '' };
}

function urlText(part: Fields, required: boolean): string | undefined {
  const url = part.string('url', { max: 2_048, required });
  if (url !== undefined && !URL_PATTERN.test(url))
    part.fault('url', 'URL_TYPE_INVALID_URL', 'Not a well formed URL.');
  return url;
}

function readTimestamp(embed: Fields): string | undefined {
  const text = embed.string('timestamp', { max: 64 });
  if (text !== undefined && Number.isNaN(Date.parse(text)))
    embed.fault('timestamp', 'DATE_TIME_TYPE_PARSE', `Could not parse ${text}. Should be ISO8601.`);
  return text;
}

/** Characters that count to the total: title, description, field names and values, footer text, author name. */
function embedLength(embed: APIEmbed): number {
  const texts = [embed.title, embed.description, embed.footer?.text, embed.author?.name];
  for (const field of embed.fields ?? []) texts.push(field.name, field.value);
  return texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);
}

/** `{[name]: value}`, or nothing when undefined, so that absent stays absent. */
function defined<K extends string, V>(name: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { [P in K]: V });
}
