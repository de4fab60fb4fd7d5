import { afterEach, describe, expect, it } from 'vitest';
import {
  askOnce,
  startWorkerProcess,
  type WorkerProcess,
  type WorkerProcessOptions,
} from '../../src/inference/worker-process.ts';
import { SILENT } from './support.ts';

interface Request {
  readonly say?: unknown;
  readonly wait?: number;
  readonly die?: boolean;
}
interface Reply {
  readonly said: unknown;
  readonly pid: number;
}

const HANGS = 600_000;

let worker: WorkerProcess<Request, Reply> | undefined;
afterEach(() => worker?.close());

async function start(options: Partial<WorkerProcessOptions> = {}): Promise<WorkerProcess<Request, Reply>> {
  const started = await startWorkerProcess<string, Request, Reply>({
    name: 'echo',
    file: new URL('./children/echo.ts', import.meta.url),
    args: [],
    execArgv: [],
    env: {},
    startTimeoutMs: 30_000,
    replyTimeoutMs: 30_000,
    maxWaiting: 8,
    logger: SILENT,
    ...options,
  });
  expect(started.greeting).toBe('hello');
  worker = started.worker;
  return worker;
}

describe('a worker', () => {
  it('answers in order, one at a time', async () => {
    const echo = await start();
    const order: unknown[] = [];
    const ask = (say: string, wait: number) =>
      echo.ask({ say, wait }).then((reply) => order.push(reply.said));
    await Promise.all([ask('slow', 60), ask('fast', 0), ask('last', 0)]);
    expect(order).toEqual(['slow', 'fast', 'last']);
  });

  it('carries bytes', async () => {
    const echo = await start();
    const { said } = await echo.ask({ say: Uint8Array.of(1, 2, 255) });
    expect(said).toEqual(Uint8Array.of(1, 2, 255));
  });

  it('is killed when it hangs, and a new one answers what waited', async () => {
    const echo = await start({ replyTimeoutMs: 1500 });
    const before = (await echo.ask({ say: 1 })).pid;
    const hanging = echo.ask({ say: 2, wait: HANGS });
    const waiting = echo.ask({ say: 3 });
    await expect(hanging).rejects.toMatchObject({ code: 'timeout', context: { limitMs: 1500 } });
    const after = await waiting;
    expect(after.said).toBe(3);
    expect(after.pid).not.toBe(before);
    expect(() => process.kill(before, 0)).toThrow('ESRCH');
  });

  it('gives a request a limit of its own', async () => {
    const echo = await start();
    await expect(echo.ask({ say: 1, wait: HANGS }, { limitMs: 700 })).rejects.toMatchObject({
      code: 'timeout',
      context: { limitMs: 700 },
    });
  });

  it('tells how a child died, and starts another', async () => {
    const echo = await start();
    await expect(echo.ask({ die: true })).rejects.toMatchObject({
      code: 'crashed',
      context: { exit: 7, words: expect.stringContaining('my last words') },
    });
    expect((await echo.ask({ say: 'again' })).said).toBe('again');
  });

  it('comes back when it was killed between two requests', async () => {
    const echo = await start();
    const { pid } = await echo.ask({ say: 1 });
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => echo.pid === pid, { timeout: 20_000 }).toBe(false);
    expect((await echo.ask({ say: 2 })).said).toBe(2);
  });

  it('refuses what would wait too long in line', async () => {
    const echo = await start({ maxWaiting: 2 });
    const asked = [echo.ask({ say: 1, wait: 100 }), echo.ask({ say: 2 }), echo.ask({ say: 3 })];
    await expect(echo.ask({ say: 4 })).rejects.toMatchObject({ code: 'busy', context: { waiting: 2 } });
    expect((await Promise.all(asked)).map(({ said }) => said)).toEqual([1, 2, 3]);
  });

  it('drops a request whose signal fires, waiting or at work, and answers the others', async () => {
    const echo = await start();
    const stop = new AbortController();
    const atWork = echo.ask({ say: 1, wait: 200 }, { signal: stop.signal });
    const inLine = echo.ask({ say: 2 }, { signal: stop.signal });
    const other = echo.ask({ say: 3 });
    stop.abort(new Error('not any more'));
    await expect(atWork).rejects.toThrow('not any more');
    await expect(inLine).rejects.toThrow('not any more');
    await expect(echo.ask({ say: 4 }, { signal: stop.signal })).rejects.toThrow('not any more');
    expect((await other).said).toBe(3);
  });

  it('rejects what waits when it is closed, and ends its process', async () => {
    const echo = await start();
    const { pid } = await echo.ask({ say: 1 });
    const asked = [echo.ask({ say: 2, wait: HANGS }), echo.ask({ say: 3 })].map((reply) =>
      reply.catch((error: { code?: string }) => error.code),
    );
    await echo.close();
    expect(await Promise.all(asked)).toEqual(['closed', 'closed']);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    await expect(echo.ask({ say: 4 })).rejects.toMatchObject({ code: 'closed' });
    await echo.close();
  });

  it.each([
    ['stillborn', 'crashed'],
    ['mute', 'timeout'],
  ])('does not start with a %s child', async (mode, code) => {
    await expect(start({ args: [mode], startTimeoutMs: 2000 })).rejects.toMatchObject({ code });
  });
});

describe('askOnce', () => {
  const ask = (request: Request, limitMs = 30_000, signal?: AbortSignal) =>
    askOnce<Request, Reply>(
      { file: new URL('./children/echo.ts', import.meta.url), args: ['blunt'], execArgv: [], env: {} },
      request,
      limitMs,
      signal,
    );
  const isRunning = (pid: number) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };

  it('gets its answer from a process of its own, which ends with it', async () => {
    const [first, second] = await Promise.all([ask({ say: Uint8Array.of(1, 2) }), ask({ say: 'two' })]);
    expect([first.said, second.said]).toEqual([Uint8Array.of(1, 2), 'two']);
    expect(first.pid).not.toBe(second.pid);
    await expect.poll(() => [first, second].some(({ pid }) => isRunning(pid))).toBe(false);
  });

  it('says that it took too long, or how the process died', async () => {
    await expect(ask({ wait: HANGS }, 1500)).rejects.toMatchObject({
      code: 'timeout',
      context: { limitMs: 1500 },
    });
    await expect(ask({ die: true })).rejects.toMatchObject({ code: 'crashed', context: { exit: 7 } });
  });

  it('stops when the signal says so', async () => {
    await expect(ask({}, 1000, AbortSignal.abort(new Error('left')))).rejects.toThrow('left');
    const stop = new AbortController();
    const hanging = ask({ wait: HANGS }, HANGS, stop.signal);
    stop.abort(new Error('left'));
    await expect(hanging).rejects.toThrow('left');
  });
});
