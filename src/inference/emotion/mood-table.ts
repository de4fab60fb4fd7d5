/** The table that a host can edit: which mood each emotion leads to. */
import { readFile } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse/sync';
import { EMOTIONS, type Emotion, type EmotionScores } from '../../domain/emotion.ts';
import { isMood, MOODS, type Mood, type MoodScores } from '../../domain/mood.ts';
import { AppError, messageOf } from '../../errors.ts';

export type MoodTable = Readonly<Record<Emotion, Mood>>;

interface Row {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** @throws AppError `moods.missing` {file, problem} or `moods.bad_table` {file, line, problem} */
export async function readMoodTable(file: string): Promise<MoodTable> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new AppError('moods.missing', { file, problem: messageOf(cause) }, { cause });
  });
  return parseMoodTable(text, file);
}

/**
 * Reads `emotion,mood` rows; lines that begin with # are comments.
 * @param file named in errors
 * @throws AppError `moods.bad_table` {file, line, problem}; line 0 when a row is missing
 */
export function parseMoodTable(text: string, file: string): MoodTable {
  const fault = (line: number, problem: string) => new AppError('moods.bad_table', { file, line, problem });
  const [header, ...rows] = parseRows(text, fault);
  if (header?.record.join() !== 'emotion,mood') {
    throw fault(header?.info.lines ?? 0, 'expected the header emotion,mood');
  }
  const table = new Map<Emotion, Mood>();
  for (const { record, info } of rows) {
    const [emotion = '', mood = ''] = record;
    if (!isEmotion(emotion)) throw fault(info.lines, oneOf('an emotion', EMOTIONS, emotion));
    if (!isMood(mood)) throw fault(info.lines, oneOf('a mood', MOODS, mood));
    if (table.has(emotion)) throw fault(info.lines, `${emotion} stands here a second time`);
    table.set(emotion, mood);
  }
  const entries = EMOTIONS.map((emotion) => {
    const mood = table.get(emotion);
    if (mood === undefined) throw fault(0, `no row for ${emotion}`);
    return [emotion, mood] as const;
  });
  return Object.fromEntries(entries) as Record<Emotion, Mood>;
}

function parseRows(text: string, fault: (line: number, problem: string) => AppError): Row[] {
  try {
    return parse(text, {
      bom: true,
      comment: '#',
      info: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as Row[];
  } catch (error) {
    if (error instanceof CsvError) throw fault(Number(error.lines ?? 0), error.message);
    throw error;
  }
}

function oneOf(what: string, allowed: readonly string[], received: string): string {
  return `expected ${what}, one of ${allowed.join(', ')}, but received "${received}"`;
}

function isEmotion(value: string): value is Emotion {
  return (EMOTIONS as readonly string[]).includes(value);
}

/** Sums the probabilities of the emotions of each mood. */
export function moodScores(emotions: EmotionScores, table: MoodTable): MoodScores {
  const sums: Record<Mood, number> = { happy: 0, sad: 0, calm: 0, energetic: 0 };
  for (const emotion of EMOTIONS) sums[table[emotion]] += emotions[emotion];
  return sums;
}

/** The mood with the largest sum; the first in MOODS' order of equals. */
export function strongestMood(scores: MoodScores): Mood {
  return MOODS.reduce((best, mood) => (scores[mood] > scores[best] ? mood : best));
}
