import { AppError } from '../../errors.ts';
import { createTranscoder } from './transcoder.ts';

export type FfmpegHealth =
  | { readonly ok: true; readonly version: string }
  | { readonly ok: false; readonly problem: string; readonly remedy: string };

/**
 * Whether files other than Ogg/Opus can be imported, for `doctor`.
 * @param o.worker the worker's program; another one only in tests
 */
export async function ffmpegHealth(o: { worker?: string } = {}): Promise<FfmpegHealth> {
  const transcoder = createTranscoder({ ...o, limits: { jobMs: 30_000 } });
  try {
    return { ok: true, ...(await transcoder.health()) };
  } catch (error) {
    const problem = error instanceof AppError ? String(error.context.problem) : String(error);
    return { ok: false, problem, remedy: REMEDY };
  } finally {
    transcoder.close();
  }
}

const REMEDY =
  'Install the optional dependency node-av (npm ci without --omit=optional), or convert the files to Ogg/Opus yourself.';
