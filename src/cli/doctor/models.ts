/** Whether the eyes can see: every model present and unchanged. */
import { join } from 'node:path';
import type { Config } from '../../config.ts';
import { openEyes } from '../../inference/eyes.ts';
import type { Logger } from '../../logger.ts';
import { type Finding, failed, fine } from './finding.ts';

export async function* checkModels(config: Config, logger: Logger): AsyncGenerator<Finding> {
  const eyes = await openEyes({ modelsFolder: join(config.root, 'models'), logger });
  try {
    for (const model of eyes.health) {
      yield model.ok
        ? fine('model', `${model.model} ${model.sha256.slice(0, 12)}`)
        : failed(
            'model',
            `${model.model}: ${model.problem}`,
            `${model.remedy}. Until then /mood offers a menu.`,
          );
    }
  } finally {
    await eyes.close();
  }
}
