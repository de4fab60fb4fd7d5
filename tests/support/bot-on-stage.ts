/** The whole bot on a stage of its own: real client, real store in memory, real player; only Discord is the stage. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createAnnouncer } from '../../src/bot/announcer.ts';
import { createAttachments } from '../../src/bot/attachments.ts';
import { createBot } from '../../src/bot/bot.ts';
import { createClient } from '../../src/bot/client.ts';
import type { Services } from '../../src/commands/context.ts';
import { MOODS, type Mood } from '../../src/domain/mood.ts';
import type { Track } from '../../src/domain/track.ts';
import { readMoodTable } from '../../src/inference/emotion/mood-table.ts';
import { openEyes } from '../../src/inference/eyes.ts';
import { openListeners } from '../../src/listeners/listeners.ts';
import type { Logger } from '../../src/logger.ts';
import { openLibrary } from '../../src/music/library/library.ts';
import { createJukebox } from '../../src/music/player/jukebox.ts';
import type { Timings } from '../../src/music/player/timings.ts';
import { startStage } from '../../src/stage/index.ts';
import { trustInProcess } from '../../src/stage/voice/trust.ts';
import { openStore } from '../../src/storage/open.ts';
import { melodyFile } from './ogg.ts';

const root = resolve(import.meta.dirname, '../..');

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: object | undefined;
}

export interface BotOnStageOptions {
  /** The shelves of the library; two pieces a mood in Tamil and one instrumental by default. */
  readonly shelves?: readonly { mood: Mood; language: string; count: number }[];
  /** Seconds of sound in each piece. */
  readonly seconds?: number;
  /** Opened from the project's models by default, and closed at the end. */
  readonly eyes?: Services['eyes'];
  readonly maxPhotoBytes?: number;
  readonly timings?: Partial<Timings>;
  /** Puts other parts in the place of the real ones. */
  readonly alter?: (services: Omit<Services, 'memory'>) => Partial<Services>;
  /** Milliseconds, for what is remembered 15 minutes only. */
  readonly now?: () => number;
}

export type BotOnStage = Awaited<ReturnType<typeof startBotOnStage>>;

/** A log that tests read. */
export function keepingLogger(): Logger & { readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const at = (level: LogLine['level']) => (message: string, fields?: object) =>
    void lines.push({ level, message, fields });
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** Pieces of sound that differ audibly, in a temporary folder. */
async function pieces(
  folder: string,
  shelves: NonNullable<BotOnStageOptions['shelves']>,
  seconds: number,
): Promise<Track[]> {
  const tracks = shelves.flatMap(({ mood, language, count }) =>
    Array.from({ length: count }, (_, index): Track => {
      const id = `${mood}-${language}-${index + 1}`;
      return {
        id,
        title: `${mood} ${language} ${index + 1}`,
        artist: `Artist ${language}`,
        language,
        mood,
        durationMs: seconds * 1000,
        file: `${id}.opus`,
        licence: 'CC0-1.0',
        source: 'import',
        note: 'a melody of sines',
      };
    }),
  );
  for (const [seed, track] of tracks.entries()) {
    await writeFile(join(folder, track.file), melodyFile(seed + 1, seconds));
  }
  return tracks;
}

const SHELVES = MOODS.flatMap((mood) => [
  { mood, language: 'ta', count: 2 },
  { mood, language: 'zxx', count: 1 },
]);

export async function startBotOnStage(o: BotOnStageOptions = {}) {
  const logger = keepingLogger();
  const folder = await mkdtemp(join(tmpdir(), 'ragamala-bot-'));
  const stage = await startStage();
  trustInProcess(stage.certificatePem);
  const store = await openStore('memory://', { logger, root });
  const library = await openLibrary({ tracks: store.namespace('tracks'), folder, logger });
  await library.add(await pieces(folder, o.shelves ?? SHELVES, o.seconds ?? 20));
  const listeners = openListeners({ store });

  const modelsFolder = join(root, 'models');
  const ownEyes = o.eyes === undefined ? await openEyes({ modelsFolder, logger }) : undefined;
  const eyes = o.eyes ?? ownEyes;
  if (eyes === undefined) throw new Error('no eyes');

  const client = createClient({ api: stage.apiBase, logger });
  const announcer = createAnnouncer({ client, logger });
  const jukebox = createJukebox({
    client,
    library,
    logger,
    onEvent: announcer.announce,
    ...(o.timings === undefined ? {} : { timings: o.timings }),
  });
  const real = {
    eyes,
    moodOf: await readMoodTable(join(modelsFolder, 'emotion-to-mood.csv')),
    library,
    listeners,
    jukebox,
    attachments: createAttachments({ apiBase: stage.apiBase, maxBytes: o.maxPhotoBytes ?? 10 * 1024 * 1024 }),
    logger,
    random: Math.random,
  };
  const services = { ...real, ...o.alter?.(real) };
  const bot = createBot({
    ...services,
    client,
    token: stage.botToken,
    registrations: store.namespace('registrations'),
    now: o.now ?? (() => performance.now()),
  });
  const started = await bot.start();

  return {
    stage,
    bot,
    client,
    store,
    folder,
    started,
    ...services,
    /** With what it said so far in `lines`. */
    logger,
    /** Where commands are sent. */
    here: { channelId: stage.guild.textChannelId },
    /** The last of the log on stderr, for a test that failed. */
    tellLog() {
      for (const line of logger.lines.slice(-15)) process.stderr.write(`${JSON.stringify(line)}\n`);
    },
    async close() {
      await jukebox.close();
      await announcer.idle();
      await bot.stop();
      await ownEyes?.close();
      await store.close();
      await stage.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Message {
  readonly content: string;
  readonly embeds: readonly { title?: string; description?: string; fields?: readonly { value: string }[] }[];
}

/** Everything a member reads in a message. */
export function textOf(message: Message): string {
  const embeds = message.embeds.flatMap(({ title, description, fields = [] }) => [
    title,
    description,
    ...fields.map(({ value }) => value),
  ]);
  return [message.content, ...embeds].filter((text) => text !== undefined && text !== '').join('\n');
}

/** The first state of an interaction's answer that fits, from its reply on through its edits. */
export async function shown<M extends Message>(
  interaction: { reply(): Promise<M>; nextEdit(): Promise<M> },
  fits: (text: string, message: M) => boolean,
): Promise<M> {
  for (let message = await interaction.reply(); ; message = await interaction.nextEdit()) {
    if (fits(textOf(message), message)) return message;
  }
}

/** The mix has settled: its reply says where it plays, or why it does not. */
export const isSettled = (text: string): boolean => !/Looking …|Joining/.test(text);
