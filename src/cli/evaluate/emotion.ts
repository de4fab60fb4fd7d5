/**
 * The emotion model on labelled tiles, read as the bot reads a crop (mirrored averaging, no neutral fallback). What is
 * measured depends on the labels that the folder has.
 */
import { openEmotion } from '../../inference/reader.ts';
import type { Task } from '../command-line.ts';
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
    const rows = rowsToMeasure(tiles, options.usage, options.limit);
    const { classifier, table } = await openEmotion(options.models);
    try {
      const readings = await readRows(rows, tiles, classifier, logger);
      return measureFer2013(readings, table, classifier.manifest.neutralThreshold);
    } finally {
      await classifier.close();
    }
  },
};
