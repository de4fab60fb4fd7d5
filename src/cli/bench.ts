/** Measured speed and memory: npm run bench -- NAME [--json] */
import { eyes } from './bench/eyes.ts';
import { mood } from './bench/mood.ts';
import { start } from './bench/start.ts';
import { stream } from './bench/stream.ts';
import { runTask, type Task } from './command-line.ts';

/** Each benchmark has a file of its own in bench/. */
const BENCHMARKS: readonly Task[] = [eyes, mood, start, stream];

await runTask('bench', BENCHMARKS, process.argv.slice(2));
