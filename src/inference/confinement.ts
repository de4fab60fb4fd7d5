/** How the processes that open what strangers send are started. */
import path from 'node:path';

/** From its second start on a process loads no TypeScript compiler, which takes 17 MB and a tenth of a second. */
const COMPILE_CACHE = path.join(import.meta.dirname, '../../node_modules/.cache/compiled');

/** It may read files and load addons, but start nothing, and write nothing but its own compiled code. */
export const CONFINED_ARGV: readonly string[] = [
  ...['--permission', '--allow-addons', '--allow-fs-read=*', `--allow-fs-write=${COMPILE_CACHE}/*`],
  '--no-warnings',
];

/**
 * No token reaches it. Few arenas and low thresholds make glibc give freed bitmaps back, once they are collected
 * (process.ts); without, they stay resident.
 */
export const CONFINED_ENV: NodeJS.ProcessEnv = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_TRIM_THRESHOLD_: '131072',
  MALLOC_MMAP_THRESHOLD_: '131072',
  NODE_COMPILE_CACHE: COMPILE_CACHE,
};
