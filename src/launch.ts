import { resolve } from 'node:path';
import { complain, sentenceOf } from './cli/command-line.ts';
import { type App, compose } from './compose.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { createLogger, type Logger } from './logger.ts';

/** After this long a clean stop is given up; Discord notices a vanished client by itself. */
const STOP_LIMIT_MS = 5_000;

const root = resolve(import.meta.dirname, '..');

function settings(): Config {
  try {
    return readConfig(process.env, root);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    complain(error.message);
    process.exit(2);
  }
}

/** Without a token the stage is Discord: it starts first and gives the bot a token and a place to log in. */
async function withStage(
  config: Config,
  logger: Logger,
): Promise<{ config: Config; welcome: (inviteUrl: string) => string; close: () => Promise<void> }> {
  if (config.discord.token !== undefined) {
    const welcome = (invite: string) => `Ragamala is ready. Invite it to a server with\n\n    ${invite}\n\n`;
    return { config, welcome, close: async () => {} };
  }
  const { openStage } = await import('./stage/open.ts');
  const stage = await openStage({ port: config.stagePort, root: config.root, logger });
  return {
    config: { ...config, discord: { token: stage.botToken, api: stage.apiBase } },
    welcome: () =>
      `No DISCORD_TOKEN is set, so Ragamala plays on its own stage. Open\n\n    ${stage.origin}/\n\n`,
    close: () => stage.close(),
  };
}

/** From settings to a bot that is ready, until a signal ends it. */
export async function launch(): Promise<void> {
  const given = settings();
  const logger = createLogger(given.logLevel);
  const closers: (() => Promise<void>)[] = [];

  let stopping = false;
  const stop = async (reason: string, status: number) => {
    if (stopping) process.exit(status || 1);
    stopping = true;
    logger.info(`stopping: ${reason}`);
    setTimeout(() => process.exit(status || 1), STOP_LIMIT_MS).unref();
    for (const close of closers.reverse())
      await close().catch((error: unknown) => logger.warn('while stopping', { error }));
    process.exit(status);
  };
  process.on('SIGINT', () => void stop('SIGINT', 0));
  process.on('SIGTERM', () => void stop('SIGTERM', 0));
  // A rejected promise nobody awaited is a fault of ours, but no reason to silence every channel.
  process.on('unhandledRejection', (error) => logger.error('unhandled rejection', { error }));
  process.on('uncaughtException', (error) => {
    logger.error('uncaught exception', { error, stack: error.stack });
    void stop('an uncaught exception', 1);
  });

  // Whoever reads the log may go (`npm start | head`), and its disk be full; the music goes on.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

  try {
    const { config, welcome, close } = await withStage(given, logger);
    closers.push(close);
    const app: App = await compose(config, logger);
    closers.push(() => app.close());
    const { inviteUrl } = await app.start();
    process.stdout.write(welcome(inviteUrl));
  } catch (error) {
    // Whoever stops a start knows that it did not succeed.
    if (stopping) return;
    complain(`Ragamala cannot start: ${sentenceOf(error)}`);
    logger.debug('start failed', { error, stack: error instanceof Error ? error.stack : undefined });
    await stop('the start failed', 1);
  }
}
