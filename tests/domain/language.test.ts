import { describe, expect, it } from 'vitest';
import { fold } from '../../src/domain/fold.ts';
import { findLanguages, LANGUAGES, languageOf, resolveLanguage } from '../../src/domain/language.ts';

const tags = (query: string, limit?: number) => findLanguages(query, limit).map((l) => l.tag);

describe('the table', () => {
  it('has sixty languages and more, each tag canonical', () => {
    expect(LANGUAGES.length).toBeGreaterThanOrEqual(60);
    for (const { tag } of LANGUAGES) {
      expect(Intl.getCanonicalLocales(tag)).toEqual([tag]);
      expect(tag).toMatch(/^[a-z]{2,3}$/);
    }
  });

  it('gives every language of the Eighth Schedule', () => {
    const scheduled = 'as bn brx doi gu hi kn kok ks mai ml mni mr ne or pa sa sat sd ta te ur'.split(' ');
    expect(scheduled.filter((tag) => !LANGUAGES.some((l) => l.tag === tag))).toEqual([]);
  });

  it('shares no name between two languages and has no empty one', () => {
    const owners = new Map<string, string>();
    for (const l of LANGUAGES) {
      for (const name of new Set([l.tag, l.english, l.autonym, ...l.aliases].map(fold))) {
        expect(name, l.tag).not.toBe('');
        expect(owners.get(name) ?? l.tag, name).toBe(l.tag);
        owners.set(name, l.tag);
      }
    }
  });
});

describe('resolveLanguage', () => {
  it.each([
    ['tamil', 'ta'],
    ['Tamil', 'ta'],
    ['  TAMIL ', 'ta'],
    ['தமிழ்', 'ta'],
    ['ta', 'ta'],
    ['tam', 'ta'],
    ['ta-IN', 'ta'],
    ['ta_IN', 'ta'],
    ['Tamil (தமிழ்)', 'ta'],
    ['தமிழ் (Tamil)', 'ta'],
    ['tamil songs', 'ta'],
    ['Thamizh', 'ta'],
    ['हिंदी', 'hi'],
    ['हिन्दी', 'hi'],
    ['తెలుగు', 'te'],
    ['espanol', 'es'],
    ['ESPAÑOL', 'es'],
    ['Español', 'es'],
    ['Türkçe', 'tr'],
    ['TÜRKÇE', 'tr'],
    ['ελληνικα', 'el'],
    ['한국어', 'ko'],
    ['日本語', 'ja'],
    ['zh-Hant-TW', 'zh'],
    ['pt-BR', 'pt'],
    ['nb', 'no'],
    ['tagalog', 'fil'],
    ['iw', 'he'],
    ['instrumental', 'zxx'],
    ['No words', 'zxx'],
    ['zxx', 'zxx'],
    ['fo', 'fo'],
    ['lb', 'lb'],
    ['maori', 'mi'],
  ])('%s is %s', (text, tag) => {
    expect(resolveLanguage(text)?.tag).toBe(tag);
  });

  it.each([
    'klingon',
    'tamul',
    'tam il',
    '',
    ' ',
    '()',
    'x',
    'qq',
    'und',
    'mul',
    'xx-',
    '12',
    '🎵',
    'hindi tamil',
    '__proto__',
    'ta'.repeat(500),
  ])('%s is no language', (text) => {
    expect(resolveLanguage(text)).toBeUndefined();
  });

  it('resolves every name the table gives', () => {
    for (const l of LANGUAGES) {
      for (const name of [l.tag, l.english, l.autonym, ...l.aliases]) {
        for (const spelling of [name, name.toUpperCase(), ` ${name} `, name.normalize('NFD')]) {
          expect(resolveLanguage(spelling)?.tag, spelling).toBe(l.tag);
        }
      }
    }
  });
});

describe('findLanguages', () => {
  it.each([
    ['tam', 'ta'],
    ['த', 'ta'],
    ['தமி', 'ta'],
    ['ta', 'ta'],
    ['hin', 'hi'],
    ['हि', 'hi'],
    ['espa', 'es'],
    ['tieng v', 'vi'],
    ['instr', 'zxx'],
    ['mand', 'zh'],
    ['中', 'zh'],
  ])('%s is answered first with %s', (query, tag) => {
    expect(tags(query)[0]).toBe(tag);
  });

  it('puts equal before beginning before a word within before any part', () => {
    const found = tags('ma');
    expect(found.indexOf('ml')).toBeLessThan(found.indexOf('de') === -1 ? Infinity : found.indexOf('de'));
    expect(tags('indonesia')[0]).toBe('id');
    const gaelic = tags('gaelic');
    expect(gaelic).toEqual(['ga', 'gd']);
    const li = tags('li');
    expect(li.indexOf('lt')).toBeLessThan(li.indexOf('en'));
  });

  it('gives at most 25, or as many as wanted, and the languages of India first when nothing is typed', () => {
    expect(findLanguages('')).toHaveLength(25);
    expect(findLanguages('a')).toHaveLength(25);
    expect(tags('', 3)).toEqual(['zxx', 'en', 'ta']);
    expect(findLanguages('zzzzqq')).toEqual([]);
  });

  it('finds a language that is only known by its tag', () => {
    expect(tags('fo-FO')).toEqual(['fo']);
  });
});

describe('languageOf', () => {
  it('names known, unknown and unlisted tags', () => {
    expect(languageOf('ta').autonym).toBe('தமிழ்');
    expect(languageOf('fo')).toMatchObject({ tag: 'fo', english: 'Faroese' });
    expect(languageOf('und').english).toBe('Unknown');
    expect(languageOf('not a tag').english).toBe('not a tag');
  });
});
