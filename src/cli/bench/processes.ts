/** Programs of ours in processes of their own, for measuring them from outside. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

export const ROOT = resolve(import.meta.dirname, '../../..');

/** As `npm start` has it. */
const NODE_FLAGS = ['--max-semi-space-size=2'];
/** The longest start that is waited for. */
const LINE_LIMIT_MS = 60_000;

export interface Program {
  readonly process: ChildProcess;
  /** The first line of stdout that is accepted. @throws Error when the program ends before it, or after a minute */
  line(accept: (line: string) => boolean): Promise<string>;
  /** SIGTERM, and SIGKILL after five seconds. */
  stop(): Promise<void>;
}

/** @param script relative to the project, e.g. `src/main.ts` */
export function startProgram(script: string, env: NodeJS.ProcessEnv, args: readonly string[] = []): Program {
  const child = spawn(process.execPath, [...NODE_FLAGS, join(ROOT, script), ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  if (child.stdout === null) throw new Error(`${script} has no stdout`);
  const lines = createInterface({ input: child.stdout });
  return {
    process: child,
    async line(accept) {
      const { promise, resolve: found, reject } = Promise.withResolvers<string>();
      const read = (line: string) => {
        if (accept(line)) found(line);
      };
      const late = setTimeout(() => reject(new Error(`${script} said nothing for a minute`)), LINE_LIMIT_MS);
      lines.on('line', read);
      void ended.then(() => reject(new Error(`${script} ended with ${child.exitCode ?? child.signalCode}`)));
      try {
        return await promise;
      } finally {
        clearTimeout(late);
        lines.off('line', read);
      }
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await ended;
      clearTimeout(late);
    },
  };
}

export interface StageProcess {
  readonly origin: string;
  /** What a bot's process needs to log in. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export async function startStageProcess(): Promise<StageProcess> {
  const program = startProgram('src/cli/stage.ts', { DISCORD_TOKEN: '', LOG_LEVEL: 'warn' });
  const { origin, env } = JSON.parse(await program.line((line) => line.startsWith('{')));
  return { origin, env, stop: program.stop };
}

export interface Memory {
  /** Resident pages of every process, those that several share counted in each. */
  readonly rssMiB: number;
  /** The proportional share: pages that several processes map are counted once in all. */
  readonly pssMiB: number;
}

/** Memory of a process and all its descendants, from /proc (Linux). */
export async function memoryOf(pid: number): Promise<Memory> {
  const kib = (text: string, name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0);
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const below = await Promise.all(
    children
      .split(' ')
      .filter(Boolean)
      .map((child) => memoryOf(Number(child))),
  );
  return below.reduce(
    (sum, each) => ({ rssMiB: sum.rssMiB + each.rssMiB, pssMiB: sum.pssMiB + each.pssMiB }),
    { rssMiB: kib(rollup, 'Rss') / 1024, pssMiB: kib(rollup, 'Pss') / 1024 },
  );
}
