import { describe, expect, it } from 'vitest';
import { MOODS } from '../../../../src/domain/mood.ts';
import { AppError } from '../../../../src/errors.ts';
import { moodNamed } from '../../../../src/music/library/import/moods.ts';
import { detailsOf } from '../../../../src/music/library/import/row.ts';
import { sentenceFor } from '../../../../src/music/library/import/sentences.ts';
import { parseTable } from '../../../../src/music/library/import/table.ts';

const HEADER = 'title,artist,mood,language,path';
const table = (text: string) => parseTable(Buffer.from(text));
const briefly = (text: string) =>
  table(text).rows.map(({ line, fields }) => [
    line,
    fields.title,
    fields.artist,
    fields.mood,
    fields.language,
    fields.path,
  ]);

describe('parseTable', () => {
  it.each([
    ['plain', `${HEADER}\nA,B,happy,ta,a.opus\n`],
    ['with a byte order mark and CRLF', `\ufeff${HEADER}\r\nA,B,happy,ta,a.opus\r\n`],
    ['without a last line end', `${HEADER}\nA,B,happy,ta,a.opus`],
    ['quoted and spaced', `"title" , artist ,mood,language,path\n "A", B ,happy,ta,"a.opus"\n`],
    [
      'with columns in another order, other letters, more of them',
      'Path,extra,TITLE,Artist,language,Mood,\na.opus,x,A,B,ta,happy,\n',
    ],
    ['with semicolons', `${HEADER.replaceAll(',', ';')}\nA;B;happy;ta;a.opus\n`],
    ['with tabs', `${HEADER.replaceAll(',', '\t')}\nA\tB\thappy\tta\ta.opus\n`],
    ['with the lines of old Macs', `${HEADER}\rA,B,happy,ta,a.opus\r`],
    ['with rows of nothing behind', `${HEADER}\nA,B,happy,ta,a.opus\n\n,,,,\n  \n`],
  ])('reads a table %s', (_name, text) => {
    expect(briefly(text)).toEqual([[2, 'A', 'B', 'happy', 'ta', 'a.opus']]);
    expect(table(text).broken).toEqual([]);
  });

  it('reads UTF-16 as spreadsheets save it', () => {
    const text = `\ufeff${HEADER.replaceAll(',', '\t')}\r\nவசந்தம்\tB\thappy\tta\ta.opus\r\n`;
    expect(parseTable(Buffer.from(text, 'utf16le')).rows[0]?.fields.title).toBe('வசந்தம்');
    expect(parseTable(Buffer.from(text, 'utf16le').swap16()).rows[0]?.fields.title).toBe('வசந்தம்');
  });

  it('keeps commas, quotes and line ends within quotes, and counts lines all the same', () => {
    const text = `${HEADER}\n"A, or ""B""",x,happy,ta,a.opus\n"two\nlines",x,sad,te,b.opus\nC,x,sad,te,c.opus\n`;
    expect(briefly(text)).toEqual([
      [2, 'A, or "B"', 'x', 'happy', 'ta', 'a.opus'],
      [4, 'two\nlines', 'x', 'sad', 'te', 'b.opus'],
      [5, 'C', 'x', 'sad', 'te', 'c.opus'],
    ]);
  });

  it('takes the optional columns, also by another spelling', () => {
    const [row] = table(`${HEADER},album,license,note\nA,B,happy,ta,a,Album,CC0,n\n`).rows;
    expect(row?.fields).toMatchObject({ album: 'Album', licence: 'CC0', note: 'n' });
  });

  it.each(['A,"B,happy,ta,a.opus', 'A,"B"x,happy,ta,a.opus'])(
    'loses only the row with a stray quote: %s',
    (bad) => {
      const { rows, broken } = table(`${HEADER}\nfirst,B,happy,ta,a.opus\n${bad}\nlast,B,happy,ta,a.opus\n`);
      expect(rows.map((row) => [row.line, row.fields.title])).toEqual([
        [2, 'first'],
        [4, 'last'],
      ]);
      expect(broken).toMatchObject([{ line: 3 }]);
    },
  );

  it.each([
    ['title,artist,mood,path\n', 'import.table_columns', /lacks the column language/],
    ['name;mood\n', 'import.table_columns', /title, artist, language, path/],
    ['', 'import.table_empty', /empty/],
    ['\n\n', 'import.table_empty', /title,artist,mood,language,path/],
  ])('says what is wrong with %j', (text, code, sentence) => {
    const error = thrownBy(() => table(text));
    expect(error.code).toBe(code);
    expect(sentenceFor(error)).toMatch(sentence);
  });

  it('says when it is not UTF-8', () => {
    const error = thrownBy(() => parseTable(Buffer.from(`${HEADER}\nCaf\xe9,B,happy,fr,a.opus\n`, 'latin1')));
    expect(sentenceFor(error)).toMatch(/UTF-8/);
  });

  it('has no rows when there is only a header', () => {
    expect(table(HEADER)).toEqual({ rows: [], broken: [] });
  });
});

describe('detailsOf', () => {
  const details = (fields: Record<string, string>) => {
    const all = {
      title: 'T',
      artist: 'A',
      mood: 'happy',
      language: 'ta',
      path: 'p',
      album: '',
      licence: '',
      note: '',
    };
    return detailsOf({ line: 2, fields: { ...all, ...fields } });
  };

  it.each([
    ['happy', 'happy'],
    ['HAPPY', 'happy'],
    ['neutral', 'calm'],
    ['Neutral', 'calm'],
    ['happiness', 'happy'],
    ['sadness', 'sad'],
    ['melancholic', 'sad'],
    ['anger', 'energetic'],
    ['relaxed', 'calm'],
  ])('takes the mood %s for %s', (word, mood) => {
    expect(details({ mood: word }).mood).toBe(mood);
  });

  it('has no word for two moods', () => {
    for (const mood of MOODS) expect(moodNamed(mood)).toBe(mood);
    expect(moodNamed('blue')).toBeUndefined();
    expect(moodNamed('constructor')).toBeUndefined();
  });

  it.each([
    ['Tamil', 'ta'],
    ['தமிழ்', 'ta'],
    ['instrumental', 'zxx'],
    ['und', 'und'],
    ['Unknown', 'und'],
    ['pt-BR', 'pt'],
  ])('takes the language %s for %s', (text, tag) => {
    expect(details({ language: text }).language).toBe(tag);
  });

  it('tidies text, and knows what to write where nothing is', () => {
    expect(details({ title: ' A\u0000 \n B\u0301 ', artist: '', album: 'X' })).toEqual({
      title: 'A B\u0301'.normalize('NFC'),
      artist: 'Unknown artist',
      album: 'X',
      licence: 'not stated',
      mood: 'happy',
      language: 'ta',
    });
  });

  it('names every fault of a row at once', () => {
    const error = thrownBy(() =>
      details({ title: '', mood: 'blue', language: 'klingon', path: '', album: 'x'.repeat(301) }),
    );
    const sentence = sentenceFor(error) ?? '';
    for (const part of ['title', '"blue"', '"klingon"', 'path', 'album', '300'])
      expect(sentence).toContain(part);
  });
});

function thrownBy(work: () => unknown): AppError {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
