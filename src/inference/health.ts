/** Opens the models and says of each whether it is usable, and if not, how to mend it. */
import { AppError, messageOf } from '../errors.ts';
import { openDetector } from './face/detector.ts';
import type { ModelHealth } from './protocol.ts';
import { detectorFolder, openEmotion, type ReaderParts } from './reader.ts';

export interface OpenedModels {
  readonly health: readonly ModelHealth[];
  /** Absent unless all models are usable. */
  readonly parts?: ReaderParts;
}

export async function openModels(modelsFolder: string): Promise<OpenedModels> {
  const [detector, emotion] = await Promise.allSettled([
    openDetector(detectorFolder(modelsFolder)),
    openEmotion(modelsFolder),
  ]);
  const health: ModelHealth[] = [
    detector.status === 'fulfilled'
      ? { model: 'face-detector', ok: true, sha256: detector.value.sha256 }
      : { model: 'face-detector', ok: false, ...explain(detector.reason) },
    emotion.status === 'fulfilled'
      ? { model: 'emotion', ok: true, sha256: emotion.value.classifier.manifest.sha256 }
      : { model: 'emotion', ok: false, ...explain(emotion.reason) },
  ];
  if (detector.status === 'rejected' || emotion.status === 'rejected') return { health };
  return { health, parts: { detector: detector.value, ...emotion.value } };
}

const RESTORE = 'restore the folder models/ from the repository (git checkout -- models) and start again';

/** What is wrong and what to do, as sentences for the host of the bot. */
const EXPLANATIONS: Readonly<
  Record<string, (context: AppError['context']) => { problem: string; remedy: string }>
> = {
  'model.missing': ({ file, problem }) => ({
    problem: `${file} cannot be read: ${problem}`,
    remedy: RESTORE,
  }),
  'model.wrong_hash': ({ file, expected, received }) => ({
    problem: `${file} has SHA-256 ${received}, but its manifest says ${expected}`,
    remedy: `${RESTORE}; after replacing the model on purpose, write the new hash into manifest.json beside it`,
  }),
  'model.unreadable': ({ file, problem }) => ({
    problem: `${file} is no usable ONNX model: ${problem}`,
    remedy: RESTORE,
  }),
  'model.wrong_interface': ({ file, expected, received }) => ({
    problem: `${file} takes and gives ${received}, expected ${expected}`,
    remedy: RESTORE,
  }),
  'model.bad_manifest': ({ file, field, expected, received }) => ({
    problem: `${file}: expected ${field === '' ? '' : `${field} to be `}${expected} but received ${received}`,
    remedy: `correct the manifest, or ${RESTORE}`,
  }),
  'moods.missing': ({ file, problem }) => ({
    problem: `${file} cannot be read: ${problem}`,
    remedy: RESTORE,
  }),
  'moods.bad_table': ({ file, line, problem }) => ({
    problem: `${file}${line === 0 ? '' : `, line ${line}`}: ${problem}`,
    remedy: 'correct the table and start again',
  }),
};

function explain(reason: unknown): { problem: string; remedy: string } {
  const words = reason instanceof AppError ? EXPLANATIONS[reason.code]?.(reason.context) : undefined;
  return words ?? { problem: messageOf(reason), remedy: RESTORE };
}
