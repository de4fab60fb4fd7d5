/** The bot alone, from the start of its process to logged in with its commands registered, and its memory then. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { wholeNumber } from '../arguments.ts';
import type { Task } from '../command-line.ts';
import { quantile } from '../statistics.ts';
import { type Memory, memoryOf, startProgram, startStageProcess } from './processes.ts';

/** Memory is read when the start's garbage has had time to go. */
const SETTLE_MS = 2_000;

export const start: Task = {
  name: 'start',
  summary: 'the bot alone: time until ready, and resident memory: [--runs N]',
  async run({ rest }) {
    const { values } = parseArgs({ args: [...rest], options: { runs: { type: 'string', default: '5' } } });
    const runs = wholeNumber('--runs', values.runs);
    const stage = await startStageProcess();
    const folder = await mkdtemp(join(tmpdir(), 'ragamala-bench-'));
    const readyMs: number[] = [];
    const memory: Memory[] = [];
    try {
      // The first start fills the store and registers the commands; it is told apart from the others.
      for (let run = 0; run <= runs; run++) {
        const began = performance.now();
        const bot = startProgram('src/main.ts', {
          ...stage.env,
          STORE: `sqlite://${folder}/bench.sqlite`,
          LOG_LEVEL: 'warn',
        });
        try {
          await bot.line((line) => line.includes('is ready'));
          readyMs.push(performance.now() - began);
          await sleep(SETTLE_MS);
          memory.push(await memoryOf(bot.process.pid ?? 0));
        } finally {
          await bot.stop();
        }
      }
    } finally {
      await stage.stop();
      await rm(folder, { recursive: true, force: true });
    }
    const [first = 0, ...later] = readyMs;
    return {
      first_ready_ms: first,
      ready_p50_ms: quantile(later, 0.5),
      ready_max_ms: Math.max(...later),
      rss_mb: Math.max(...memory.map(({ rssMiB }) => rssMiB)),
      pss_mb: Math.max(...memory.map(({ pssMiB }) => pssMiB)),
      runs,
    };
  },
};
