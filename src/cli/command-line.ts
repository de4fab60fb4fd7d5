/** What the commands share: exit codes, one JSON object a line, and tasks chosen by name. */
import { AppError, messageOf } from '../errors.ts';
import { createLogger, type Logger } from '../logger.ts';
import { outline, round } from './outline.ts';

/** The command was called wrongly: said with the usage, exit code 2. */
export class UsageError extends Error {}

/**
 * Runs a command and sets the exit code: what it returns (0 by default), 1 for a failure, 2 for wrong usage.
 * Failures are one sentence on stderr.
 */
export async function runCommand(usage: string, command: () => Promise<number | undefined>): Promise<void> {
  // Whoever read the output has seen enough (`| head -1`): as with other programs this is the end, and no fault.
  process.stdout.on('error', () => process.exit());
  try {
    process.exitCode = (await command()) ?? 0;
  } catch (error) {
    const wrongUsage = error instanceof UsageError || isParseArgsError(error);
    complain(wrongUsage ? `${messageOf(error)}\n\n${usage}` : sentenceOf(error));
    process.exitCode = wrongUsage ? 2 : 1;
  }
}

function isParseArgsError(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS');
}

/** What went wrong in full, for whoever runs the program: code, problem, what it is about, and the remedy last. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof AppError)) return messageOf(error);
  const cause = error.cause === undefined ? [] : [messageOf(error.cause)];
  const { problem = cause[0], remedy, ...about } = error.context;
  const details = Object.entries(about).map(([key, value]) => `${key}: ${value}`);
  return [
    problem === undefined ? error.code : `${error.code}: ${problem}`,
    ...details,
    ...cause.filter((text) => text !== problem),
    ...(remedy === undefined ? [] : [remedy]),
  ].join('\n  ');
}

export function complain(text: string): void {
  process.stderr.write(`${text}\n`);
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** One JSON object on a line of its own, numbers rounded to four places. */
export function printJson(value: object): void {
  print(JSON.stringify(value, (_, field) => (typeof field === 'number' ? round(field) : field)));
}

/** What a benchmark or an evaluation gets. */
export interface TaskArgs {
  /** The arguments behind the task's name, without --json; each task parses its own with node:util's parseArgs. */
  readonly rest: readonly string[];
  /** To stderr. */
  readonly logger: Logger;
}

/** A benchmark or an evaluation; its result is printed as one JSON object. */
export interface Task {
  readonly name: string;
  /** One line for the usage. */
  readonly summary: string;
  /** All there is to know, for `NAME --help`; the summary by default. */
  readonly help?: string;
  /** Keys, at any depth, that are for programs alone: without --json they are left out. */
  readonly machineOnly?: readonly string[];
  run(args: TaskArgs): Promise<object>;
}

/** Runs the task whose name comes first in the arguments. */
export async function runTask(
  command: string,
  tasks: readonly Task[],
  argv: readonly string[],
): Promise<void> {
  const list = tasks.map(({ name, summary }) => `  ${name.padEnd(12)} ${summary}`).join('\n');
  await runCommand(`usage: npm run ${command} -- NAME [options] [--json]\n\n${list}`, async () => {
    const [name, ...rest] = argv.filter((argument) => argument !== '--json');
    const task = tasks.find((candidate) => candidate.name === name);
    if (task === undefined)
      throw new UsageError(name === undefined ? 'a name is missing' : `unknown name: ${name}`);
    if (rest.includes('--help')) {
      print(`npm run ${command} -- ${task.name} ${task.help ?? task.summary}`);
      return 0;
    }
    const result = await task.run({ rest, logger: createLogger('info') });
    if (argv.includes('--json')) printJson(result);
    else print(outline(without(result, task.machineOnly ?? [])));
    return 0;
  });
}

function without(result: object, keys: readonly string[]): object {
  return JSON.parse(
    JSON.stringify(result, (key, field) => (keys.includes(key) ? undefined : field)),
  ) as object;
}
