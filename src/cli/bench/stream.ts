/** The gaps between the packets that a listener gets from the whole bot: left alone, and while photos are read. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { wholeNumber } from '../arguments.ts';
import type { Task } from '../command-line.ts';
import { quantile } from '../statistics.ts';
import { type Program, ROOT, startProgram } from './processes.ts';
import type { Gaps, StageAnswer, StageRequest } from './stream-stage.ts';

const PHOTO = join(ROOT, 'tests/fixtures/faces/129-smiling.jpg');
const MOOD_REQUESTS = 20;
/** USER_HZ, the unit of /proc/PID/stat: 100 on every Linux that Node runs on (proc(5), sysconf(3)). */
const TICKS_PER_SECOND = 100;

export const stream: Task = {
  name: 'stream',
  summary:
    'packet gaps of the bot, idle and under 20 /mood requests: [--streams N] [--seconds S] [--rounds R]',
  async run({ rest }) {
    const options = {
      streams: { type: 'string', default: '1' },
      seconds: { type: 'string', default: '20' },
      rounds: { type: 'string', default: '5' },
    } as const;
    const { values } = parseArgs({ args: [...rest], options });
    const rounds = wholeNumber('--rounds', values.rounds);
    const streams = wholeNumber('--streams', values.streams);
    const seconds = wholeNumber('--seconds', values.seconds);

    const folder = await mkdtemp(join(tmpdir(), 'ragamala-bench-'));
    const stage = startProgram('src/cli/bench/stream-stage.ts', { LOG_LEVEL: 'warn' });
    const bot = openBot(stage, folder);
    try {
      const pid = (await bot).process.pid ?? 0;
      const restingShare = await cpuShare(pid, () => sleep(5_000));
      await ask(stage, { kind: 'play', streams });
      let idle: object | undefined;
      const playingShare = await cpuShare(pid, async () => {
        idle = await measure(stage, { kind: 'listen', ms: seconds * 1_000 });
      });
      const loaded = await measure(stage, { kind: 'moods', photo: PHOTO, count: MOOD_REQUESTS, rounds });
      return {
        // The harder figures come first: those under load.
        gap_p50_ms: loaded.gap_p50_ms,
        gap_p99_ms: loaded.gap_p99_ms,
        streams,
        cpu_per_stream: (playingShare - restingShare) / streams,
        idle,
        under_mood: { requests: MOOD_REQUESTS, rounds, ...loaded },
      };
    } finally {
      await bot.then((program) => program.stop()).catch(() => undefined);
      await stage.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** The bot as anybody starts it, with a store of its own. */
async function openBot(stage: Program, folder: string): Promise<Program> {
  const opened = await nextAnswer(stage);
  if (opened.kind !== 'open') throw new Error(`the stage did not open: ${JSON.stringify(opened)}`);
  const bot = startProgram('src/main.ts', {
    ...opened.env,
    STORE: `sqlite://${folder}/bench.sqlite`,
    LOG_LEVEL: 'warn',
  });
  await bot.line((line) => line.includes('is ready'));
  return bot;
}

/** With the gaps of a bare timer beside: what this machine makes of 20 ms when there is nothing to do. */
async function measure(stage: Program, request: StageRequest): Promise<Gaps & { bare_timer_p99_ms: number }> {
  const stop = timeBareTimer();
  const answer = await ask(stage, request);
  const bare = stop();
  if (answer.kind !== 'gaps') throw new Error(`expected gaps, received ${answer.kind}`);
  return { ...answer.gaps, bare_timer_p99_ms: quantile(bare, 0.99) };
}

/** @returns how to stop, which gives the gaps */
function timeBareTimer(): () => number[] {
  const gaps: number[] = [];
  let last = performance.now();
  let dueAt = last + 20;
  const tick = () => {
    const now = performance.now();
    gaps.push(now - last);
    last = now;
    dueAt += 20;
    timer = setTimeout(tick, Math.max(0, dueAt - now));
  };
  let timer = setTimeout(tick, 20);
  return () => {
    clearTimeout(timer);
    return gaps;
  };
}

async function ask(stage: Program, request: StageRequest): Promise<StageAnswer> {
  const answer = nextAnswer(stage);
  stage.process.send(request);
  const given = await answer;
  if (given.kind === 'failed') throw new Error(given.problem);
  return given;
}

function nextAnswer({ process: stage }: Program): Promise<StageAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<StageAnswer>();
  const onMessage = (message: unknown) => resolve(message as StageAnswer);
  const onExit = (code: number | null) => reject(new Error(`the stage ended with ${code}`));
  stage.once('message', onMessage).once('exit', onExit);
  return promise.finally(() => stage.off('message', onMessage).off('exit', onExit));
}

/** How much of one core a process uses, its threads but not its children counted (Linux). */
async function cpuShare(pid: number, during: () => Promise<unknown>): Promise<number> {
  const [before, began] = [await cpuSeconds(pid), performance.now()];
  await during();
  return (((await cpuSeconds(pid)) - before) * 1_000) / (performance.now() - began);
}

async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // Fields 14 and 15 of proc(5); the second, the name in brackets, may hold blanks.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
