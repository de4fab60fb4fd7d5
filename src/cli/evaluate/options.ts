import path from 'node:path';
import { parseArgs } from 'node:util';
import { UsageError } from '../command-line.ts';

export interface EvaluateOptions {
  /** The folder with the labelled data. */
  readonly data: string;
  /** The models' folder of this project by default. */
  readonly models: string;
  /** Only rows of this usage. */
  readonly usage: string | undefined;
  readonly limit: number;
}

/** `--data FOLDER [--models FOLDER] [--usage NAME] [--limit N]` */
export function evaluateOptions(rest: readonly string[]): EvaluateOptions {
  const { values } = parseArgs({
    args: [...rest],
    options: {
      data: { type: 'string' },
      models: { type: 'string', default: path.join(import.meta.dirname, '../../../models') },
      usage: { type: 'string' },
      limit: { type: 'string', default: 'Infinity' },
    },
  });
  if (values.data === undefined) throw new UsageError('--data FOLDER is missing');
  const limit = Number(values.limit);
  if (!(limit > 0)) throw new UsageError(`--limit: expected a number above 0 but received ${values.limit}`);
  return { data: values.data, models: values.models, usage: values.usage, limit };
}
