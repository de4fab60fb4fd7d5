/** The stage as `npm start` opens it: a guild with two people in it, sound, and a page to play both of them. */
import { join } from 'node:path';
import type { Logger } from '../logger.ts';
import { readPageFiles } from './page/files.ts';
import { createPage } from './page/site.ts';
import { assembleStage, type Stage } from './stage.ts';
import { createVoiceServer, type StageVoiceServer } from './voice/server.ts';
import { trustInProcess } from './voice/trust.ts';

/**
 * Listens on 127.0.0.1; from now on this process trusts the stage's certificate.
 * @param o.port 0: any free port
 * @param o.root the project's folder, whose sample photos the page offers
 * @throws AppError `stage.port_taken`
 */
export async function openStage(o: {
  port: number;
  root: string;
  logger: Logger;
}): Promise<Stage<StageVoiceServer>> {
  const { port, logger } = o;
  const stage = await assembleStage(createVoiceServer, { port, logger });
  trustInProcess(stage.certificatePem);
  const { files, samples } = readPageFiles(join(o.root, 'tests', 'fixtures', 'faces'));
  const members = [stage.createUser('Meera'), stage.createUser('Arun')] as const;
  stage.mount(createPage({ stage, members, files, samples, logger }));
  return stage;
}
