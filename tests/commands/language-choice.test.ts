import { expect, it } from 'vitest';
import { parseLanguage } from '../../src/commands/language-choice.ts';
import { translator } from '../../src/i18n/i18n.ts';

it('says what the library has, and that it has none while it is empty', () => {
  const words = translator('en');
  const parse = (counts: readonly { tag: string; count: number }[]) => () =>
    parseLanguage('klingon', { languages: () => [...counts] }, words);
  expect(parse([{ tag: 'ta', count: 2 }])).toThrow('"available":"Tamil"');
  expect(parse([])).toThrow('"available":"none"');
});
