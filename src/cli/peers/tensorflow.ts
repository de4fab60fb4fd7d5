/** The part of TensorFlow.js that the peers share: its WebAssembly backend, pictures as tensors, models from disk. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

export interface Tensor {
  data(): Promise<ArrayLike<number>>;
  dispose(): void;
}

interface LoadHandler {
  load(): Promise<unknown>;
}

/** Of `@tensorflow/tfjs-core` what is used here. */
export interface TensorFlow {
  readonly io: {
    registerLoadRouter(router: (url: string | string[]) => LoadHandler | null): void;
    getModelArtifactsForJSON(
      model: unknown,
      loadWeights: (manifest: WeightsManifest) => Promise<[unknown[], ArrayBuffer]>,
    ): Promise<unknown>;
  };
  readonly image: { resizeBilinear(image: Tensor, size: readonly [number, number]): Tensor };
  tensor(values: Uint8Array | Float32Array, shape: readonly number[], type: 'float32' | 'int32'): Tensor;
  setBackend(name: 'wasm'): Promise<boolean>;
  ready(): Promise<void>;
  tidy<Result>(compute: () => Result): Result;
  add(a: Tensor, b: number): Tensor;
  mul(a: Tensor, b: number): Tensor;
}

type WeightsManifest = readonly { readonly paths: readonly string[]; readonly weights: readonly unknown[] }[];

interface WasmBackend {
  setWasmPaths(folder: string): void;
}

/**
 * Loads TensorFlow.js on WebAssembly with SIMD, the fastest backend that installs without compiling or downloading. It
 * is on one thread: TensorFlow.js turns its threads off under Node (tfjs issue 3830), and they fail where forced on.
 * @param require resolves packages in the peers' folder
 */
export async function loadTensorFlow(require: NodeJS.Require, packages: string): Promise<TensorFlow> {
  const tf = require('@tensorflow/tfjs-core') as TensorFlow;
  const wasm = require('@tensorflow/tfjs-backend-wasm') as WasmBackend;
  wasm.setWasmPaths(wasmFolder(packages));
  await tf.setBackend('wasm');
  await tf.ready();
  return tf;
}

/** With the slash at its end that TensorFlow.js expects. */
export function wasmFolder(packages: string): string {
  return `${path.join(packages, '@tensorflow/tfjs-backend-wasm/dist')}${path.sep}`;
}

/** Lets TensorFlow.js load `file:` addresses, which outside browsers only its native package can do of itself. */
export function loadModelsFromDisk(tf: TensorFlow): void {
  tf.io.registerLoadRouter((url) =>
    typeof url === 'string' && url.startsWith('file:')
      ? { load: () => readModel(tf, fileURLToPath(url)) }
      : null,
  );
}

async function readModel(tf: TensorFlow, file: string): Promise<unknown> {
  const model: unknown = JSON.parse(await readFile(file, 'utf8'));
  return tf.io.getModelArtifactsForJSON(model, async (manifest) => {
    const names = manifest.flatMap(({ paths }) => paths);
    const parts = await Promise.all(names.map((name) => readFile(path.join(path.dirname(file), name))));
    const weights = Uint8Array.from(Buffer.concat(parts));
    return [manifest.flatMap((group) => group.weights), weights.buffer];
  });
}

/** Decodes a photo, as the peers leave it to their callers, into a tensor [height, width, 3], 0..255. */
export async function toTensor(
  tf: TensorFlow,
  photo: Uint8Array,
  type: 'float32' | 'int32',
): Promise<Tensor> {
  const { data, info } = await sharp(photo).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return tf.tensor(data, [info.height, info.width, info.channels], type);
}
