/**
 * A process to be killed: saves one member's settings after the other, and says so only when they are saved.
 * Arguments: database file, what to do. Prints `ack N` after round N.
 */
import { openListeners } from '../../../src/listeners/listeners.ts';
import { openSqlite } from '../../../src/storage/sqlite.ts';
import { silent } from '../silent.ts';

const [file = '', start = '0'] = process.argv.slice(2);
const listeners = openListeners({ store: await openSqlite(file, { logger: silent }) });

for (let round = Number(start); ; round++) {
  const id = `user-${round}`;
  await listeners.setLanguage(id, 'ta');
  await listeners.agree(id);
  await listeners.record(id, { kind: 'play', tracks: [`t${round}`] });
  process.stdout.write(`ack ${round}\n`);
}
