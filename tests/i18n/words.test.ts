import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plain, truncate } from '../../src/i18n/escape.ts';
import { capitalised, duration } from '../../src/i18n/format.ts';
import { REPLY_LOCALES, replyLocale, translator } from '../../src/i18n/i18n.ts';
import { en } from '../../src/i18n/locales/en.ts';
import { hi } from '../../src/i18n/locales/hi.ts';
import { ta } from '../../src/i18n/locales/ta.ts';
import { te } from '../../src/i18n/locales/te.ts';
import { blanksOf, type Message } from '../../src/i18n/message.ts';

const LOCALES = { hi, ta, te };
const root = join(import.meta.dirname, '../../src');

const textsOf = (message: Message): string[] =>
  typeof message === 'string' ? [message] : Object.values(message).filter((text) => text !== undefined);

describe('words', () => {
  it.each(Object.entries(LOCALES))('%s uses only blanks that the English sentence has', (_locale, words) => {
    for (const [key, message] of Object.entries(words)) {
      const known = new Set(textsOf(en[key as keyof typeof en]).flatMap(blanksOf));
      const used = textsOf(message).flatMap(blanksOf);
      expect(
        used.filter((blank) => !known.has(blank)),
        key,
      ).toEqual([]);
    }
  });

  it.each(Object.entries(LOCALES))('%s says what a reading needs in its own script', (_locale, words) => {
    const needed = Object.keys(en).filter((key) =>
      /^(emotion|reading|sureness|consent|mix\.button|privacy|skip|error\.photo)\./.test(key),
    );
    expect(needed.length).toBeGreaterThan(20);
    expect(needed.filter((key) => !(key in words))).toEqual([]);
  });

  it('has words for every error that can reach a member', () => {
    const codes = thrownCodes();
    expect(codes.length).toBeGreaterThan(40);
    expect(codes.filter((code) => !(`error.${code}` in en))).toEqual([]);
  });

  it('fills blanks: foreign text escaped, numbers, sizes, channels, shares', () => {
    const { t, error } = translator('en-GB');
    expect(error('photo.too_large', { bytes: 11 * 2 ** 20, limit: 10 * 2 ** 20 })).toContain('11 MiB');
    expect(
      error('language.unknown', { received: '**[x](http://evil)** <@1>', available: 'Tamil' }),
    ).toContain('\\*\\*\\[x\\]\\(http://evil\\)\\*\\* \\<@1\\>');
    expect(t('mix.playing', { channel: '42' })).toBe('▶ Playing in <#42>.');
    expect(t('reading.seen', { emotion: 'fear', sureness: 'very sure', confidence: 0.934 })).toContain('93%');
    expect(error('photo.too_many_pixels', { width: 50_000, height: 50_000, limit: 1e8 })).toContain(
      '50,000 × 50,000',
    );
  });

  it('counts', () => {
    const { t } = translator('en');
    expect(t('privacy.forgotten', { count: 1 })).toContain('one record');
    expect(t('privacy.forgotten', { count: 3 })).toContain('3 records');
    expect(translator('ta').t('reading.several', { count: 2 })).toContain('2 முகங்கள்');
  });

  it('takes the reply language from a locale, and English without one of ours', () => {
    expect(['hi', 'ta-IN', 'te', 'en-US', 'de', 'zh-CN', undefined].map(replyLocale)).toEqual([
      'hi',
      'ta',
      'te',
      'en',
      'en',
      'en',
      'en',
    ]);
  });

  it('names languages in the language of the reply', () => {
    expect(REPLY_LOCALES.map((locale) => translator(locale).languageName('ta'))).toEqual([
      'Tamil',
      'तमिल',
      'தமிழ்',
      'తమిళం',
    ]);
    expect(translator('en').languageName('zxx')).toBe('Instrumental');
  });

  it('says what is not translated in English', () => {
    expect(ta['room.moved']).toBeUndefined();
    expect(translator('ta').t('room.moved')).toBe(en['room.moved']);
    expect(translator('en').error('no.such.code', {})).toBeUndefined();
  });

  it('stays within what Discord allows for commands', () => {
    for (const words of [en, hi]) {
      for (const [key, text] of Object.entries(words).filter(([name]) => name.startsWith('command.'))) {
        expect(typeof text === 'string' && [...text].length, key).toBeLessThanOrEqual(
          key.endsWith('.name') ? 32 : 100,
        );
        if (key.endsWith('.name')) expect(text, key).toMatch(/^[-_'\p{L}\p{N}\p{sc=Deva}]{1,32}$/u);
      }
    }
  });
});

describe('foreign text', () => {
  it('becomes one harmless line', () => {
    expect(plain('a\n> b\u202Ecod.exe\u0000')).toBe('a \\> b cod.exe');
    expect(plain('*x* _y_ ~z~ `c` |s| @everyone <#1> # h')).toBe(
      '\\*x\\* \\_y\\_ \\~z\\~ \\`c\\` \\|s\\| @everyone \\<\\#1\\> \\# h',
    );
  });

  it('is cut between characters', () => {
    expect(truncate('🎵🎵🎵🎵', 3)).toBe('🎵🎵…');
    expect(plain('x'.repeat(500)).length).toBe(120);
  });
});

describe('format', () => {
  it('shows lengths of time as players do', () => {
    expect([0, 45_000, 723_999, 3_723_000, -5].map(duration)).toEqual([
      '0:00',
      '0:45',
      '12:03',
      '1:02:03',
      '0:00',
    ]);
  });
  it('makes the first letter large', () => {
    expect(['calm', 'शांत', ''].map(capitalised)).toEqual(['Calm', 'शांत', '']);
  });
});

/** Every code that is thrown in code which answers members; starting, importing and the stage speak to hosts. */
function thrownCodes(): string[] {
  const thrown = /new AppError\(\s*'([^']+)'/g;
  // Some parts keep their codes in tables.
  const named = /'((?:photo|eyes|store|player)\.[a-z_]+)'/g;
  const places: [string, RegExp[]][] = [
    ['bot', [thrown]],
    ['commands', [thrown]],
    ...['inference', 'music/player', 'music/library', 'music/recommend', 'listeners', 'storage'].map(
      (folder): [string, RegExp[]] => [folder, [thrown, named]],
    ),
  ];
  const codes = places.flatMap(([folder, patterns]) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join(root, folder, name), 'utf8'))
      .flatMap((source) => patterns.flatMap((pattern) => [...source.matchAll(pattern)]))
      .map(([, code = '']) => code),
  );
  // Turned into health, notes on tracks or other codes before anyone reads them, or said to hosts at the start.
  const inner = /^(model\.|moods\.|track\.|import\.|bot\.|ogg\.|opus\.)/;
  // Between the eyes and their process, at the start, or faults of ours, which get a reference.
  const alone = new Set([
    'busy',
    'closed',
    'crashed',
    'timeout',
    'store.unsupported',
    'store.bad_key',
    'store.bad_record',
  ]);
  return [...new Set(codes)].filter((code) => !inner.test(code) && !alone.has(code)).sort();
}
