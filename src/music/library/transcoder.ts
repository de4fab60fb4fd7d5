/** FFmpeg behind a pipe: forks the worker when there is a job, one job at a time, kills it when it takes too long. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { AppError } from '../../errors.ts';
import {
  type Container,
  type Converted,
  EXIT_MEMORY,
  type Health,
  type Identity,
  type Job,
  type Response,
} from './transcode-protocol.ts';

const WORKER = join(import.meta.dirname, 'transcode-worker.ts');

export interface TranscodeLimits {
  /** Milliseconds for one job. */
  readonly jobMs: number;
  /** Resident memory of the worker, MiB. */
  readonly memoryMib: number;
}

const LIMITS: TranscodeLimits = { jobMs: 10 * 60_000, memoryMib: 1024 };

/**
 * Every method throws AppError with {file, problem}: import.ffmpeg_missing, import.undecodable, import.silent,
 * import.failed, import.timeout {limitMs}, import.crashed, import.memory {limitMib}. After a crash the next job gets a
 * fresh worker.
 */
export interface Transcoder {
  health(): Promise<Health>;
  identify(input: string, container: Container): Promise<Identity>;
  /** Writes 48 kHz stereo Ogg/Opus, 128 kbit/s, at -16 LUFS with a true peak of at most -1 dBTP. */
  convert(input: string, container: Container, output: string): Promise<Converted>;
  close(): void;
}

/** @param o.worker the worker's program; another one only in tests */
export function createTranscoder(o: { limits?: Partial<TranscodeLimits>; worker?: string } = {}): Transcoder {
  const limits = { ...LIMITS, ...o.limits };
  let worker: ChildProcess | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let jobs = 0;

  const ready = (): ChildProcess => {
    if (worker?.connected) return worker;
    worker = fork(o.worker ?? WORKER, [String(limits.memoryMib)], {
      // No settings and no token; what FFmpeg prints about a broken file helps nobody.
      env: {},
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    // A worker that waits for work keeps no process alive.
    worker.unref();
    worker.channel?.unref();
    return worker;
  };

  const perform = (job: Job): Promise<unknown> => {
    const file = 'input' in job ? job.input : '';
    const child = ready();
    const id = ++jobs;
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        clearTimeout(timer);
        child.off('message', onMessage).off('exit', onExit).off('error', onError);
        act();
      };
      const fail = (code: string, context: Record<string, string | number>, cause?: unknown) =>
        settle(() => reject(new AppError(code, { file, ...context }, { cause })));
      const onMessage = (response: Response) => {
        if (response.id !== id) return;
        if (response.ok) settle(() => resolve(response.result));
        else fail(`import.${response.code}`, { problem: response.problem });
      };
      const onExit = (status: number | null, signal: string | null) => {
        if (status === EXIT_MEMORY)
          fail('import.memory', { problem: 'too much memory', limitMib: limits.memoryMib });
        else fail('import.crashed', { problem: signal ?? `exit status ${status}` });
      };
      const onError = (error: Error) => fail('import.crashed', { problem: error.message }, error);
      const timer = setTimeout(() => {
        fail('import.timeout', { problem: 'too slow', limitMs: limits.jobMs });
        child.kill('SIGKILL');
        worker = undefined;
      }, limits.jobMs);
      child.on('message', onMessage).on('exit', onExit).on('error', onError);
      child.send({ ...job, id }, (error) => {
        if (error) onError(error);
      });
    });
  };

  /** After every earlier job, whatever became of it. */
  const queue = <R>(job: Job): Promise<R> => {
    const result = last.then(() => perform(job));
    last = result.catch(() => {});
    return result as Promise<R>;
  };

  return {
    health: () => queue<Health>({ kind: 'health' }),
    identify: (input, container) => queue<Identity>({ kind: 'identify', input, container }),
    convert: (input, container, output) => queue<Converted>({ kind: 'convert', input, container, output }),
    close() {
      worker?.kill('SIGKILL');
      worker = undefined;
    },
  };
}
