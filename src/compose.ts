/** The one place where things are put together; what each part needs is handed to it here. */
import { join } from 'node:path';
import { createAnnouncer } from './bot/announcer.ts';
import { createAttachments } from './bot/attachments.ts';
import { createBot } from './bot/bot.ts';
import { createClient } from './bot/client.ts';
import { checkRegistration, type Registration } from './bot/registration.ts';
import type { Config } from './config.ts';
import { EMOTIONS } from './domain/emotion.ts';
import type { Track } from './domain/track.ts';
import { AppError } from './errors.ts';
import { type MoodTable, readMoodTable } from './inference/emotion/mood-table.ts';
import { openEyes } from './inference/eyes.ts';
import { openListeners } from './listeners/listeners.ts';
import type { Logger } from './logger.ts';
import { openLibrary } from './music/library/library.ts';
import { type DemoSeeded, seedDemo } from './music/library/seed-demo.ts';
import { checkTrack } from './music/library/track-record.ts';
import { createJukebox } from './music/player/jukebox.ts';
import { openStore } from './storage/open.ts';

export interface App {
  /** Logs in, registers the commands and gives the link by which a server's owner invites the bot. */
  start(): Promise<{ inviteUrl: string }>;
  /** Leaves every channel, logs out, closes the models and the store. */
  close(): Promise<void>;
}

/**
 * Opens the store, the library and the models; a missing model stops nothing, a store that does not open does.
 * @param config with a token: the stage's or Discord's
 * @throws AppError `store.*`
 */
export async function compose(config: Config, logger: Logger): Promise<App> {
  const { root } = config;
  const { token, api } = config.discord;
  if (token === undefined) throw new AppError('config.no_token');
  const models = join(root, 'models');
  const demoRoot = join(root, 'library');

  const store = await openStore(config.store, { logger, root });
  const library = await openLibrary({
    tracks: store.namespace<Track>('tracks', checkTrack),
    folder: config.library,
    demoRoot,
    logger,
  });
  await seedDemo({
    library,
    meta: store.namespace<DemoSeeded>('meta'),
    demoFolder: join(demoRoot, 'demo'),
    logger,
  });
  const listeners = openListeners({ store });
  const eyes = await openEyes({ modelsFolder: models, logger, limits: { maxBytes: config.maxPhotoBytes } });
  for (const model of eyes.health) {
    if (!model.ok) logger.warn('the eyes are shut: /mood offers a menu instead', model);
  }

  const client = createClient({ api, logger });
  const announcer = createAnnouncer({ client, logger });
  const jukebox = createJukebox({ client, library, logger, onEvent: announcer.announce });
  const bot = createBot({
    client,
    token,
    eyes,
    moodOf: await moodTable(join(models, 'emotion-to-mood.csv')),
    library,
    listeners,
    jukebox,
    attachments: createAttachments({ apiBase: api, maxBytes: config.maxPhotoBytes }),
    logger,
    registrations: store.namespace<Registration>('registrations', checkRegistration),
    now: () => performance.now(),
    random: Math.random,
  });

  return {
    start: () => bot.start(),
    async close() {
      // In the order of dependence: whoever uses a part goes before it.
      for (const step of [
        () => jukebox.close(),
        () => announcer.idle(),
        () => bot.stop(),
        () => eyes.close(),
        () => store.close(),
      ])
        await step().catch((error: unknown) => logger.warn('while stopping', { error }));
    },
  };
}

/** Without a sound table the eyes are shut (their health says so), and its colours are not asked for. */
async function moodTable(file: string): Promise<MoodTable> {
  try {
    return await readMoodTable(file);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return Object.fromEntries(EMOTIONS.map((emotion) => [emotion, 'calm'])) as MoodTable;
  }
}
