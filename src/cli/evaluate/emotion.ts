/**
 * The emotion model on labelled tiles, read as the bot reads a crop (mirrored averaging, no neutral fallback). What is
 * measured depends on the labels that the folder has.
 */
import { openEmotion } from '../../inference/reader.ts';
import type { Task } from '../command-line.ts';
import { ck48Rows } from './ck48.ts';
import { measureCk48 } from './emotion-ck48.ts';
import { measureFer2013 } from './emotion-fer2013.ts';
import { rowsToMeasure } from './fer2013.ts';
import { evaluateOptions } from './options.ts';
import { readRows } from './readings.ts';
import { readTiles } from './tiles.ts';

export const emotion: Task = {
  name: 'emotion',
  summary:
    'accuracy, F1, AUC and calibration on tiles: --data FOLDER [--usage NAME] [--out FOLDER] [--peers]',
  machineOnly: ['reliability', 'risk_coverage'],
  async run({ rest, logger }) {
    const options = evaluateOptions(rest, ['usage', 'out', 'peers']);
    const tiles = await readTiles(options.data);
    const ck48 = tiles.columns.includes('subject');
    const rows = ck48 ? ck48Rows(tiles, options.limit) : rowsToMeasure(tiles, options.usage, options.limit);
    const { classifier, table } = await openEmotion(options.models);
    try {
      const readings = await readRows(rows, tiles, classifier, logger);
      if (ck48) return measureCk48(readings, table);
      return measureFer2013(readings, table, classifier.manifest.neutralThreshold);
    } finally {
      await classifier.close();
    }
  },
};
