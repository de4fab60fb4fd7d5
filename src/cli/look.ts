/** What the eyes see in photos and clips: npm run look -- FILE... [--together] [--why OUT.png] [--json] */
import { createReadStream } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { EMOTIONS } from '../domain/emotion.ts';
import type { Explanation } from '../domain/explanation.ts';
import type { FaceReading, Look } from '../domain/reading.ts';
import { AppError, messageOf } from '../errors.ts';
import { translator } from '../i18n/i18n.ts';
import { EYES_LIMITS, MAX_FILES, openEyes } from '../inference/eyes.ts';
import { createLogger } from '../logger.ts';
import { complain, print, printJson, runCommand, UsageError } from './command-line.ts';

const USAGE = `usage: npm run look -- FILE... [--together] [--why OUT.png] [--json]

  Reads each file, a photo, an animated picture or a short clip, and prints the faces in it, the largest first.
  --together         the files, ${MAX_FILES} at most, show one moment and give one reading
  --why OUT.png      writes what the reading of the largest face hangs on, for one file or with --together
  --json             one object a file: {file, faces: [{box, emotions, mood, confidence, ...}], frames, ms, stages}
                     or {file, error: {code, message}}; with --together one object, with files instead of file
  --models FOLDER    other models than the project's`;

/** Characters of a full bar. */
const BAR = 30;

await runCommand(USAGE, async () => {
  const { values, positionals: files } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      together: { type: 'boolean', default: false },
      why: { type: 'string' },
      models: { type: 'string', default: path.join(import.meta.dirname, '../../models') },
    },
  });
  if (files.length === 0) throw new UsageError('no photo was named');
  if (values.together && files.length > MAX_FILES)
    throw new UsageError(`--together: expected ${MAX_FILES} files at most, received ${files.length}`);
  const moments = values.together ? [files] : files.map((file) => [file]);
  if (values.why !== undefined && moments.length > 1)
    throw new UsageError(`--why: expected one file, or --together, received ${files.length} files`);
  const eyes = await openEyes({ modelsFolder: values.models, logger: createLogger('error') });
  try {
    let failures = 0;
    for (const moment of moments) {
      const name = moment.join(' + ');
      const named = values.together ? { files: moment } : { file: name };
      try {
        const bytes = await Promise.all(moment.map(bytesOf));
        const look = await eyes.look(bytes);
        if (values.json) printJson({ ...named, ...toJson(look) });
        else print(describe(name, look));
        if (values.why !== undefined) await writeWhy(values.why, await eyes.explain(bytes));
      } catch (error) {
        failures++;
        const message = sentenceOf(error);
        if (values.json)
          printJson({ ...named, error: { code: error instanceof AppError ? error.code : 'file', message } });
        complain(`${name}: ${message}`);
      }
    }
    return failures === 0 ? 0 : 1;
  } finally {
    await eyes.close();
  }
});

/** Asks for the size first, and reads no more than it may: a device or a pipe has no size and perhaps no end. */
async function bytesOf(file: string): Promise<Uint8Array> {
  const { size } = await stat(file);
  const limit = EYES_LIMITS.maxBytes;
  const bytes = size > limit ? undefined : await buffer(createReadStream(file, { end: limit }));
  if (bytes === undefined || bytes.length > limit)
    throw new AppError('photo.too_large', { bytes: Math.max(size, bytes?.length ?? 0), limit });
  return bytes;
}

/** The picture that members get behind "Why?". */
async function writeWhy(file: string, explanation: Explanation): Promise<void> {
  // Loaded when it is wanted: the bot's replies come with all of discord.js.
  const { whyPicture } = await import('../commands/mood/why-view.ts');
  await writeFile(file, await whyPicture(explanation, translator('en')));
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof AppError)) return messageOf(error);
  if (error.code === 'eyes.unavailable') return `${error.context.problem}\n  Remedy: ${error.context.remedy}`;
  return translator('en').error(error.code, error.context) ?? error.message;
}

function toJson({ width, height, faces, frames, ms }: Look): object {
  const { total, ...stages } = ms;
  return { width, height, faces, frames, ms: total, stages };
}

function describe(file: string, { width, height, faces, frames, ms }: Look): string {
  const total = `${Math.round(ms.total)} ms`;
  if (faces.length === 0) {
    return `${file}: ${width} x ${height}, no face found (${total}). One face that fills a good part of the picture works best.`;
  }
  const noun = faces.length === 1 ? 'face' : 'faces; the largest decides';
  const from = frames === 1 ? '' : `, read from ${frames} frames`;
  return [
    `${file}: ${width} x ${height}, ${faces.length} ${noun}${from} (${total})`,
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
