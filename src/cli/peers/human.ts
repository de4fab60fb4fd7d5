/** `@vladmandic/human`: BlazeFace and the emotion model of Arriaga et al. 2017, with the package's own settings. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { FER2013_LABELS, type Fer2013Label } from '../../inference/emotion/classifier.ts';
import type { Fer2013Scores, PeerReading } from './peer.ts';
import type { PeerModels } from './protocol.ts';
import { loadModelsFromDisk, loadTensorFlow, type Tensor, toTensor, wasmFolder } from './tensorflow.ts';

interface Human {
  readonly models: { readonly models: Readonly<Record<string, { execute(input: Tensor): Tensor }>> };
  init(): Promise<void>;
  load(): Promise<void>;
  detect(image: Tensor): Promise<{
    readonly error: string | null;
    readonly face: readonly { readonly emotion?: readonly { score: number; emotion: Fer2013Label }[] }[];
  }>;
}

/** Its emotion model's input: grey, -1..1. */
const SIDE = 64;
const TILE = 48;

export async function openHuman(require: NodeJS.Require, packages: string): Promise<PeerModels> {
  const tf = await loadTensorFlow(require, packages);
  loadModelsFromDisk(tf);
  const folder = path.join(packages, '@vladmandic/human');
  const { Human: HumanClass } = require(path.join(folder, 'dist/human.node-wasm.js')) as {
    Human: new (config: object) => Human;
  };
  const human = new HumanClass(settings(packages, folder));
  await human.init();
  await human.load();
  const model = human.models.models.emotion;
  if (model === undefined) throw new Error('human has loaded no emotion model');
  return {
    async readCrop(grey48) {
      const output = tf.tidy(() => {
        const tile = tf.tensor(grey48, [1, TILE, TILE, 1], 'float32');
        const enlarged = tf.image.resizeBilinear(tile, [SIDE, SIDE]);
        return model.execute(tf.add(tf.mul(enlarged, 2 / 255), -1));
      });
      const values = await output.data();
      output.dispose();
      return toScores((label) => values[FER2013_LABELS.indexOf(label)]);
    },
    async readPhoto(photo): Promise<PeerReading> {
      const image = await toTensor(tf, photo, 'float32');
      const { error, face } = await human.detect(image);
      image.dispose();
      if (error) throw new Error(`human: ${error}`);
      const emotion = face[0]?.emotion;
      if (emotion === undefined) return { found: false };
      const score = (label: Fer2013Label) => emotion.find((each) => each.emotion === label)?.score;
      return { found: true, probabilities: toScores(score) };
    },
  };
}

/** Everything that an emotion does not need is off; caches for videos are off, since every photo is another one. */
function settings(packages: string, folder: string): object {
  const off = { enabled: false };
  return {
    backend: 'wasm',
    wasmPath: wasmFolder(packages),
    modelBasePath: `${pathToFileURL(path.join(folder, 'models')).href}/`,
    debug: false,
    cacheSensitivity: 0,
    filter: off,
    gesture: off,
    body: off,
    hand: off,
    object: off,
    segmentation: off,
    face: {
      mesh: off,
      iris: off,
      description: off,
      antispoof: off,
      liveness: off,
      emotion: { enabled: true, minConfidence: 0 },
    },
  };
}

function toScores(score: (label: Fer2013Label) => number | undefined): Fer2013Scores {
  return Object.fromEntries(FER2013_LABELS.map((label) => [label, score(label) ?? 0])) as Fer2013Scores;
}
