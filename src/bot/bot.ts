import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, Events } from 'discord.js';
import type { Command } from '../commands/command.ts';
import type { Memory, Services } from '../commands/context.ts';
import { createExpiring } from '../commands/expiring.ts';
import { COMMANDS } from '../commands/index.ts';
import type { Namespace } from '../storage/store.ts';
import { inviteUrl } from './invite.ts';
import { logIn } from './login.ts';
import { type Registration, registerCommands } from './registration.ts';
import { problemOf } from './replies.ts';
import { buildRoutes, createRouter } from './router.ts';

/** Waits between attempts to register the commands, in milliseconds. */
const REGISTRATION_RETRIES = [2_000, 10_000, 60_000] as const;

export interface Bot {
  /**
   * Logs in and registers the commands; settled when the bot can be used.
   * @throws AppError bot.login_failed {problem, remedy}
   */
  start(): Promise<{ inviteUrl: string; commands: 'unchanged' | 'registered' | 'failed' }>;
  /** Answers nothing any more and leaves Discord. */
  stop(): Promise<void>;
}

export interface BotOptions extends Omit<Services, 'memory'> {
  readonly client: Client;
  readonly token: string;
  /** Monotonic milliseconds, for what is remembered 15 minutes only. */
  readonly now: () => number;
  /** What was registered where; so that a start without changes registers nothing. */
  readonly registrations: Pick<Namespace<Registration>, 'get' | 'set'>;
  readonly commands?: readonly Command[];
}

/** @throws Error at once if a command is not valid */
export function createBot(options: BotOptions): Bot {
  const { client, token, now, registrations, commands = COMMANDS, ...services } = options;
  const { logger } = services;
  const route = createRouter(buildRoutes(commands), { ...services, memory: createMemory(now) });
  const stopping = new AbortController();

  const register = async (applicationId: string): Promise<'unchanged' | 'registered'> =>
    registerCommands({
      rest: client.rest,
      applicationId,
      commands: commands.map((command) => command.data.toJSON()),
      registrations,
      logger,
    });

  /** The bot is of use with the commands of its last start too, so this does not hold up the start. */
  const registerLater = async (applicationId: string): Promise<void> => {
    for (const waitMs of REGISTRATION_RETRIES) {
      if (!(await waited(waitMs, stopping.signal))) return;
      try {
        await register(applicationId);
        return;
      } catch (error) {
        logger.warn('commands not registered', { problem: problemOf(error) });
      }
    }
    logger.error('commands could not be registered: those of the last start stay');
  };

  return {
    async start() {
      client.on(Events.InteractionCreate, (interaction) => void route(interaction));
      const applicationId = await logIn(client, token, stopping.signal);
      const url = inviteUrl(applicationId);
      try {
        return { inviteUrl: url, commands: await register(applicationId) };
      } catch (error) {
        logger.warn('commands not registered, trying again', { problem: problemOf(error) });
        void registerLater(applicationId);
        return { inviteUrl: url, commands: 'failed' };
      }
    },
    async stop() {
      stopping.abort();
      await client.destroy();
    },
  };
}

function createMemory(now: () => number): Memory {
  return {
    photos: createExpiring({ now }),
    seen: createExpiring({ now }),
    mixes: createExpiring({ now }),
    looking: new Set(),
    explaining: new Set(),
  };
}

/** @returns false when the signal came first */
function waited(ms: number, signal: AbortSignal): Promise<boolean> {
  return sleep(ms, true, { signal }).catch(() => false);
}
