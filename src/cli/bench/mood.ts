/** From photo bytes to reading, as a member's request takes it: through the process of the eyes, one after the other. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import type { Look } from '../../domain/reading.ts';
import { openEyes } from '../../inference/eyes.ts';
import { wholeNumber } from '../arguments.ts';
import type { Task } from '../command-line.ts';
import { quantile } from '../statistics.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const PHOTO = path.join(ROOT, 'tests/fixtures/faces/129-smiling.jpg');

/** A 12-megapixel photo and a Full HD one. */
const CANVASES = { mp12: { width: 4000, height: 3000 }, p1080: { width: 1920, height: 1080 } } as const;

const WARM_UP = 5;

export const mood: Task = {
  name: 'mood',
  summary: 'photo bytes to reading, 12 megapixels and 1080p: [--runs N]',
  async run({ rest, logger }) {
    const { values } = parseArgs({ args: [...rest], options: { runs: { type: 'string', default: '50' } } });
    const runs = wholeNumber('--runs', values.runs);
    const photo = await readFile(PHOTO);
    const eyes = await openEyes({ modelsFolder: path.join(ROOT, 'models'), logger });
    try {
      const results: Record<string, object> = {};
      for (const [name, size] of Object.entries(CANVASES)) {
        const bytes = await onCanvas(photo, size);
        const looks: Look[] = [];
        for (let run = -WARM_UP; run < runs; run++) {
          const look = await eyes.look([bytes]);
          if (look.faces.length !== 1)
            throw new Error(`${name}: expected one face, found ${look.faces.length}`);
          if (run >= 0) looks.push(look);
        }
        results[name] = { ...figures(looks), bytes: bytes.length, runs };
      }
      return results;
    } finally {
      await eyes.close();
    }
  },
};

/** The photo at four fifths of the canvas' height, in the middle of a noisy wall, as a JPEG of a phone's quality. */
async function onCanvas(
  photo: Uint8Array,
  { width, height }: { width: number; height: number },
): Promise<Uint8Array> {
  const side = Math.round(height * 0.8);
  const person = await sharp(photo).resize(side, side).png().toBuffer();
  const noise = { type: 'gaussian', mean: 160, sigma: 12 } as const;
  return await sharp({ create: { width, height, channels: 3, background: '#a0a0a0', noise } })
    .composite([{ input: person }])
    .jpeg({ quality: 90 })
    .toBuffer();
}

function figures(looks: readonly Look[]) {
  const times = looks.map(({ ms }) => ms.total);
  const share = (stage: 'decode' | 'detect' | 'emotion') =>
    quantile(
      looks.map(({ ms }) => ms[stage] / ms.total),
      0.5,
    );
  return {
    p50_ms: quantile(times, 0.5),
    p95_ms: quantile(times, 0.95),
    decode_share: share('decode'),
    detect_share: share('detect'),
    emotion_share: share('emotion'),
  };
}
