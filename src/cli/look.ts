/** What the eyes see in photos: npm run look -- PHOTO... [--json] */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { EMOTIONS } from '../domain/emotion.ts';
import type { FaceReading, Look } from '../domain/reading.ts';
import { AppError, messageOf } from '../errors.ts';
import { translator } from '../i18n/i18n.ts';
import { EYES_LIMITS, type Eyes, openEyes } from '../inference/eyes.ts';
import { createLogger } from '../logger.ts';
import { complain, print, printJson, runCommand, UsageError } from './command-line.ts';

const USAGE = `usage: npm run look -- PHOTO... [--json]

  Reads each photo and prints the faces in it, the largest first.
  --json             one object a photo: {file, faces: [{box, emotions, mood, confidence, ...}], ms, stages}
                     or {file, error: {code, message}}
  --models FOLDER    other models than the project's`;

/** Characters of a full bar. */
const BAR = 30;

await runCommand(USAGE, async () => {
  const { values, positionals: files } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      models: { type: 'string', default: path.join(import.meta.dirname, '../../models') },
    },
  });
  if (files.length === 0) throw new UsageError('no photo was named');
  const eyes = await openEyes({ modelsFolder: values.models, logger: createLogger('error') });
  try {
    let failures = 0;
    for (const file of files) {
      try {
        const look = await lookAt(file, eyes);
        if (values.json) printJson(toJson(file, look));
        else print(describe(file, look));
      } catch (error) {
        failures++;
        const message = sentenceOf(error);
        if (values.json)
          printJson({ file, error: { code: error instanceof AppError ? error.code : 'file', message } });
        complain(`${file}: ${message}`);
      }
    }
    return failures === 0 ? 0 : 1;
  } finally {
    await eyes.close();
  }
});

/** Asks for the size first, and reads no more than it may: a device or a pipe has no size and perhaps no end. */
async function lookAt(file: string, eyes: Eyes): Promise<Look> {
  const { size } = await stat(file);
  const limit = EYES_LIMITS.maxBytes;
  const bytes = size > limit ? undefined : await buffer(createReadStream(file, { end: limit }));
  if (bytes === undefined || bytes.length > limit)
    throw new AppError('photo.too_large', { bytes: Math.max(size, bytes?.length ?? 0), limit });
  return await eyes.look([bytes]);
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof AppError)) return messageOf(error);
  if (error.code === 'eyes.unavailable') return `${error.context.problem}\n  Remedy: ${error.context.remedy}`;
  return translator('en').error(error.code, error.context) ?? error.message;
}

function toJson(file: string, { width, height, faces, ms }: Look): object {
  const { total, ...stages } = ms;
  return { file, width, height, faces, ms: total, stages };
}

function describe(file: string, { width, height, faces, ms }: Look): string {
  const total = `${Math.round(ms.total)} ms`;
  if (faces.length === 0) {
    return `${file}: ${width} x ${height}, no face found (${total}). One face that fills a good part of the picture works best.`;
  }
  const noun = faces.length === 1 ? 'face' : 'faces; the largest decides';
  return [
    `${file}: ${width} x ${height}, ${faces.length} ${noun} (${total})`,
    ...faces.map(describeFace),
  ].join('\n');
}

function describeFace({ box, emotions, mood, confident, moods }: FaceReading): string {
  const doubt = confident ? '' : ', not sure enough: counts as neutral';
  const bars = EMOTIONS.map((emotion) => {
    const share = emotions[emotion];
    const bar = '█'.repeat(Math.round(share * BAR)).padEnd(BAR, '·');
    return `    ${emotion.padEnd(10)} ${bar} ${percent(share)}`;
  });
  return [
    `  ${mood} (${percent(moods[mood])}${doubt}), face of ${box.width} x ${box.height} at ${box.x}, ${box.y}`,
    ...bars,
  ].join('\n');
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
