/**
 * What CK+48's tiles say about the emotion model, which never saw them: the FER+ head as it is (zero-shot), and a linear
 * probe of the network's features, by subject and, for comparison with the literature, by the split that leaks.
 */
import { EMOTIONS, type Emotion } from '../../domain/emotion.ts';
import { MOODS } from '../../domain/mood.ts';
import { argmax } from '../../inference/emotion/calibrate.ts';
import type { MoodTable } from '../../inference/emotion/mood-table.ts';
import { mean } from '../statistics.ts';
import {
  CK48_LABELS,
  CK48_MAPPING,
  type Ck48Label,
  emotionOf,
  foldsByImage,
  foldsBySubject,
  labelIndex,
  sequenceOf,
  toCk48,
  withoutNeutral,
} from './ck48.ts';
import { byEmotion, type HeadRow, headFigures, moodRow } from './heads.ts';
import { fitLogistic } from './logistic.ts';
import { accuracy } from './metrics.ts';
import type { TileReading } from './readings.ts';
import type { TileRow } from './tiles.ts';

const FOLDS = 10;

export function measureCk48(readings: readonly TileReading[], table: MoodTable) {
  const rows = readings.map(({ row }) => row);
  const zeroShot = rowsOf(
    rows,
    readings.map(({ ferplus }) => toCk48(ferplus)),
  );
  const plain = rowsOf(
    rows,
    readings.map(({ ferplus }) => withoutNeutral(ferplus)),
  );
  const moods = readings.map(({ row, ferplus }) =>
    moodRow(emotionOf(row.emotion as Ck48Label), byEmotion(ferplus), table, row.subject),
  );
  const subjects = new Set(rows.map(({ subject }) => subject)).size;
  const probe = rowsOf(rows, probed(readings, foldsBySubject(rows, FOLDS)));
  const leaking = rowsOf(rows, probed(readings, foldsByImage(rows, FOLDS)));
  const figures = headFigures({ labels: CK48_LABELS, rows: zeroShot });
  const mood = headFigures({ labels: MOODS, rows: moods });
  const probeFigures = headFigures({ labels: CK48_LABELS, rows: probe });
  const read = readings.map(({ ferplus }) => EMOTIONS[argmax(ferplus)] as Emotion);
  return {
    ck48_accuracy: figures.accuracy,
    ck48_macro_f1: figures.macro_f1,
    ck48_sequence_accuracy: accuracy(bySequence(rows, zeroShot)),
    ck48_mapping: CK48_MAPPING,
    ck48_plain_accuracy: accuracy(plain),
    ck48_accuracy_with_neutral: mean(
      rows.map(({ emotion }, i) => Number(read[i] === emotionOf(emotion as Ck48Label))),
    ),
    ck48_read_as_neutral: mean(read.map((emotion) => Number(emotion === 'neutral'))),
    ck48_mood_accuracy: mood.accuracy,
    ck48_probe_accuracy: probeFigures.accuracy,
    ck48_probe_macro_f1: probeFigures.macro_f1,
    ck48_probe_sequence_accuracy: accuracy(bySequence(rows, probe)),
    ck48_probe_method: `multinomial logistic regression (L2, weight 1) on ${readings[0]?.features.length} features of the network, ${FOLDS} folds, no subject in two`,
    ck48_leaking_probe_accuracy: accuracy(leaking),
    ck48_leaking_probe_note:
      'LEAKING: images dealt to folds at random, frames of one sequence on both sides; memory, not skill',
    ece: figures.ece,
    n: rows.length,
    n_sequences: new Set(rows.map(sequenceOf)).size,
    n_subjects: subjects,
    intervals: {
      ck48_accuracy: figures.accuracy_interval,
      ck48_mood_accuracy: mood.accuracy_interval,
      ck48_probe_accuracy: probeFigures.accuracy_interval,
    },
    heads: { ck48: figures, ck48_mood: mood, ck48_probe: probeFigures },
  };
}

function rowsOf(rows: readonly TileRow[], probabilities: readonly (readonly number[])[]): HeadRow[] {
  return rows.map((row, i) => ({
    truth: labelIndex(row),
    probabilities: probabilities[i] ?? [],
    person: row.subject as string,
  }));
}

/** One row a sequence: the mean of its frames' probabilities. */
function bySequence(rows: readonly TileRow[], judged: readonly HeadRow[]): HeadRow[] {
  const groups = Map.groupBy(judged, (_, i) => sequenceOf(rows[i] as TileRow));
  return [...groups.values()].map((frames) => ({
    ...(frames[0] as HeadRow),
    probabilities: CK48_LABELS.map((_, k) => mean(frames.map(({ probabilities }) => probabilities[k] ?? 0))),
  }));
}

/** Each row's probabilities by a probe that was fitted to the other folds. */
function probed(readings: readonly TileReading[], folds: readonly number[]): number[][] {
  const examples = readings.map(({ row, features }) => ({ features, truth: labelIndex(row) }));
  const models = Array.from({ length: FOLDS }, (_, fold) =>
    fitLogistic(
      examples.filter((_, i) => folds[i] !== fold),
      CK48_LABELS.length,
    ),
  );
  return examples.map(({ features }, i) => models[folds[i] as number]?.predict(features) ?? []);
}
