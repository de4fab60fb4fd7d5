/** The way in: `startStage()` gives a Discord of one's own on 127.0.0.1, fresh tokens and certificate each time. */
import { createLogger } from '../logger.ts';
import { createSilentVoiceServer, type SilentVoiceServer } from './silent-voice.ts';
import { assembleStage, type Stage, type StageSettings } from './stage.ts';
import { createVoiceServer, type StageVoiceServer } from './voice/server.ts';

/** @throws AppError `stage.port_taken` */
export function startStage(o: Partial<StageSettings> = {}): Promise<Stage<StageVoiceServer>> {
  return assembleStage(createVoiceServer, { logger: createLogger('silent'), ...o });
}

/**
 * A stage that carries no sound: everything but media, for tests that need none.
 * @throws AppError `stage.port_taken`
 */
export function startSilentStage(o: Partial<StageSettings> = {}): Promise<Stage<SilentVoiceServer>> {
  return assembleStage(async () => createSilentVoiceServer(), { logger: createLogger('silent'), ...o });
}
