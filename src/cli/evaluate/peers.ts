/** Other packages on the same rows: opened, asked one thing at a time, closed. */

import { EMOTIONS } from '../../domain/emotion.ts';
import { FER2013_LABELS } from '../../inference/emotion/classifier.ts';
import type { MoodTable } from '../../inference/emotion/mood-table.ts';
import type { Logger } from '../../logger.ts';
import { openPeers } from '../peers/open.ts';
import type { Fer2013Scores, Peer } from '../peers/peer.ts';
import { CK48_LABELS, type Ck48Label, emotionOf, labelIndex, withoutNeutral } from './ck48.ts';
import { asEmotions, EMOTION_OF, ownLabel } from './fer2013.ts';
import { moodRow } from './heads.ts';
import { accuracy, classFigures, macroF1, type Scored } from './metrics.ts';
import type { LabelledTiles, TileRow } from './tiles.ts';

const ROWS_A_LINE = 500;

/**
 * Runs `work` with the peers, or with none where they are not wanted, and closes them. They are opened first, so that a
 * missing one is told before anything is measured.
 * @throws AppError `peers.missing` when they are not installed
 */
export async function withPeers<Result>(
  wanted: boolean,
  logger: Logger,
  work: (peers: readonly Peer[]) => Promise<Result>,
): Promise<Result> {
  const peers = wanted ? await openPeers({ logger }) : [];
  try {
    return await work(peers);
  } finally {
    await Promise.all(peers.map((peer) => peer.close()));
  }
}

/** `{peers: {name: {version, ...figures}}}`, one after the other; nothing at all of no peers. */
export async function eachPeer(
  peers: readonly Peer[],
  logger: Logger,
  measure: (peer: Peer) => Promise<object>,
): Promise<{ readonly peers?: Readonly<Record<string, object>> }> {
  const measured: [string, object][] = [];
  for (const peer of peers) {
    logger.info(`measuring ${peer.version}`);
    measured.push([peer.name, { version: peer.version, ...(await measure(peer)) }]);
  }
  return measured.length === 0 ? {} : { peers: Object.fromEntries(measured) };
}

/** A peer's seven probabilities of each row's tile, in the order of FER2013_LABELS. */
async function readTilesBy(peer: Peer, rows: readonly TileRow[], tiles: LabelledTiles, logger: Logger) {
  const read: number[][] = [];
  for (const [i, row] of rows.entries()) {
    if (i % ROWS_A_LINE === 0) logger.info(`${peer.name}: ${i} of ${rows.length} tiles`);
    read.push(inOrder(await peer.readCrop(await tiles.tile(row))));
  }
  return read;
}

export function inOrder(scores: Fer2013Scores): number[] {
  return FER2013_LABELS.map((label) => scores[label]);
}

/** A peer on FER2013's own labels, which are the ones it was made for. */
export async function measurePeerOnFer2013(
  peer: Peer,
  rows: readonly TileRow[],
  tiles: LabelledTiles,
  table: MoodTable,
  logger: Logger,
) {
  const labelled = rows.filter((row) => ownLabel(row) !== undefined);
  const read = await readTilesBy(peer, labelled, tiles, logger);
  const labels = labelled.map((row) => ownLabel(row) ?? 'neutral');
  const scored = read.map((probabilities, i) => ({
    truth: FER2013_LABELS.indexOf(labels[i] ?? 'neutral'),
    probabilities,
  }));
  const moods = read.map((own, i) => moodRow(EMOTION_OF[labels[i] ?? 'neutral'], asEmotions(own), table));
  return {
    fer2013_accuracy: accuracy(scored),
    fer2013_macro_f1: macroF1(classFigures(scored, FER2013_LABELS.length)),
    mood_accuracy_fer2013: accuracy(moods),
    n: scored.length,
  };
}

/** A peer on CK+: neutral left out as for ours; it has no word for contempt, so that those rows are always missed. */
export async function measurePeerOnCk48(
  peer: Peer,
  rows: readonly TileRow[],
  tiles: LabelledTiles,
  table: MoodTable,
  logger: Logger,
) {
  const read = (await readTilesBy(peer, rows, tiles, logger)).map(asEmotions);
  const scored: Scored[] = read.map((emotions, i) => ({
    truth: labelIndex(rows[i] as TileRow),
    probabilities: withoutNeutral(EMOTIONS.map((emotion) => emotions[emotion])),
  }));
  const moods = read.map((emotions, i) => moodRow(emotionOf(rows[i]?.emotion as Ck48Label), emotions, table));
  return {
    ck48_plain_accuracy: accuracy(scored),
    ck48_plain_macro_f1: macroF1(classFigures(scored, CK48_LABELS.length)),
    ck48_mood_accuracy: accuracy(moods),
    n: scored.length,
  };
}
