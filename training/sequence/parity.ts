/**
 * Runs a moment model on sequences in the bot's own runtime.
 *
 *     node training/sequence/parity.ts FOLDER PIXELS LENGTH...
 *
 * PIXELS holds 48 x 48 grey bytes a frame, the sequences one after the other; their logits go to stdout as JSON [[...], ...].
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { openSession } from '../../src/inference/session.ts';

const PIXELS_PER_FRAME = 48 * 48;

const [folder, pixels, ...lengths] = process.argv.slice(2);
if (folder === undefined || pixels === undefined)
  throw new Error('Expected arguments: FOLDER PIXELS LENGTH...');
const manifest = JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8'));
const session = await openSession(path.join(folder, manifest.file), {
  sha256: manifest.sha256,
  inputs: ['pixels'],
  outputs: ['ferplus_logits'],
});
const frames = Float32Array.from(await readFile(pixels));
const rows: number[][] = [];
let start = 0;
for (const frameCount of lengths.map(Number)) {
  const data = frames.subarray(start, start + frameCount * PIXELS_PER_FRAME);
  start += data.length;
  const results = await session.run({ pixels: { data, shape: [frameCount, 1, 48, 48] } });
  rows.push(Array.from(results.ferplus_logits?.data ?? []));
}
process.stdout.write(`${JSON.stringify(rows)}\n`);
await session.close();
