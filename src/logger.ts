/** Levels in rising order of severity. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export function isLogLevel(value: string): value is LogLevel {
  return (LOG_LEVELS as readonly string[]).includes(value);
}

export interface Logger {
  debug(message: string, fields?: object): void;
  info(message: string, fields?: object): void;
  warn(message: string, fields?: object): void;
  error(message: string, fields?: object): void;
}

/**
 * One line per event on stderr: `12:00:00 info  message {"field":1}`. Stdout stays free for results.
 * @param write receives each whole line; stderr by default
 */
export function createLogger(
  level: LogLevel,
  write: (line: string) => void = (line) => void process.stderr.write(line),
): Logger {
  const threshold = LOG_LEVELS.indexOf(level);
  const at = (name: LogLevel) => (message: string, fields?: object) => {
    if (LOG_LEVELS.indexOf(name) < threshold) return;
    const tail = fields === undefined ? '' : ` ${JSON.stringify(fields, replaceErrors)}`;
    write(`${new Date().toISOString().slice(11, 19)} ${name.padEnd(5)} ${message}${tail}\n`);
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** Errors have no enumerable fields of their own, so JSON would print them as {}. */
function replaceErrors(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const { code } = value as { code?: unknown };
  return { message: value.message, ...(code === undefined ? {} : { code }), cause: value.cause };
}
