/** The bot as a host runs it: `src/main.ts` in a process of its own, told nothing but three settings and a store. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { startProgram } from '../../src/cli/bench/processes.ts';
import type { Track } from '../../src/domain/track.ts';
import { openOggOpus } from '../../src/music/player/ogg-opus.ts';
import { botEnvironment } from '../../src/stage/bot-environment.ts';
import type { Stage } from '../../src/stage/stage.ts';
import { createOpusDecoder } from '../../src/stage/voice/opus.ts';
import type { StageVoiceServer } from '../../src/stage/voice/server.ts';

export const root = resolve(import.meta.dirname, '../..');

export interface BotHome {
  readonly folder: string;
  readonly store: string;
  /** Starts the bot's process and waits until it says that it is ready. */
  start(env?: NodeJS.ProcessEnv): Promise<ReturnType<typeof startProgram>>;
  remove(): Promise<void>;
}

/** A folder with a store of its own; every start finds what the last one left. */
export async function botHome(stage: Stage<StageVoiceServer>): Promise<BotHome> {
  const folder = await mkdtemp(join(tmpdir(), 'ragamala-e2e-'));
  const settings = await botEnvironment(stage, folder);
  const store = `sqlite://${join(folder, 'store.sqlite')}`;
  return {
    folder,
    store,
    async start(env = {}) {
      const bot = startProgram('src/main.ts', {
        ...settings,
        STORE: store,
        LOG_LEVEL: 'error',
        ...env,
      });
      await bot.line((line) => line.includes('Ragamala is ready'));
      return bot;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The first seconds of a library file as a listener would hear them: interleaved 48 kHz stereo. */
export async function decodeStart(track: Track, seconds: number): Promise<Int16Array> {
  const source = await openOggOpus(join(root, 'library', track.file));
  const decoder = createOpusDecoder();
  const pcm = new Int16Array(seconds * 48_000 * 2);
  for (let filled = 0; filled < pcm.length; ) {
    const packet = source.next();
    if (packet === 'end') break;
    if (packet === 'wait') {
      await setImmediate();
      continue;
    }
    const samples = decoder.decode(packet);
    pcm.set(samples.subarray(0, pcm.length - filled), filled);
    filled += samples.length;
  }
  await source.close();
  return pcm;
}
