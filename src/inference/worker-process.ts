/** A child process that answers one request at a time, behind a bounded queue; killed and started again when it hangs. */
import { type ChildProcess, fork } from 'node:child_process';
import { AppError } from '../errors.ts';
import type { Logger } from '../logger.ts';

export interface LaunchOptions {
  readonly file: URL;
  readonly args: readonly string[];
  readonly execArgv: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

export interface WorkerProcessOptions extends LaunchOptions {
  /** Names the process in the log. */
  readonly name: string;
  readonly startTimeoutMs: number;
  /** From the moment the process gets the request. */
  readonly replyTimeoutMs: number;
  /** Requests that may wait behind the one at work. */
  readonly maxWaiting: number;
  readonly logger: Logger;
}

export interface AskOptions {
  readonly signal?: AbortSignal | undefined;
  /** In the place of replyTimeoutMs. */
  readonly limitMs?: number;
}

/** Sends requests and gets replies as structured clones. */
export interface WorkerProcess<Request, Reply> {
  /**
   * @throws AppError `busy` {waiting}, `timeout` {limitMs}, `crashed` {exit}, `closed`, or the signal's reason
   */
  ask(request: Request, o?: AskOptions): Promise<Reply>;
  close(): Promise<void>;
  /** Of the running process, for measuring. */
  readonly pid: number | undefined;
}

interface Job<Request, Reply> {
  readonly request: Request;
  readonly limitMs: number;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: unknown) => void;
}

const LAST_WORDS = 2000;

/** Starts the process; resolves with its first message, its greeting. */
export async function startWorkerProcess<Greeting, Request, Reply>(
  options: WorkerProcessOptions,
): Promise<{ worker: WorkerProcess<Request, Reply>; greeting: Greeting }> {
  const { logger, name } = options;
  const waiting: Job<Request, Reply>[] = [];
  let working = false;
  let closed = false;
  let child: ChildProcess | undefined;

  const first = await start<Greeting>(options);
  adopt(first.child);

  function adopt(started: ChildProcess): void {
    child = started;
    started.on('error', (cause) => logger.error(`${name} process`, { cause }));
    started.once('exit', (code, signal) => {
      if (child === started) child = undefined;
      if (!closed) logger.warn(`${name} process ended`, { exit: signal ?? code, words: lastWords(started) });
    });
  }

  async function running(): Promise<ChildProcess> {
    if (child !== undefined) return child;
    const next = await start(options);
    if (closed) next.child.kill('SIGKILL');
    else adopt(next.child);
    return next.child;
  }

  async function work(): Promise<void> {
    if (working) return;
    working = true;
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      try {
        job.resolve(await converse<Request, Reply>(await running(), job.request, job.limitMs));
      } catch (error) {
        job.reject(closed ? new AppError('closed') : error);
        // Ready again before the next request comes; if that fails, the next request tries once more and hears why.
        if (!closed && child === undefined)
          await running().catch((cause) => logger.error(`${name} process`, { cause }));
      }
    }
    working = false;
  }

  const worker: WorkerProcess<Request, Reply> = {
    get pid() {
      return child?.pid;
    },
    async ask(request, { signal, limitMs = options.replyTimeoutMs } = {}) {
      signal?.throwIfAborted();
      if (closed) throw new AppError('closed');
      if (waiting.length >= options.maxWaiting) throw new AppError('busy', { waiting: waiting.length });
      const { promise, resolve, reject } = Promise.withResolvers<Reply>();
      const job = { request, limitMs, resolve, reject };
      waiting.push(job);
      const giveUp = () => {
        const place = waiting.indexOf(job);
        if (place >= 0) waiting.splice(place, 1);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      void work();
      return promise.finally(() => signal?.removeEventListener('abort', giveUp));
    },
    async close() {
      closed = true;
      for (const job of waiting.splice(0)) job.reject(new AppError('closed'));
      const last = child;
      if (last === undefined) return;
      const ended = new Promise((resolve) => last.once('exit', resolve));
      last.kill('SIGKILL');
      await ended;
    },
  };
  return { worker, greeting: first.greeting };
}

/**
 * Asks a process that is started for this one request and ended with it, so that nothing of a request outlives it.
 * @throws AppError `timeout` {limitMs}, `crashed` {exit}, or the signal's reason
 */
export async function askOnce<Request, Reply>(
  options: LaunchOptions,
  request: Request,
  limitMs: number,
  signal?: AbortSignal,
): Promise<Reply> {
  signal?.throwIfAborted();
  const child = launch(options);
  const { promise: givenUp, reject } = Promise.withResolvers<never>();
  const giveUp = () => reject(signal?.reason);
  signal?.addEventListener('abort', giveUp, { once: true });
  try {
    return await Promise.race([converse<Request, Reply>(child, request, limitMs), givenUp]);
  } finally {
    signal?.removeEventListener('abort', giveUp);
    child.kill('SIGKILL');
  }
}

/** The end of what each process wrote to stderr, for the log. */
const words = new WeakMap<ChildProcess, string>();

function lastWords(child: ChildProcess): string {
  return words.get(child) ?? '';
}

async function start<Greeting>(
  options: WorkerProcessOptions,
): Promise<{ child: ChildProcess; greeting: Greeting }> {
  const child = launch(options);
  return { child, greeting: await nextMessage<Greeting>(child, options.startTimeoutMs) };
}

function launch(options: LaunchOptions): ChildProcess {
  const child = fork(options.file, options.args, {
    execArgv: [...options.execArgv],
    env: options.env,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  child.stderr?.on('data', (chunk: Buffer) =>
    words.set(child, `${lastWords(child)}${chunk}`.slice(-LAST_WORDS)),
  );
  return child;
}

function converse<Request, Reply>(child: ChildProcess, request: Request, limitMs: number): Promise<Reply> {
  const reply = nextMessage<Reply>(child, limitMs);
  // A request that cannot be delivered means that the process is ending, which the reply hears of.
  child.send(request as object, () => undefined);
  return reply;
}

/** One message, or the end of the process; a process that lets its limit pass is killed, and gone when this rejects. */
async function nextMessage<Message>(child: ChildProcess, limitMs: number): Promise<Message> {
  const { promise, resolve, reject } = Promise.withResolvers<Message>();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
  }, limitMs);
  const onMessage = (message: unknown) => resolve(message as Message);
  const onExit = (code: number | null, signal: string | null) => {
    const exit = signal ?? code ?? 'unknown';
    reject(
      late
        ? new AppError('timeout', { limitMs })
        : new AppError('crashed', { exit, words: lastWords(child) }),
    );
  };
  child.once('message', onMessage).once('exit', onExit).once('error', reject);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    child.off('message', onMessage).off('exit', onExit).off('error', reject);
  }
}
