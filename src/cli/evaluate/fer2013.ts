/** FER2013's layout: its own labels, and the FER+ votes. The two label sets are never mixed in one figure. */
import { EMOTIONS, type Emotion, type EmotionScores } from '../../domain/emotion.ts';
import { FER2013_LABELS, type Fer2013Label } from '../../inference/emotion/classifier.ts';
import type { LabelledTiles, TileRow } from './tiles.ts';

/** FER2013's words for what FER+ names otherwise. */
export const EMOTION_OF: Readonly<Record<Fer2013Label, Emotion>> = {
  angry: 'anger',
  disgust: 'disgust',
  fear: 'fear',
  happy: 'happiness',
  sad: 'sadness',
  surprise: 'surprise',
  neutral: 'neutral',
};

const VOTES = [...EMOTIONS, 'unknown', 'not_face'] as const;
const COLUMNS = ['usage', 'fer2013_label', ...VOTES.map((name) => `ferplus_${name}`)];

/** The emotion with most votes among all ten columns; undefined for a tie and where unknown or not_face leads. */
export function majority(row: TileRow): Emotion | undefined {
  const votes = VOTES.map((name) => Number(row[`ferplus_${name}`] ?? 0));
  const most = Math.max(...votes);
  if (!(most > 0) || votes.indexOf(most) !== votes.lastIndexOf(most)) return undefined;
  return EMOTIONS[votes.indexOf(most)];
}

/** FER2013's own label of a row; undefined where it has none. */
export function ownLabel({ fer2013_label: label }: TileRow): Fer2013Label | undefined {
  return FER2013_LABELS.find((known) => known === label);
}

/** Seven probabilities under FER+'s names, contempt at 0. */
export function asEmotions(probabilities: readonly number[]): EmotionScores {
  const scores = Object.fromEntries(EMOTIONS.map((name) => [name, 0])) as Record<Emotion, number>;
  FER2013_LABELS.forEach((label, i) => {
    scores[EMOTION_OF[label]] = probabilities[i] ?? 0;
  });
  return scores;
}

/**
 * The rows to measure: of one usage, or all but those trained on.
 * @throws AppError `tiles.bad_table` for a column or value that does not belong there; Error when no row is left
 */
export function rowsToMeasure(tiles: LabelledTiles, usage: string | undefined, limit: number): TileRow[] {
  const missing = COLUMNS.filter((column) => !tiles.columns.includes(column));
  if (missing.length > 0) throw tiles.tableFault(`expected also the columns ${missing.join(', ')}`);
  const rows = tiles.rows
    .filter((row) => (usage === undefined ? row.usage !== 'train' : row.usage === usage))
    .slice(0, limit);
  if (rows.length === 0) throw tiles.tableFault(nothing(tiles, usage));
  for (const row of rows) check(tiles, row);
  return rows;
}

function nothing({ rows }: LabelledTiles, usage: string | undefined): string {
  const counts = [...Map.groupBy(rows, (row) => row.usage)].map(([name, some]) => `${name} (${some.length})`);
  const wanted = usage === undefined ? 'a usage other than train' : `usage ${usage}`;
  return `no row of ${wanted}; there are ${counts.join(', ') || 'no rows at all'}`;
}

function check(tiles: LabelledTiles, row: TileRow): void {
  const { fer2013_label: label = '' } = row;
  if (label !== '' && ownLabel(row) === undefined)
    throw tiles.rowFault(row, `a label, one of ${FER2013_LABELS.join(', ')}`, `"${label}"`);
  for (const name of VOTES) {
    const votes = row[`ferplus_${name}`] as string;
    if (!/^\d+$/.test(votes)) throw tiles.rowFault(row, `a count of votes in ferplus_${name}`, `"${votes}"`);
  }
}

/** Rows whose pixels another of the rows has too: they witness twice. 0 where the hashes are not given. */
export function duplicates(rows: readonly TileRow[]): number {
  const distinct = new Set(rows.map((row, i) => row.pixels_sha1_16 ?? i));
  return rows.length - distinct.size;
}
