import type { ErrorContext } from '../errors.ts';
import { plain } from './escape.ts';
import { en } from './locales/en.ts';
import { hi } from './locales/hi.ts';
import { ta } from './locales/ta.ts';
import { te } from './locales/te.ts';
import type { BlankFormat, BlankNames, Blanks, BlankValue, Message } from './message.ts';
import { fill } from './message.ts';
import type { English, MessageKey, Words } from './words.ts';

export type { MessageKey } from './words.ts';

/** The languages that replies come in. */
export const REPLY_LOCALES = ['en', 'hi', 'ta', 'te'] as const;
export type ReplyLocale = (typeof REPLY_LOCALES)[number];

const WORDS: Readonly<Record<ReplyLocale, Words>> = { en, hi, ta, te };

/** Says things in one language. */
export interface Translator {
  readonly locale: ReplyLocale;
  /** The sentence of a key. Blanks that the English sentence names must be given: the compiler checks it. */
  t<K extends MessageKey>(
    key: K,
    ...blanks: [BlankNames<English[K]>] extends [never]
      ? []
      : [Readonly<Record<BlankNames<English[K]>, BlankValue>>]
  ): string;
  /** The sentence of an error code (`error.<code>`), or undefined where none is written. */
  error(code: string, context: ErrorContext): string | undefined;
  /** "a, b and c", the parts as they are. */
  list(parts: readonly string[], type?: 'conjunction' | 'disjunction'): string;
  /** 0..1 as a whole percentage. */
  percent(share: number): string;
  /** A language's name in this language, its first letter capital. */
  languageName(tag: string): string;
}

/** The reply language for a locale such as `en-GB`, `hi` or `ta-IN`; English where there is none of ours. */
export function replyLocale(locale: string | undefined): ReplyLocale {
  const base = locale?.toLowerCase().split(/[-_]/)[0];
  return REPLY_LOCALES.find((known) => known === base) ?? 'en';
}

/** A translator for a locale of Discord's or a member's own choice. */
export function translator(locale: string | undefined): Translator {
  return TRANSLATORS[replyLocale(locale)];
}

const TRANSLATORS = Object.fromEntries(
  REPLY_LOCALES.map((locale) => [locale, createTranslator(locale)]),
) as Record<ReplyLocale, Translator>;

function createTranslator(locale: ReplyLocale): Translator {
  // Latin digits everywhere: the pictures and Discord's own timestamps use them too.
  const tag = `${locale}-u-nu-latn`;
  const plural = new Intl.PluralRules(tag);
  const number = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 0 });
  const names = new Intl.DisplayNames([tag], { type: 'language', languageDisplay: 'standard' });

  const formats: Readonly<Record<BlankFormat, (value: BlankValue) => string>> = {
    raw: String,
    size: (bytes) => `${number.format(Number(bytes) / 2 ** 20)} MiB`,
    percent: (share) => percent.format(Number(share)),
    channel: (id) => `<#${id}>`,
    member: (id) => `<@${id}>`,
    // As Discord's settings name it: ViewChannel is "View Channel" there.
    permission: (name) => String(name).replace(/(?<=[a-z])(?=[A-Z])/g, ' '),
  };
  const show = (value: BlankValue, format: BlankFormat | undefined): string => {
    if (format !== undefined) return formats[format](value);
    return typeof value === 'number' ? number.format(value) : plain(String(value));
  };
  const say = (key: MessageKey, blanks: Blanks): string => {
    const message: Message = WORDS[locale][key] ?? en[key];
    const text =
      typeof message === 'string' ? message : (message[plural.select(Number(blanks.count))] ?? message.other);
    return fill(text, (name, format) => {
      const value = blanks[name];
      return value === undefined ? undefined : show(value, format);
    });
  };

  return {
    locale,
    t: (key, ...blanks) => say(key, blanks[0] ?? {}),
    error: (code, context) => {
      const key = `error.${code}`;
      return key in en ? say(key as MessageKey, context) : undefined;
    },
    list: (parts, type = 'conjunction') => new Intl.ListFormat(tag, { type }).format(parts),
    percent: (share) => percent.format(share),
    languageName: (language) => {
      if (language === 'zxx') return say('language.instrumental', {});
      const name = names.of(language) ?? language;
      return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
    },
  };
}

/** Discord locales with words of our own, for the descriptions of commands. */
export function localized(key: MessageKey): { hi?: string } {
  const words = hi[key];
  return typeof words === 'string' ? { hi: words } : {};
}
