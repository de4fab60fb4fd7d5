/** What is configured, reachable, missing, and how to mend it: npm run doctor [--json] */
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Config, ConfigError, readConfig, withoutPassword } from '../config.ts';
import { createLogger } from '../logger.ts';
import { print, printJson, runCommand } from './command-line.ts';
import { checkDiscord } from './doctor/discord.ts';
import { checkEncryption, checkFfmpeg, checkRuntime } from './doctor/environment.ts';
import { type Finding, failed, fine, inform } from './doctor/finding.ts';
import { checkLibrary } from './doctor/library.ts';
import { checkModels } from './doctor/models.ts';

const MARKS = { ok: '✓', note: '·', fail: '✗' } as const;

await runCommand('usage: npm run doctor [-- --json]', async () => {
  const { json } = parseArgs({ options: { json: { type: 'boolean', default: false } } }).values;
  const report = (finding: Finding) => {
    if (json) return printJson(finding);
    print(`${MARKS[finding.state]} ${finding.check.padEnd(12)} ${finding.detail}`);
    if (finding.remedy !== undefined) print(`${' '.repeat(15)}${finding.remedy}`);
  };
  let failures = 0;
  for await (const finding of examine(resolve(import.meta.dirname, '../..'))) {
    report(finding);
    if (finding.state === 'fail') failures += 1;
  }
  if (!json) print(failures === 0 ? '\nAll is well.' : `\n${failures} to mend.`);
  return failures === 0 ? 0 : 1;
});

async function* examine(root: string): AsyncGenerator<Finding> {
  yield checkRuntime();
  let config: Config;
  try {
    config = readConfig(process.env, root);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const fault of error.faults)
      yield failed('settings', fault, 'Mend the setting, then run this again.');
    return;
  }
  yield fine('settings', `STORE=${withoutPassword(config.store)} LIBRARY=${config.library}`);
  const logger = createLogger('silent');
  yield* checkModels(config, logger);
  yield await checkFolder(config.library);
  yield* checkLibrary(config, logger);
  yield await checkFfmpeg();
  yield await checkEncryption();
  yield await checkDiscord(config);
}

async function checkFolder(folder: string): Promise<Finding> {
  try {
    await access(folder, constants.R_OK | constants.W_OK);
    if (!(await stat(folder)).isDirectory())
      return failed('folder', `${folder} is no folder`, 'Let LIBRARY name the folder with the music.');
    return fine('folder', `${folder} can be read and written`);
  } catch {
    const remedy = 'Imports are written there: create it, or let the user that runs the bot write to it.';
    return inform('folder', `${folder} is absent or cannot be written`, remedy);
  }
}
