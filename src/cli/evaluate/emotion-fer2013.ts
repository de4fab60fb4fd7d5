/** What FER2013's tiles say about the emotion model: each head by its own labels, in emotions and in the moods they lead to. */
import { EMOTIONS } from '../../domain/emotion.ts';
import { MOODS } from '../../domain/mood.ts';
import { FER2013_LABELS } from '../../inference/emotion/classifier.ts';
import type { MoodTable } from '../../inference/emotion/mood-table.ts';
import { areaUnderRiskCoverage, riskCoverage, selectAt } from './calibration.ts';
import { asEmotions, duplicates, EMOTION_OF, majority, ownLabel } from './fer2013.ts';
import { byEmotion, type Head, type HeadRow, headFigures, moodRow } from './heads.ts';
import { confidenceOf, isHit } from './metrics.ts';
import type { TileReading } from './readings.ts';

export type Fer2013Head = 'ferplus' | 'fer2013' | 'mood_ferplus' | 'mood_fer2013';

/** The rows that each head is judged on, mood rows in the same order as their head's. */
export function fer2013Heads(
  readings: readonly Pick<TileReading, 'row' | 'ferplus' | 'fer2013'>[],
  table: MoodTable,
): Record<Fer2013Head, Head> {
  const ferplus: HeadRow[] = [];
  const fer2013: HeadRow[] = [];
  const moodFerplus: HeadRow[] = [];
  const moodFer2013: HeadRow[] = [];
  for (const { row, ferplus: seen, fer2013: own } of readings) {
    const truth = majority(row);
    if (truth !== undefined) {
      ferplus.push({ truth: EMOTIONS.indexOf(truth), probabilities: seen });
      moodFerplus.push(moodRow(truth, byEmotion(seen), table));
    }
    const label = ownLabel(row);
    if (label !== undefined) {
      fer2013.push({ truth: FER2013_LABELS.indexOf(label), probabilities: own });
      moodFer2013.push(moodRow(EMOTION_OF[label], asEmotions(own), table));
    }
  }
  return {
    ferplus: { labels: EMOTIONS, rows: ferplus },
    fer2013: { labels: FER2013_LABELS, rows: fer2013 },
    mood_ferplus: { labels: MOODS, rows: moodFerplus },
    mood_fer2013: { labels: MOODS, rows: moodFer2013 },
  };
}

/** @param threshold under which the bot answers neutral, 0..1 */
export function measureFer2013(readings: readonly TileReading[], table: MoodTable, threshold: number) {
  const heads = fer2013Heads(readings, table);
  const ferplus = headFigures(heads.ferplus);
  const fer2013 = headFigures(heads.fer2013);
  const moodFerplus = headFigures(heads.mood_ferplus);
  const moodFer2013 = headFigures(heads.mood_fer2013);
  const rows = readings.map(({ row }) => row);
  return {
    ferplus_accuracy: ferplus.accuracy,
    ferplus_macro_f1: ferplus.macro_f1,
    fer2013_accuracy: fer2013.accuracy,
    fer2013_macro_f1: fer2013.macro_f1,
    mood_accuracy_ferplus: moodFerplus.accuracy,
    mood_accuracy_fer2013: moodFer2013.accuracy,
    ece: ferplus.ece,
    ece_fer2013: fer2013.ece,
    ece_mood_ferplus: moodFerplus.ece,
    ece_mood_fer2013: moodFer2013.ece,
    n: ferplus.n,
    n_fer2013: fer2013.n,
    duplicates: duplicates(rows),
    also_in_withheld_test: rows.filter((row) => row.also_in_withheld_test === '1').length,
    intervals: {
      ferplus_accuracy: ferplus.accuracy_interval,
      fer2013_accuracy: fer2013.accuracy_interval,
      mood_accuracy_ferplus: moodFerplus.accuracy_interval,
      mood_accuracy_fer2013: moodFer2013.accuracy_interval,
    },
    ...fallback(heads, table, threshold),
    heads: { ferplus, fer2013, mood_ferplus: moodFerplus, mood_fer2013: moodFer2013 },
  };
}

/** The bot's own rule: where the largest FER+ probability is under the threshold, the mood of neutral is answered. */
function fallback({ ferplus, mood_ferplus }: Record<Fer2013Head, Head>, table: MoodTable, threshold: number) {
  const neutral = MOODS.indexOf(table.neutral);
  const rows = ferplus.rows.map((row, i) => {
    const mood = mood_ferplus.rows[i] as HeadRow;
    return {
      confidence: confidenceOf(row),
      hit: isHit(row),
      mood: isHit(mood),
      calm: mood.truth === neutral,
    };
  });
  const moods = rows.map(({ confidence, mood }) => ({ confidence, hit: mood }));
  const refused = rows.filter(({ confidence }) => confidence < threshold);
  const answered = selectAt(moods, threshold);
  const share = (hits: readonly boolean[]) => hits.filter(Boolean).length / hits.length;
  const points = riskCoverage(rows);
  return {
    neutral_fallback: {
      threshold,
      coverage: answered.coverage,
      answered_mood_accuracy: answered.accuracy,
      refused_mood_accuracy: share(refused.map(({ mood }) => mood)),
      mood_accuracy_with_fallback: share(
        rows.map(({ confidence, mood, calm }) => (confidence < threshold ? calm : mood)),
      ),
      aurc: areaUnderRiskCoverage(rows),
      mood_aurc: areaUnderRiskCoverage(moods),
    },
    risk_coverage: points.map((point) => ({
      ...point,
      mood_accuracy: selectAt(moods, point.threshold).accuracy,
    })),
  };
}
