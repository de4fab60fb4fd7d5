/**
 * The stage alone, for a bot in another process: npm run stage
 *
 * Prints one JSON object: `origin` (the page), and the settings a bot needs: `DISCORD_TOKEN`, `DISCORD_API` and
 * `NODE_EXTRA_CA_CERTS`, a file that is removed when the stage ends.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { createLogger } from '../logger.ts';
import { botEnvironment } from '../stage/bot-environment.ts';
import { openStage } from '../stage/open.ts';
import { printJson, runCommand } from './command-line.ts';

await runCommand('usage: npm run stage', async () => {
  parseArgs({ options: {} });
  const { stagePort, root, logLevel } = readConfig(process.env, resolve(import.meta.dirname, '../..'));
  const stage = await openStage({ port: stagePort, root, logger: createLogger(logLevel) });
  const folder = await mkdtemp(join(tmpdir(), 'ragamala-stage-'));
  printJson({ origin: stage.origin, env: await botEnvironment(stage, folder) });
  await new Promise<void>((stop) => {
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    // Started by another program of ours, it ends with it.
    process.once('disconnect', stop);
  });
  await stage.close();
  await rm(folder, { recursive: true, force: true });
  process.exit(0);
});
