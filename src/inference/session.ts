/** The only file that knows onnxruntime: a model file is checked, loaded and run as named arrays in, named arrays out. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { AppError, messageOf } from '../errors.ts';

export interface NamedArray {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

export interface Session {
  /** Runs the model once. Throws `model.bad_input` when a name or a length does not fit. */
  run(inputs: Readonly<Record<string, NamedArray>>): Promise<Readonly<Record<string, NamedArray>>>;
  close(): Promise<void>;
}

export interface SessionOptions {
  /** Lower-case hexadecimal SHA-256 that the file must have. */
  readonly sha256: string;
  /** Names that the model must have, no more and no fewer for inputs, at least these for outputs. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /**
   * Threads within one operator; 1 by default. A thread without work sleeps instead of asking for it in a loop, so that
   * others, music first of all, have the core.
   */
  readonly threads?: number;
}

/**
 * Reads, checks and loads an ONNX file.
 * @throws AppError `model.missing` {file}, `model.wrong_hash` {file, expected, received},
 *   `model.unreadable` {file, problem} or `model.wrong_interface` {file, expected, received}
 */
export async function openSession(file: string, options: SessionOptions): Promise<Session> {
  const bytes = await readModel(file, options.sha256);
  const model = await load(file, bytes, options.threads ?? 1);
  checkNames(file, model, options);
  const names = options.outputs;
  return {
    async run(inputs) {
      const outputs = await model.run(toTensors(inputs), names);
      return Object.fromEntries(names.map((name) => [name, toArray(name, outputs[name])]));
    },
    close: () => model.release(),
  };
}

async function readModel(file: string, expected: string): Promise<Uint8Array> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new AppError('model.missing', { file, problem: messageOf(cause) }, { cause });
  });
  const received = createHash('sha256').update(bytes).digest('hex');
  if (received !== expected) throw new AppError('model.wrong_hash', { file, expected, received });
  return bytes;
}

async function load(file: string, bytes: Uint8Array, threads: number): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(bytes, {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      graphOptimizationLevel: 'all',
      executionMode: 'sequential',
      extra: { session: { intra_op: { allow_spinning: '0' } } },
      // Errors only: its warnings are about how the models were exported.
      logSeverityLevel: 3,
    });
  } catch (cause) {
    throw new AppError('model.unreadable', { file, problem: messageOf(cause) }, { cause });
  }
}

function checkNames(file: string, model: InferenceSession, expected: SessionOptions): void {
  const inputsFit = sameNames(model.inputNames, expected.inputs);
  const outputsFit = expected.outputs.every((name) => model.outputNames.includes(name));
  if (inputsFit && outputsFit) return;
  const describe = (inputs: readonly string[], outputs: readonly string[]) =>
    `${inputs.join(', ')} -> ${outputs.join(', ')}`;
  throw new AppError('model.wrong_interface', {
    file,
    expected: describe(expected.inputs, expected.outputs),
    received: describe(model.inputNames, model.outputNames),
  });
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && b.every((name) => a.includes(name));
}

function toTensors(inputs: Readonly<Record<string, NamedArray>>): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { data, shape }]) => {
      const expected = shape.reduce((product, size) => product * size, 1);
      if (data.length !== expected) {
        throw new AppError('model.bad_input', { name, expected, received: data.length });
      }
      return [name, new Tensor('float32', data, shape)];
    }),
  );
}

function toArray(name: string, tensor: Tensor | undefined): NamedArray {
  const data = tensor?.data;
  if (tensor === undefined || !(data instanceof Float32Array)) {
    throw new AppError('model.bad_output', {
      name,
      expected: 'float32',
      received: tensor?.type ?? 'nothing',
    });
  }
  return { data, shape: tensor.dims };
}
