import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { Eyes } from '../face/align.ts';
import { type Fields, readManifest } from '../manifest.ts';
import { openSession } from '../session.ts';

/** FER2013's own seven labels (Goodfellow et al. 2013) in the order of the second head's logits. */
export const FER2013_LABELS = ['angry', 'disgust', 'fear', 'happy', 'sad', 'surprise', 'neutral'] as const;
export type Fer2013Label = (typeof FER2013_LABELS)[number];

/** What the network says of one crop, before calibration. */
export interface EmotionLogits {
  /** One per emotion of EMOTIONS. */
  readonly ferplus: Float32Array;
  /** One per label of FER2013_LABELS. */
  readonly fer2013: Float32Array;
  /** Log-odds that anybody would see a smile, if the face is neutral or happy; see photographs.ts. */
  readonly smile: number;
  /** What the backbones hand to their heads. */
  readonly features: Float32Array;
}

export interface EmotionManifest {
  readonly file: string;
  readonly sha256: string;
  readonly size: number;
  /** Divisors of the logits of each head, see calibrate.ts. */
  readonly temperatures: { readonly ferplus: number; readonly fer2013: number };
  /** Under this largest probability a reading is not confident and counts as neutral. */
  readonly neutralThreshold: number;
  /** Where the eyes lie in the crop. */
  readonly template: Eyes;
}

export interface EmotionClassifier {
  readonly manifest: EmotionManifest;
  /**
   * Reads crops, each also mirrored: a face and its mirror image show the same emotion, and the mean of both logits is
   * steadier than either.
   * @param crops size x size grey floats each, 0..255
   */
  classify(crops: readonly Float32Array[]): Promise<EmotionLogits[]>;
  close(): Promise<void>;
}

const INPUT = 'pixels';
const FERPLUS = 'ferplus_logits';
const FER2013 = 'fer2013_logits';
const SMILE = 'smile_logit';
const FEATURES = 'features';

/** A crop and its mirror image are work for two; the detector, which a photo needs once, keeps to one. */
const THREADS = Math.min(2, availableParallelism());

/**
 * @param threads for one run of the network
 * @throws AppError `model.*`, see session.ts and manifest.ts
 */
export async function openEmotionClassifier(folder: string, threads = THREADS): Promise<EmotionClassifier> {
  const manifest = parseManifest(await readManifest(folder));
  const { size } = manifest;
  const session = await openSession(path.join(folder, manifest.file), {
    sha256: manifest.sha256,
    inputs: [INPUT],
    outputs: [FERPLUS, FER2013, SMILE, FEATURES],
    threads,
  });
  return {
    manifest,
    async classify(crops) {
      if (crops.length === 0) return [];
      const views = crops.flatMap((crop) => [crop, mirror(crop, size)]);
      const data = new Float32Array(views.length * size * size);
      views.forEach((view, i) => {
        data.set(view, i * size * size);
      });
      const outputs = await session.run({ [INPUT]: { data, shape: [views.length, 1, size, size] } });
      const meanOf = (name: string, i: number) => {
        const data = outputs[name]?.data ?? new Float32Array();
        return meanRows(data, data.length / views.length, 2 * i);
      };
      return crops.map((_, i) => ({
        ferplus: meanOf(FERPLUS, i),
        fer2013: meanOf(FER2013, i),
        smile: meanOf(SMILE, i)[0] as number,
        features: meanOf(FEATURES, i),
      }));
    },
    close: () => session.close(),
  };
}

/** Swaps left and right. */
export function mirror(crop: Float32Array, size: number): Float32Array {
  return crop.map((_, i) => crop[i - (i % size) + (size - 1 - (i % size))] as number);
}

/** Mean of a row and the one after it. */
function meanRows(data: Float32Array, width: number, row: number): Float32Array {
  const first = data.subarray(row * width, (row + 1) * width);
  const second = data.subarray((row + 1) * width, (row + 2) * width);
  return first.map((value, i) => (value + (second[i] as number)) / 2);
}

function parseManifest(fields: Fields): EmotionManifest {
  const temperatures = fields.object('temperatures');
  const template = fields.object('crop').object('template');
  return {
    file: fields.text('file'),
    sha256: fields.text('sha256'),
    size: fields.object('input').number('size', 1),
    temperatures: {
      ferplus: temperatures.number('ferplus', 0.01),
      fer2013: temperatures.number('fer2013', 0.01),
    },
    neutralThreshold: fields.number('neutralThreshold', 0, 1),
    template: { leftEye: template.point('leftEye'), rightEye: template.point('rightEye') },
  };
}
