/** CK+48's layout: seven emotions, no neutral, three frames of each sequence, several sequences of one subject. */
import { EMOTIONS, type Emotion } from '../../domain/emotion.ts';
import { seeded } from '../seeded.ts';
import type { LabelledTiles, TileRow } from './tiles.ts';

export const CK48_LABELS = ['anger', 'contempt', 'disgust', 'fear', 'happy', 'sadness', 'surprise'] as const;
export type Ck48Label = (typeof CK48_LABELS)[number];

const COLUMNS = ['emotion', 'subject', 'sequence', 'frame'];

/** Each label is the FER+ emotion of its name. */
export function emotionOf(label: Ck48Label): Emotion {
  return label === 'happy' ? 'happiness' : label;
}

/**
 * Share of each emotion in the FER+ votes for FER2013's Training rows (votes for unknown and not_face aside), in the order
 * of EMOTIONS: what the head learnt to expect of a face from a web search, which a posed one in a laboratory is not.
 */
export const FERPLUS_PRIORS = [0.3147, 0.2702, 0.1216, 0.1417, 0.0828, 0.0156, 0.0355, 0.0178] as const;

export const CK48_MAPPING =
  'each label is the FER+ emotion of its name (happy is happiness); neutral, which CK+ has not, is left out; each of the seven probabilities is divided by the share of its emotion in the FER+ training votes (Saerens et al. 2002, all seven alike likely), then they are scaled to sum to 1. The plain figure is without the division.';

/**
 * CK+'s seven probabilities of FER+'s eight, as they are.
 * @param ferplus in the order of EMOTIONS
 */
export function withoutNeutral(ferplus: readonly number[]): number[] {
  const own = CK48_LABELS.map((label) => ferplus[EMOTIONS.indexOf(emotionOf(label))] ?? 0);
  const sum = own.reduce((a, b) => a + b, 0);
  return own.map((probability) => probability / sum);
}

/**
 * The same for a place where each of the seven is as likely as the others: posteriors are divided by the priors they were
 * learnt with (Saerens et al. 2002, "Adjusting the outputs of a classifier to new a priori probabilities", eq. 2.4).
 */
export function toCk48(ferplus: readonly number[]): number[] {
  return withoutNeutral(ferplus.map((probability, i) => probability / (FERPLUS_PRIORS[i] as number)));
}

/** @throws AppError `tiles.bad_table` for a column or value that does not belong there */
export function ck48Rows(tiles: LabelledTiles, limit: number): TileRow[] {
  const missing = COLUMNS.filter((column) => !tiles.columns.includes(column));
  if (missing.length > 0) throw tiles.tableFault(`expected also the columns ${missing.join(', ')}`);
  const rows = tiles.rows.slice(0, limit);
  if (rows.length === 0) throw tiles.tableFault('expected rows, received the header alone');
  for (const row of rows) {
    if (!CK48_LABELS.some((label) => label === row.emotion))
      throw tiles.rowFault(row, `an emotion, one of ${CK48_LABELS.join(', ')}`, `"${row.emotion}"`);
    if (row.subject === '') throw tiles.rowFault(row, 'a subject', 'nothing');
  }
  return rows;
}

export function labelIndex(row: TileRow): number {
  return CK48_LABELS.indexOf(row.emotion as Ck48Label);
}

export function sequenceOf({ subject, sequence }: TileRow): string {
  return `${subject}/${sequence}`;
}

/** The fold of each row, all rows of a subject in one: subjects in order of their names, dealt one by one. */
export function foldsBySubject(rows: readonly TileRow[], folds: number): number[] {
  const subjects = [...new Set(rows.map(({ subject }) => subject as string))].sort();
  return rows.map(({ subject }) => subjects.indexOf(subject as string) % folds);
}

/** LEAKING: images shuffled and dealt one by one, so that frames next to a test frame are learnt from. */
export function foldsByImage(rows: readonly TileRow[], folds: number, seed = 1): number[] {
  const random = seeded(seed);
  const order = rows.map((_, i) => ({ i, key: random() })).sort((a, b) => a.key - b.key);
  const fold = new Array<number>(rows.length);
  order.forEach(({ i }, place) => {
    fold[i] = place % folds;
  });
  return fold;
}
