import type { en } from './locales/en.ts';
import type { Message } from './message.ts';

export type English = typeof en;
export type MessageKey = keyof English;

/** Another language's words; what is missing is said in English. */
export type Words = { readonly [K in MessageKey]?: English[K] extends string ? string : Message };
