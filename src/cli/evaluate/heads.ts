/** A head: what a model says in one set of labels, and all that can be said about how well. */
import { EMOTIONS, type Emotion, type EmotionScores } from '../../domain/emotion.ts';
import { MOODS } from '../../domain/mood.ts';
import { type MoodTable, moodScores } from '../../inference/emotion/mood-table.ts';
import { calibrationError, type ReliabilityBin, reliability } from './calibration.ts';
import { confidenceInterval } from './interval.ts';
import {
  accuracy,
  brierScore,
  type ClassFigures,
  classFigures,
  confusionMatrix,
  isHit,
  logLoss,
  macroF1,
  type Scored,
} from './metrics.ts';

/** A row of a head, with what it must not be separated from when chance is measured. */
export interface HeadRow extends Scored {
  /** Rows of one person are no independent witnesses; rows without it are. */
  readonly person?: string;
}

export interface Head {
  readonly labels: readonly string[];
  readonly rows: readonly HeadRow[];
}

export interface HeadFigures {
  readonly n: number;
  readonly accuracy: number;
  /** 95 %, see interval.ts. */
  readonly accuracy_interval: readonly [number, number];
  readonly macro_precision: number;
  readonly macro_recall: number;
  readonly macro_f1: number;
  readonly macro_auc: number;
  readonly ece: number;
  readonly nll: number;
  readonly brier: number;
  readonly per_class: Readonly<Record<string, ClassFigures>>;
  /** counts[true][predicted], in the order of labels. */
  readonly confusion: { readonly labels: readonly string[]; readonly counts: readonly (readonly number[])[] };
  readonly reliability: readonly ReliabilityBin[];
}

export function headFigures({ labels, rows }: Head): HeadFigures {
  const classes = classFigures(rows, labels.length);
  const bins = reliability(rows);
  // A class that no row shows has neither recall nor AUC; one that is never predicted has no precision: it counts as 0.
  const present = classes.filter(({ support }) => support > 0);
  const macro = (value: (figures: ClassFigures) => number) =>
    present.reduce((sum, figures) => sum + (value(figures) || 0), 0) / present.length;
  return {
    n: rows.length,
    accuracy: accuracy(rows),
    accuracy_interval: accuracyInterval(rows),
    macro_precision: macro(({ precision }) => precision),
    macro_recall: macro(({ recall }) => recall),
    macro_f1: macroF1(classes),
    macro_auc: macro(({ auc }) => auc),
    ece: calibrationError(bins),
    nll: logLoss(rows),
    brier: brierScore(rows),
    per_class: Object.fromEntries(labels.map((label, k) => [label, classes[k] as ClassFigures])),
    confusion: { labels, counts: confusionMatrix(rows, labels.length) },
    reliability: bins,
  };
}

export function accuracyInterval(rows: readonly HeadRow[]): [number, number] {
  const groups = Map.groupBy(rows, ({ person }, i) => person ?? i);
  return confidenceInterval([...groups.values()].map((group) => group.map((row) => Number(isHit(row)))));
}

/** The moods that an emotion head leads to: truth and probabilities by the table. */
export function moodRow(truth: Emotion, emotions: EmotionScores, table: MoodTable, person?: string): HeadRow {
  const moods = moodScores(emotions, table);
  return {
    truth: MOODS.indexOf(table[truth]),
    probabilities: MOODS.map((mood) => moods[mood]),
    ...(person === undefined ? {} : { person }),
  };
}

/** @param probabilities in the order of EMOTIONS */
export function byEmotion(probabilities: readonly number[]): EmotionScores {
  return Object.fromEntries(EMOTIONS.map((name, i) => [name, probabilities[i]])) as EmotionScores;
}
