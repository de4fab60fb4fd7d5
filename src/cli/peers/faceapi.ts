/** `@vladmandic/face-api`: its default detector (SSD MobileNet v1) and its expression net. */
import path from 'node:path';
import { FER2013_LABELS, type Fer2013Label } from '../../inference/emotion/classifier.ts';
import type { Fer2013Scores } from './peer.ts';
import type { PeerModels } from './protocol.ts';
import { loadTensorFlow, type Tensor, toTensor } from './tensorflow.ts';

type Expressions = Readonly<Record<string, number>>;

interface Net {
  loadFromDisk(folder: string): Promise<void>;
}

interface FaceApi {
  readonly nets: {
    readonly ssdMobilenetv1: Net;
    readonly faceExpressionNet: Net & { predictExpressions(face: Tensor): Promise<Expressions> };
  };
  detectAllFaces(image: Tensor): {
    withFaceExpressions(): Promise<
      { readonly detection: { readonly box: { readonly area: number } }; readonly expressions: Expressions }[]
    >;
  };
}

/** The package's words for FER2013's labels. */
const NAMES: Readonly<Record<Fer2013Label, string>> = {
  angry: 'angry',
  disgust: 'disgusted',
  fear: 'fearful',
  happy: 'happy',
  sad: 'sad',
  surprise: 'surprised',
  neutral: 'neutral',
};

const TILE = 48;

export async function openFaceApi(require: NodeJS.Require, packages: string): Promise<PeerModels> {
  const tf = await loadTensorFlow(require, packages);
  const folder = path.join(packages, '@vladmandic/face-api');
  const faceapi = require(path.join(folder, 'dist/face-api.node-wasm.js')) as FaceApi;
  const { ssdMobilenetv1, faceExpressionNet } = faceapi.nets;
  for (const net of [ssdMobilenetv1, faceExpressionNet]) await net.loadFromDisk(path.join(folder, 'model'));
  return {
    async readCrop(grey48) {
      const rgb = new Float32Array(3 * grey48.length);
      for (let i = 0; i < rgb.length; i++) rgb[i] = grey48[Math.floor(i / 3)] as number;
      const face = tf.tensor(rgb, [TILE, TILE, 3], 'float32');
      const expressions = await faceExpressionNet.predictExpressions(face);
      face.dispose();
      return toScores(expressions);
    },
    async readPhoto(photo) {
      const image = await toTensor(tf, photo, 'int32');
      const faces = await faceapi.detectAllFaces(image).withFaceExpressions();
      image.dispose();
      const [largest] = faces.sort((a, b) => b.detection.box.area - a.detection.box.area);
      if (largest === undefined) return { found: false };
      return { found: true, probabilities: toScores(largest.expressions) };
    },
  };
}

function toScores(expressions: Expressions): Fer2013Scores {
  return Object.fromEntries(
    FER2013_LABELS.map((label) => [label, expressions[NAMES[label]] ?? 0]),
  ) as Fer2013Scores;
}
