/** The eyes: photo bytes in, readings out. All work is done in a process of its own, so that music never waits. */
import path from 'node:path';
import type { Explanation } from '../domain/explanation.ts';
import type { Look } from '../domain/reading.ts';
import { AppError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { ClipLimits } from './clip/protocol.ts';
import { CLIP_LIMITS, createUnfolder } from './clip/unfold.ts';
import { CONFINED_ARGV, CONFINED_ENV } from './confinement.ts';
import { sniff } from './image/format.ts';
import { checkBytes, PHOTO_LIMITS, type PhotoLimits } from './image/limits.ts';
import type { EyesAnswers, EyesReply, EyesRequest, Greeting, ModelHealth } from './protocol.ts';
import { framesPerFile } from './spread.ts';
import { startWorkerProcess, type WorkerProcess, type WorkerProcessOptions } from './worker-process.ts';

export interface Eyes {
  readonly health: readonly ModelHealth[];
  /** Whether look() can work: every model is usable. */
  readonly available: boolean;
  /**
   * Reads one to three files that show one moment, each a photo, an animated picture or a short clip; no face is an
   * empty list, not an error. The bytes are not kept and never written anywhere.
   * @throws AppError `photo.*` (image/decode.ts, clip/unfold.ts, and `photo.timeout` {limitMs}), `eyes.unavailable` {problem, remedy},
   *   `eyes.busy` {waiting}, `eyes.crashed` {exit}, `eyes.closed`, or the signal's reason
   */
  look(files: readonly Uint8Array[], options?: { readonly signal?: AbortSignal | undefined }): Promise<Look>;
  /**
   * Reads the files of a moment again and says on which places of the face the reading hangs; the network reads
   * some hundred crops for it (emotion/occlusion.ts).
   * @throws AppError `photo.no_face`, and what look() throws
   */
  explain(
    files: readonly Uint8Array[],
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<Explanation>;
  close(): Promise<void>;
  /** The process that reads, while it runs: for measuring its memory. */
  readonly pid: number | undefined;
}

export interface EyesLimits extends PhotoLimits {
  /** For opening the models. */
  readonly startTimeoutMs: number;
  /** For the files of one moment, from the moment their turn has come. */
  readonly photoTimeoutMs: number;
  /** The same for explaining them, which is more work. */
  readonly explainTimeoutMs: number;
  /** Moments that may wait behind the one at work. */
  readonly maxWaiting: number;
  /** Bytes of the files of all of them together, which are held in memory. */
  readonly maxHeldBytes: number;
  readonly clip: ClipLimits;
}

export const EYES_LIMITS: EyesLimits = {
  ...PHOTO_LIMITS,
  startTimeoutMs: 20_000,
  photoTimeoutMs: 15_000,
  explainTimeoutMs: 30_000,
  maxWaiting: 32,
  maxHeldBytes: 320 * 1024 * 1024,
  clip: CLIP_LIMITS,
};

export interface EyesOptions {
  readonly modelsFolder: string;
  readonly logger: Logger;
  readonly limits?: Partial<EyesLimits>;
}

/** Files that one moment may be told in. */
export const MAX_FILES = 3;

/** Opens the models. Resolves in any case: what is missing or damaged is said by `health` and by every look(). */
export async function openEyes(options: EyesOptions): Promise<Eyes> {
  const limits = { ...EYES_LIMITS, ...options.limits };
  let health: readonly ModelHealth[];
  try {
    const { worker, greeting } = await startWorkerProcess<Greeting, EyesRequest, EyesReply>(
      workerOptions(options, limits),
    );
    if (greeting.health.every((model) => model.ok)) return awake(worker, greeting.health, limits);
    await worker.close();
    health = greeting.health;
  } catch (cause) {
    options.logger.error('the eyes did not start', { cause });
    health = [notStarted(cause)];
  }
  return blind(health);
}

function workerOptions({ modelsFolder, logger }: EyesOptions, limits: EyesLimits): WorkerProcessOptions {
  const photoLimits: PhotoLimits = limits;
  return {
    name: 'eyes',
    file: new URL('./process.ts', import.meta.url),
    args: [path.resolve(modelsFolder), JSON.stringify(photoLimits)],
    execArgv: [...CONFINED_ARGV, '--expose-gc', '--min-semi-space-size=16'],
    env: CONFINED_ENV,
    startTimeoutMs: limits.startTimeoutMs,
    replyTimeoutMs: limits.photoTimeoutMs,
    maxWaiting: limits.maxWaiting,
    logger,
  };
}

function awake(
  worker: WorkerProcess<EyesRequest, EyesReply>,
  health: readonly ModelHealth[],
  limits: EyesLimits,
): Eyes {
  const send = async <K extends EyesRequest['kind']>(
    kind: K,
    files: EyesRequest['files'],
    signal: AbortSignal | undefined,
  ): Promise<EyesAnswers[K]> => {
    const limitMs = kind === 'explain' ? limits.explainTimeoutMs : limits.photoTimeoutMs;
    const reply = await worker.ask({ kind, files }, { signal, limitMs }).catch((error: unknown) => {
      throw translate(error);
    });
    if (!reply.ok) throw new AppError(reply.code, reply.context, { cause: new Error(reply.cause) });
    return reply.answer as EyesAnswers[K];
  };
  const unfolder = createUnfolder(limits.clip);
  const picturesIn = async (file: Uint8Array, frames: number, signal: AbortSignal | undefined) => {
    const sniffed = sniff(file);
    if (sniffed.kind !== 'clip') return [{ bytes: file }];
    const stills = await unfolder.unfold(file, sniffed.format, frames, signal).catch((error: unknown) => {
      throw translate(error);
    });
    return stills.map(({ jpeg, width, height }) => ({ bytes: jpeg, sent: { width, height } }));
  };
  let held = 0;
  const holding = async <T>(files: readonly Uint8Array[], work: () => Promise<T>): Promise<T> => {
    const bytes = files.reduce((sum, file) => sum + file.length, 0);
    if (held + bytes > limits.maxHeldBytes) throw new AppError('eyes.busy', { waiting: limits.maxWaiting });
    held += bytes;
    return await work().finally(() => {
      held -= bytes;
    });
  };
  const ask = async <K extends EyesRequest['kind']>(
    kind: K,
    files: readonly Uint8Array[],
    signal: AbortSignal | undefined,
  ): Promise<EyesAnswers[K]> => {
    checkFiles(files, limits);
    return await holding(files, async () => {
      const frames = framesPerFile(files.length);
      const pictures = await Promise.all(files.map((file) => picturesIn(file, frames, signal)));
      return await send(kind, pictures, signal);
    });
  };
  return {
    health,
    available: true,
    get pid() {
      return worker.pid;
    },
    async look(files, { signal } = {}) {
      const start = performance.now();
      const look = await ask('look', files, signal);
      return { ...look, ms: { ...look.ms, total: performance.now() - start } };
    },
    explain: (files, { signal } = {}) => ask('explain', files, signal),
    close() {
      unfolder.close();
      return worker.close();
    },
  };
}

function checkFiles(files: readonly Uint8Array[], limits: EyesLimits): void {
  if (files.length < 1 || files.length > MAX_FILES)
    throw new RangeError(`expected 1 to ${MAX_FILES} files but received ${files.length}`);
  for (const file of files) checkBytes(file, limits);
}

/** The eyes without their models. */
function blind(health: readonly ModelHealth[]): Eyes {
  const faults = health.filter((model) => !model.ok);
  const context = {
    problem: faults.map(({ problem }) => problem).join('; '),
    remedy: [...new Set(faults.map(({ remedy }) => remedy))].join('; '),
  };
  return {
    health,
    available: false,
    pid: undefined,
    look: () => Promise.reject(new AppError('eyes.unavailable', context)),
    explain: () => Promise.reject(new AppError('eyes.unavailable', context)),
    close: () => Promise.resolve(),
  };
}

function notStarted(cause: unknown): ModelHealth {
  const { code, context } = cause instanceof AppError ? cause : { code: String(cause), context: {} };
  return {
    model: 'emotion',
    ok: false,
    problem: `the process that reads photos did not start: ${code} ${JSON.stringify(context)}`,
    remedy: 'run npm ci again, then npm run doctor',
  };
}

/** The worker process' errors in the words of the eyes. */
const TRANSLATIONS: Readonly<Record<string, string>> = {
  timeout: 'photo.timeout',
  busy: 'eyes.busy',
  crashed: 'eyes.crashed',
  closed: 'eyes.closed',
};

function translate(error: unknown): unknown {
  if (!(error instanceof AppError)) return error;
  const code = TRANSLATIONS[error.code];
  return code === undefined ? error : new AppError(code, error.context, { cause: error });
}
