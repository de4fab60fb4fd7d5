/**
 * The emotion model on labelled tiles, read as the bot reads a crop (mirrored averaging, no neutral fallback). What is
 * measured depends on the labels that the folder has.
 */
import { openEmotion } from '../../inference/reader.ts';
import { type Task, UsageError } from '../command-line.ts';
import { ck48Rows } from './ck48.ts';
import { measureCk48 } from './emotion-ck48.ts';
import { measureFer2013 } from './emotion-fer2013.ts';
import { rowsToMeasure } from './fer2013.ts';
import { evaluateOptions } from './options.ts';
import { eachPeer, measurePeerOnCk48, measurePeerOnFer2013, withPeers } from './peers.ts';
import { readRows } from './readings.ts';
import { readTiles } from './tiles.ts';
import { writeFigures } from './write.ts';

export const emotion: Task = {
  name: 'emotion',
  summary:
    'accuracy, F1, AUC and calibration on tiles: --data FOLDER [--usage NAME] [--out FOLDER] [--peers]',
  help: `--data FOLDER [options]

Reads labelled 48 x 48 tiles as the bot reads a cut-out face: the mean of a face and its mirror image, calibrated. What
is predicted is the largest probability, without the neutral fallback. The folder is laid out as FER2013 with FER+ votes or
as CK+48; the columns of its labels.csv tell which.

  --data FOLDER    labels.csv and sheet-00.webp, sheet-01.webp, ...
  --usage NAME     FER2013: rows of this usage; without it, every usage but train
  --limit N        the first N of those rows
  --out FOLDER     writes all figures as JSON, and confusion matrices, reliability diagrams and the risk-coverage curve as
                   PNG and JSON
  --peers          measures @vladmandic/human and @vladmandic/face-api on the same rows and labels
  --models FOLDER  other models than this project's
  --json           everything, as one line of JSON

FER2013: FER+ figures are about the emotion with most votes of all ten columns; ties and rows led by unknown or not_face
are left out. Figures on FER2013's own seven labels are apart. Moods are those of models/emotion-to-mood.csv: the true one
is that of the true label, the predicted one has the largest summed probability. Intervals: 95 %, percentile bootstrap over
1,000 resamples (on CK+ of subjects). ECE: 15 bins. Brier: summed over classes, 0 to 2. AUC: one class against the rest.
duplicates: rows whose pixels another measured row has too; they are measured.

CK+48: zero-shot by a stated mapping (ck48_mapping), and a logistic regression on the network's features, in ten folds by
subject, and by image, which leaks (ck48_leaking_probe_accuracy).`,
  machineOnly: ['reliability', 'risk_coverage'],
  async run({ rest, logger }) {
    const options = evaluateOptions(rest, ['usage', 'out', 'peers']);
    const tiles = await readTiles(options.data);
    const ck48 = tiles.columns.includes('subject');
    if (ck48 && options.usage !== undefined)
      throw new UsageError(`--usage: CK+48 in ${options.data} has no usages; leave it out`);
    const rows = ck48 ? ck48Rows(tiles, options.limit) : rowsToMeasure(tiles, options.usage, options.limit);
    return withPeers(options.peers, logger, async (opened) => {
      const { classifier, table } = await openEmotion(options.models);
      const { neutralThreshold, sha256 } = classifier.manifest;
      const readings = await readRows(rows, tiles, classifier, logger).finally(() => classifier.close());
      const { heads, ...headline } = ck48
        ? measureCk48(readings, table)
        : measureFer2013(readings, table, neutralThreshold);
      const measurePeer = ck48 ? measurePeerOnCk48 : measurePeerOnFer2013;
      const peers = await eachPeer(opened, logger, (peer) => measurePeer(peer, rows, tiles, table, logger));
      const result = { ...headline, ...peers, model_sha256: sha256, heads };
      if (options.out !== undefined) await writeFigures(options.out, result);
      return result;
    });
  },
};
