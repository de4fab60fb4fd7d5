/**
 * A sentence with blanks: `{name}` is filled with plain text (its Markdown escaped, numbers in the reader's digits
 * grouping), `{name:format}` with one of the formats below. Sentences that count carry plural forms chosen by `count`.
 */
export type PluralMessage = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;
export type Message = string | PluralMessage;

/** How a blank may be shown, besides as plain text. `raw` is for text that is Markdown on purpose. */
export type BlankFormat = 'raw' | 'size' | 'percent' | 'channel' | 'member' | 'permission';

export type BlankValue = string | number | boolean;
export type Blanks = Readonly<Record<string, BlankValue>>;

type NameOf<B extends string> = B extends `${infer Name}:${string}` ? Name : B;
type NamesIn<S extends string> = S extends `${string}{${infer B}}${infer Rest}`
  ? NameOf<B> | NamesIn<Rest>
  : never;

/** The names of a message's blanks, read off its text by the compiler. */
export type BlankNames<M> = M extends string
  ? NamesIn<M>
  : M extends { other: infer S extends string }
    ? NamesIn<S> | 'count'
    : never;

const BLANK = /\{([a-z]+)(?::([a-z]+))?\}/gi;

/** Every blank of a text, in order, as `name` or `name:format`. */
export function blanksOf(text: string): string[] {
  return [...text.matchAll(BLANK)].map(([, name, format]) => (format ? `${name}:${format}` : `${name}`));
}

/** Fills a text's blanks; a blank without a value stays visible, so that a fault shows instead of vanishing. */
export function fill(
  text: string,
  show: (name: string, format: BlankFormat | undefined) => string | undefined,
): string {
  return text.replace(
    BLANK,
    (whole, name: string, format?: string) => show(name, format as BlankFormat | undefined) ?? whole,
  );
}
