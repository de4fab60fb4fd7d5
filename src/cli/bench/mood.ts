/** From photo bytes to reading, as a member's request takes it: through the process of the eyes, one after the other. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Look } from '../../domain/reading.ts';
import { openEyes } from '../../inference/eyes.ts';
import { wholeNumber } from '../arguments.ts';
import type { Task } from '../command-line.ts';
import { quantile } from '../statistics.ts';
import { CANVASES, portraitOn } from './photos.ts';
import { ROOT } from './processes.ts';

const WARM_UP = 5;

export const mood: Task = {
  name: 'mood',
  summary: 'photo bytes to reading, 12 megapixels and 1080p: [--runs N]',
  async run({ rest, logger }) {
    const { values } = parseArgs({ args: [...rest], options: { runs: { type: 'string', default: '50' } } });
    const runs = wholeNumber('--runs', values.runs);
    const eyes = await openEyes({ modelsFolder: path.join(ROOT, 'models'), logger });
    try {
      const results: Record<string, object> = {};
      for (const [name, size] of Object.entries(CANVASES)) {
        const bytes = await portraitOn(size);
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
