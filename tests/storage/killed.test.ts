import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { hasAgreed, openListeners } from '../../src/listeners/listeners.ts';
import { openSqlite } from '../../src/storage/sqlite.ts';
import { silent } from './silent.ts';

const WRITER = resolve(import.meta.dirname, 'children/writer.ts');
const ROUNDS = 12;

/** Runs the writer from a number on and kills it with SIGKILL at the moment an acknowledgement arrives. */
async function killAfterAck(file: string, from: number, acks: number): Promise<number[]> {
  const child = spawn(process.execPath, [WRITER, file, String(from)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged: number[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    // What was written before the signal still arrives, and is acknowledged all the same.
    acknowledged.push(Number(line.replace('ack ', '')));
    if (acknowledged.length > acks) child.kill('SIGKILL');
  }
  if (child.signalCode === null && child.exitCode === null) await once(child, 'exit');
  expect(child.signalCode).toBe('SIGKILL');
  return acknowledged;
}

it('keeps every acknowledged setting when the process is killed at once, again and again', {
  timeout: 240_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ragamala-kill-'));
  const file = join(folder, 'store.sqlite');
  try {
    const acknowledged: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      // One number is left out: that round was under way, and may be stored or not.
      acknowledged.push(...(await killAfterAck(file, (acknowledged.at(-1) ?? -2) + 2, round * 3)));
    }
    const store = await openSqlite(file, { logger: silent });
    const listeners = openListeners({ store });
    expect(acknowledged.length).toBeGreaterThan(ROUNDS);
    for (const i of acknowledged) {
      const saved = await listeners.export(`user-${i}`);
      expect(saved.profile.language, `user-${i}`).toBe('ta');
      expect(hasAgreed(saved.profile), `user-${i}`).toBe(true);
      expect(saved.history, `user-${i}`).toMatchObject([{ kind: 'play', tracks: [`t${i}`] }]);
    }
    await store.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
