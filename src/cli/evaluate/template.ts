/**
 * Where the detector sees the eyes in the tiles that the emotion model learns from. A photo's crop is cut so that its
 * eyes lie there too: then the model meets at work what it met in training.
 */
import { openDetector } from '../../inference/face/detector.ts';
import type { Face } from '../../inference/face/face.ts';
import type { Raster } from '../../inference/image/raster.ts';
import { resample } from '../../inference/image/resample.ts';
import { detectorFolder } from '../../inference/reader.ts';
import type { Task } from '../command-line.ts';
import { quantile } from '../statistics.ts';
import { evaluateOptions } from './options.ts';
import { readTiles, TILE } from './tiles.ts';

/** Side of the black square and of the tile within it: the detector wants room around a face. */
const CANVAS = 256;
const ENLARGED = 160;
/** Doubtful detections would blur the median. */
const SURE = 0.8;

export const template: Task = {
  name: 'template',
  summary: 'where eyes lie in tiles, for crop.template of the emotion model: --data FOLDER [--limit N]',
  async run({ rest }) {
    const options = evaluateOptions(rest, ['usage']);
    const tiles = await readTiles(options.data);
    const rows = tiles.rows
      .filter(({ usage }) => usage === (options.usage ?? 'train'))
      .slice(0, options.limit);
    const detector = await openDetector(detectorFolder(options.models));
    const found: Face[] = [];
    for (const row of rows) {
      const [face] = await detector.detect(onCanvas(await tiles.tile(row)));
      if (face !== undefined && face.score >= SURE) found.push(face);
    }
    await detector.close();
    return { ...symmetric(found), found: found.length, n: rows.length };
  },
};

/** Medians in tile pixels. A mirrored face is as likely as the face, so both eyes lie as far from the middle. */
function symmetric(faces: readonly Face[]) {
  const median = (value: (face: Face) => number) => toTile(quantile(faces.map(value), 0.5));
  const apart = (median(({ rightEye }) => rightEye.x) - median(({ leftEye }) => leftEye.x)) / 2;
  const y = (median(({ rightEye }) => rightEye.y) + median(({ leftEye }) => leftEye.y)) / 2;
  return { left_eye: [TILE / 2 - apart, y], right_eye: [TILE / 2 + apart, y] };
}

const MARGIN = (CANVAS - ENLARGED) / 2;

function toTile(canvas: number): number {
  return ((canvas - MARGIN) * TILE) / ENLARGED;
}

function onCanvas(tile: Float32Array): Raster {
  const large = resample(
    { data: Uint8Array.from(tile), width: TILE, height: TILE, channels: 1 },
    ENLARGED,
    ENLARGED,
  );
  const data = new Uint8Array(CANVAS * CANVAS * 3);
  large.forEach((grey, i) => {
    const at = (MARGIN + Math.floor(i / ENLARGED)) * CANVAS + MARGIN + (i % ENLARGED);
    data.fill(Math.round(grey), at * 3, at * 3 + 3);
  });
  return { data, width: CANVAS, height: CANVAS, channels: 3 };
}
