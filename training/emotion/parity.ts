/**
 * Runs model.onnx of a manifest's folder in the bot's own runtime.
 *
 *     node training/emotion/parity.ts FOLDER PIXELS
 *
 * PIXELS holds 48 x 48 grey bytes an image; the logits go to stdout as one JSON object {output: [[...], ...]}.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { openSession } from '../../src/inference/session.ts';

const PIXELS_PER_IMAGE = 48 * 48;
const OUTPUTS = ['ferplus_logits', 'fer2013_logits', 'smile_logit'];

const [folder, pixels] = process.argv.slice(2);
if (folder === undefined || pixels === undefined) throw new Error('Expected two arguments: FOLDER PIXELS');
const manifest = JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8'));
const session = await openSession(path.join(folder, manifest.file), {
  sha256: manifest.sha256,
  inputs: ['pixels'],
  outputs: OUTPUTS,
});
const data = Float32Array.from(await readFile(pixels));
const n = data.length / PIXELS_PER_IMAGE;
const results = await session.run({ pixels: { data, shape: [n, 1, 48, 48] } });
const rows = OUTPUTS.map((name) => {
  const values = Array.from(results[name]?.data ?? []);
  const width = values.length / n;
  return [name, Array.from({ length: n }, (_, i) => values.slice(i * width, (i + 1) * width))];
});
process.stdout.write(`${JSON.stringify(Object.fromEntries(rows))}\n`);
await session.close();
