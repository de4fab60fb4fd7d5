import path from 'node:path';
import type { Raster } from '../image/raster.ts';
import { type Fields, readManifest } from '../manifest.ts';
import { openSession, type Session } from '../session.ts';
import { type Anchor, anchorsOf, type Grid } from './anchors.ts';
import { decodeGrid, type EyeIndices } from './decode.ts';
import type { Face } from './face.ts';
import { type Letterbox, letterbox } from './letterbox.ts';
import { suppress } from './suppress.ts';

export interface Detector {
  readonly sha256: string;
  /** All faces in an RGB picture, best score first, in the picture's pixels. */
  detect(picture: Raster): Promise<Face[]>;
  close(): Promise<void>;
}

interface DetectorGrid extends Grid {
  readonly scores: string;
  readonly boxes: string;
  readonly anchors: readonly Anchor[];
}

interface DetectorManifest {
  readonly file: string;
  readonly sha256: string;
  readonly input: {
    readonly name: string;
    readonly size: number;
    readonly divide: number;
    readonly subtract: number;
  };
  readonly grids: readonly DetectorGrid[];
  readonly eyes: EyeIndices;
  readonly thresholds: { readonly score: number; readonly overlap: number };
}

/**
 * Opens the face detector of a folder: BlazeFace (Bazarevsky et al. 2019), described by its manifest.
 * @throws AppError `model.*`, see session.ts and manifest.ts
 */
export async function openDetector(folder: string): Promise<Detector> {
  const manifest = parseManifest(await readManifest(folder));
  const session = await openSession(path.join(folder, manifest.file), {
    sha256: manifest.sha256,
    inputs: [manifest.input.name],
    outputs: manifest.grids.flatMap((grid) => [grid.scores, grid.boxes]),
  });
  return {
    sha256: manifest.sha256,
    detect: (picture) => detect(picture, session, manifest),
    close: () => session.close(),
  };
}

async function detect(picture: Raster, session: Session, manifest: DetectorManifest): Promise<Face[]> {
  const { input, grids, eyes, thresholds } = manifest;
  const box = letterbox(picture, input.size, 1 / input.divide, -input.subtract);
  const outputs = await session.run({
    [input.name]: { data: box.pixels, shape: [1, input.size, input.size, 3] },
  });
  const dataOf = (name: string) => outputs[name]?.data ?? new Float32Array();
  const candidates = grids.flatMap((grid) =>
    decodeGrid(dataOf(grid.scores), dataOf(grid.boxes), grid.anchors, eyes, thresholds.score),
  );
  return suppress(candidates, thresholds.overlap).map((face) => toPicture(face, box));
}

function toPicture(face: Face, box: Letterbox): Face {
  const topLeft = box.toPicture({ x: face.left, y: face.top });
  const bottomRight = box.toPicture({ x: face.right, y: face.bottom });
  return {
    left: topLeft.x,
    top: topLeft.y,
    right: bottomRight.x,
    bottom: bottomRight.y,
    score: face.score,
    leftEye: box.toPicture(face.leftEye),
    rightEye: box.toPicture(face.rightEye),
  };
}

function parseManifest(fields: Fields): DetectorManifest {
  const input = fields.object('input');
  const size = input.number('size', 1);
  const keypoints = fields.texts('keypoints');
  const thresholds = fields.object('thresholds');
  return {
    file: fields.text('file'),
    sha256: fields.text('sha256'),
    input: {
      name: input.text('name'),
      size,
      divide: input.number('divide', 1),
      subtract: input.number('subtract'),
    },
    grids: fields.objects('grids').map((grid) => {
      const shape = { stride: grid.number('stride', 1), anchorsPerCell: grid.number('anchorsPerCell', 1) };
      return {
        ...shape,
        scores: grid.text('scores'),
        boxes: grid.text('boxes'),
        anchors: anchorsOf(size, shape),
      };
    }),
    eyes: { leftEye: keypoints.indexOf('leftEye'), rightEye: keypoints.indexOf('rightEye') },
    thresholds: { score: thresholds.number('score', 0, 1), overlap: thresholds.number('overlap', 0, 1) },
  };
}
