import type { Look } from '../domain/reading.ts';

type Stage = Exclude<keyof Look['ms'], 'total'>;

/** Milliseconds that each stage of a look took, summed over its pictures. */
export function stopwatch() {
  const start = performance.now();
  const spent: Record<Stage, number> = { decode: 0, detect: 0, emotion: 0 };
  const since = (stage: Stage, from: number) => {
    spent[stage] += performance.now() - from;
  };
  return {
    async time<T>(stage: Stage, work: () => Promise<T>): Promise<T> {
      const from = performance.now();
      const result = await work();
      since(stage, from);
      return result;
    },
    timeSync<T>(stage: Stage, work: () => T): T {
      const from = performance.now();
      const result = work();
      since(stage, from);
      return result;
    },
    ms: (): Look['ms'] => ({ ...spent, total: performance.now() - start }),
  };
}

export type Stopwatch = ReturnType<typeof stopwatch>;
