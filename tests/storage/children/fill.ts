/**
 * Writes until it cannot, in a process that the test has limited (file size, or a user without rights). Arguments:
 * database file. Prints one JSON object: the code that stopped it, its context, and what can be read afterwards.
 */
import { AppError, messageOf } from '../../../src/errors.ts';
import { openSqlite } from '../../../src/storage/sqlite.ts';
import { silent } from '../silent.ts';

const [file = ''] = process.argv.slice(2);
let written = 0;

async function fill(): Promise<object> {
  const store = await openSqlite(file, { logger: silent });
  const things = store.namespace<string>('things');
  try {
    for (; written < 5000; written++) await things.set(`k${written}`, 'x'.repeat(4000));
    return { code: 'nothing stopped it' };
  } catch (error) {
    let readable = 0;
    for await (const [, value] of things.entries()) readable += value.length === 4000 ? 1 : 0;
    const stored = await things.get('k0');
    return { ...told(error), readable, first: stored?.length };
  } finally {
    await store.close();
  }
}

function told(error: unknown): object {
  return error instanceof AppError
    ? { code: error.code, context: error.context }
    : { code: 'not an AppError', message: messageOf(error) };
}

const result = await fill().catch(told);
process.stdout.write(JSON.stringify({ ...result, written }));
