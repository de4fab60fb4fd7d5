import { UsageError } from './command-line.ts';

/**
 * @param name of the option, e.g. `--runs`
 * @param text as it was given
 * @throws UsageError unless it is a whole number above 0
 */
export function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new UsageError(`${name}: expected a whole number above 0, received ${text}`);
}
