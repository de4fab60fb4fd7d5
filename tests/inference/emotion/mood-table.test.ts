import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { EMOTIONS, type EmotionScores } from '../../../src/domain/emotion.ts';
import {
  moodScores,
  parseMoodTable,
  readMoodTable,
  strongestMood,
} from '../../../src/inference/emotion/mood-table.ts';
import { MOOD_OF } from '../../support/moods.ts';
import { MODELS } from '../support.ts';

const FILE = path.join(MODELS, 'emotion-to-mood.csv');
const ROWS = [
  'neutral,calm',
  'happiness,happy',
  'surprise,energetic',
  'sadness,sad',
  'anger,energetic',
  'disgust,energetic',
  'fear,sad',
  'contempt,calm',
];
const csv = (...rows: string[]) => ['emotion,mood', ...rows].join('\n');

describe('the table of the project', () => {
  it('is the one of the design', async () => {
    expect(await readMoodTable(FILE)).toEqual(MOOD_OF);
  });

  it('sums the probabilities of the emotions of a mood', async () => {
    const emotions = Object.fromEntries(EMOTIONS.map((emotion) => [emotion, 0.05])) as Record<string, number>;
    emotions.happiness = 0.3;
    emotions.anger = 0.25;
    emotions.surprise = 0.2;
    const scores = moodScores(emotions as EmotionScores, await readMoodTable(FILE));
    expect(scores).toEqual({
      happy: expect.closeTo(0.3, 9),
      sad: expect.closeTo(0.1, 9),
      calm: expect.closeTo(0.1, 9),
      energetic: expect.closeTo(0.5, 9),
    });
    expect(strongestMood(scores)).toBe('energetic');
  });
});

describe('parseMoodTable', () => {
  it('reads what a spreadsheet saves: byte order mark, CRLF, quotes, comments, blank lines, any order', () => {
    const text = `\ufeff# mine\r\nemotion,mood\r\n\r\n${[...ROWS].reverse().join('\r\n')}\r\n`.replace(
      'fear,sad',
      '"fear", calm',
    );
    expect(parseMoodTable(text, 'table.csv')).toMatchObject({
      fear: 'calm',
      neutral: 'calm',
      anger: 'energetic',
    });
  });

  it.each([
    ['an unknown emotion', csv(...ROWS.slice(0, 2), 'joy,happy'), 4, /expected an emotion.*contempt.*"joy"/],
    ['an unknown mood', csv(...ROWS.slice(0, 7), 'contempt,angry'), 9, /expected a mood.*energetic.*"angry"/],
    ['an emotion twice', csv(...ROWS, 'fear,calm'), 10, /fear.*second time/],
    ['a missing emotion', csv(...ROWS.slice(1)), 0, /no row for neutral/],
    ['no header', ROWS.join('\n'), 1, /header emotion,mood/],
    ['nothing', '', 0, /header/],
    ['a row with three fields', csv(...ROWS.slice(0, 3), 'sadness,sad,very'), 5, /./],
  ])('names the line of %s', (_, text, line, problem) => {
    expect(() => parseMoodTable(text, 'table.csv')).toThrow(
      expect.objectContaining({
        code: 'moods.bad_table',
        context: { file: 'table.csv', line, problem: expect.stringMatching(problem) },
      }),
    );
  });

  it('says which file is missing', async () => {
    await expect(readMoodTable('/nowhere/moods.csv')).rejects.toMatchObject({
      code: 'moods.missing',
      context: { file: '/nowhere/moods.csv' },
    });
  });
});
