import path from 'node:path';
import { parseArgs } from 'node:util';
import { wholeNumber } from '../arguments.ts';
import { UsageError } from '../command-line.ts';

export interface EvaluateOptions {
  /** The folder with the labelled data. */
  readonly data: string;
  /** The models' folder of this project by default. */
  readonly models: string;
  /** Only rows of this usage. */
  readonly usage: string | undefined;
  readonly limit: number;
  /** Where pictures and tables are written to; nowhere without it. */
  readonly out: string | undefined;
  /** Whether other packages are measured on the same rows. */
  readonly peers: boolean;
  /** Names of what is done to photos; undefined for all there is. */
  readonly variants: readonly string[] | undefined;
}

const OPTIONS = {
  data: { type: 'string' },
  models: { type: 'string' },
  usage: { type: 'string' },
  limit: { type: 'string' },
  out: { type: 'string' },
  peers: { type: 'boolean' },
  variants: { type: 'string' },
} as const;

/**
 * @param names of the options that the task has beside `--data FOLDER`, `--models FOLDER` and `--limit N`
 * @throws UsageError, or parseArgs' own error for an option that the task does not have
 */
export function evaluateOptions(
  rest: readonly string[],
  names: readonly ('usage' | 'out' | 'peers' | 'variants')[] = [],
): EvaluateOptions {
  const known = ['data', 'models', 'limit', ...names];
  const options = Object.fromEntries(Object.entries(OPTIONS).filter(([name]) => known.includes(name)));
  const values = parseArgs({ args: [...rest], options }).values as {
    [Name in Exclude<keyof typeof OPTIONS, 'peers'>]?: string;
  } & { peers?: boolean };
  if (values.data === undefined) throw new UsageError('--data FOLDER is missing');
  return {
    data: values.data,
    models: values.models ?? path.join(import.meta.dirname, '../../../models'),
    usage: values.usage,
    limit: values.limit === undefined ? Infinity : wholeNumber('--limit', values.limit),
    out: values.out,
    peers: values.peers ?? false,
    variants: values.variants?.split(',').filter((name) => name !== '' && name !== 'none'),
  };
}
