import { isAbsolute, resolve } from 'node:path';
import { isLogLevel, LOG_LEVELS, type LogLevel } from './logger.ts';

/** Everything a host can set, read once at the start. */
export interface Config {
  readonly discord: {
    /** Absent: the stage, our stand-in for Discord, is started. */
    readonly token: string | undefined;
    /** Base URL without a version, as discord.js's `rest.api` wants it. */
    readonly api: string;
  };
  /** `sqlite:///absolute/path` or `memory://`; other stores keep the URL as it was given. */
  readonly store: string;
  /** Absolute path of the music folder. */
  readonly library: string;
  /** 0 takes any free port. */
  readonly stagePort: number;
  readonly maxPhotoBytes: number;
  readonly logLevel: LogLevel;
  /** Absolute path of the project: models/ and the demo shelves lie in it. */
  readonly root: string;
}

export const DEFAULT_DISCORD_API = 'https://discord.com/api';

/** All faults of the settings at once, one sentence each; values of secrets are never part of them. */
export class ConfigError extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(
      `The settings have ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n- ${faults.join('\n- ')}`,
    );
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

/**
 * @param env as `process.env`; an empty value counts as not set
 * @param root absolute path of the project, to which relative paths belong
 * @throws ConfigError naming every wrong setting, what was expected, what came and what to do
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>, root: string): Config {
  const faults: string[] = [];
  const value = (name: string): string | undefined => env[name]?.trim() || undefined;
  const read = <T>(name: string, fallback: T, parse: (text: string) => T | Fault): T => {
    const text = value(name);
    if (text === undefined) return fallback;
    const parsed = parse(text);
    if (!(parsed instanceof Fault)) return parsed;
    faults.push(
      `${name}: expected ${parsed.expected}, received "${withoutPassword(text)}". ${parsed.remedy}`,
    );
    return fallback;
  };

  const config: Config = {
    discord: {
      token: value('DISCORD_TOKEN'),
      api: read('DISCORD_API', DEFAULT_DISCORD_API, parseApi),
    },
    store: read('STORE', absoluteStore('sqlite://library/ragamala.sqlite', root), (text) =>
      /^(sqlite:\/\/.|(postgres|postgresql|redis|rediss):\/\/.|memory:\/\/)/.test(text)
        ? absoluteStore(text, root)
        : new Fault('sqlite://PATH', 'Write for example STORE=sqlite://library/ragamala.sqlite.'),
    ),
    library: resolve(root, value('LIBRARY') ?? 'library'),
    stagePort: read('STAGE_PORT', 0, (text) =>
      integerWithin(text, 0, 65535, 'Take a free port, or 0 for any.'),
    ),
    maxPhotoBytes:
      1024 *
      1024 *
      read('MAX_PHOTO_MIB', 10, (text) =>
        integerWithin(text, 1, 500, 'Discord itself allows 10 by default.'),
      ),
    logLevel: read<LogLevel>('LOG_LEVEL', 'info', (text) =>
      isLogLevel(text) ? text : new Fault(`one of ${LOG_LEVELS.join(', ')}`, 'Take one of these words.'),
    ),
    root,
  };
  if (faults.length > 0) throw new ConfigError(faults);
  return Object.freeze({ ...config, discord: Object.freeze(config.discord) });
}

/** What a setting should have been, and how to mend it. */
class Fault {
  readonly expected: string;
  readonly remedy: string;
  constructor(expected: string, remedy: string) {
    this.expected = expected;
    this.remedy = remedy;
  }
}

function parseApi(text: string): string | Fault {
  const fault = new Fault(
    'a base URL such as https://discord.com/api, without a version',
    'Leave DISCORD_API unset for Discord itself.',
  );
  if (!URL.canParse(text)) return fault;
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return fault;
  if (/\/v\d+\/?$/.test(url.pathname) || url.search !== '' || url.hash !== '') return fault;
  return text.replace(/\/+$/, '');
}

function integerWithin(text: string, low: number, high: number, remedy: string): number | Fault {
  const number = Number(text);
  return Number.isInteger(number) && number >= low && number <= high
    ? number
    : new Fault(`a whole number from ${low} to ${high}`, remedy);
}

/** A URL may carry a password, which is never printed; it may itself hold an @ or a slash. */
export function withoutPassword(text: string): string {
  return text.replace(/\/\/.*@/, '//…@');
}

/** A relative SQLite path belongs to the project, not to the folder the bot happens to be started from. */
function absoluteStore(url: string, root: string): string {
  const path = /^sqlite:\/\/(.+)$/.exec(url)?.[1];
  return path === undefined || isAbsolute(path) ? url : `sqlite://${resolve(root, path)}`;
}
