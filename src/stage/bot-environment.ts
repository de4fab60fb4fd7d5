import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stage } from './stage.ts';

/**
 * The settings with which a bot in another process logs in to a stage.
 * @param folder where the stage's certificate is written, for Node reads it from a file at its start
 */
export async function botEnvironment(
  stage: Pick<Stage, 'botToken' | 'apiBase' | 'certificatePem'>,
  folder: string,
): Promise<Readonly<Record<'DISCORD_TOKEN' | 'DISCORD_API' | 'NODE_EXTRA_CA_CERTS', string>>> {
  const certificate = join(folder, 'certificate.pem');
  await writeFile(certificate, stage.certificatePem);
  return {
    DISCORD_TOKEN: stage.botToken,
    DISCORD_API: stage.apiBase,
    NODE_EXTRA_CA_CERTS: certificate,
  };
}
