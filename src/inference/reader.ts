/** Photo bytes to readings, stage by stage; runs in the process of the eyes (process.ts). */
import path from 'node:path';
import { EMOTIONS, type EmotionScores } from '../domain/emotion.ts';
import type { Box, FaceReading, Look } from '../domain/reading.ts';
import { argmax, softmax } from './emotion/calibrate.ts';
import {
  type EmotionClassifier,
  type EmotionLogits,
  type EmotionManifest,
  openEmotionClassifier,
} from './emotion/classifier.ts';
import { type FrameOfFace, fuse } from './emotion/fuse.ts';
import { type MoodTable, moodScores, readMoodTable, strongestMood } from './emotion/mood-table.ts';
import { asInPhotographs } from './emotion/photographs.ts';
import { alignFace } from './face/align.ts';
import { lookCloser } from './face/closer.ts';
import { type Detector, openDetector } from './face/detector.ts';
import { areaOf, type Face } from './face/face.ts';
import { follow } from './face/follow.ts';
import { decodeFrames, type Photo } from './image/decode.ts';
import type { PhotoLimits } from './image/limits.ts';
import type { Picture } from './protocol.ts';
import { framesPerFile } from './spread.ts';
import { type Stopwatch, stopwatch } from './stopwatch.ts';

/** More faces than this in one photo are not read: the largest decide anyway. */
const MAX_FACES = 16;

/** The models, opened. */
export interface ReaderParts {
  readonly detector: Detector;
  readonly classifier: EmotionClassifier;
  readonly table: MoodTable;
}

export function detectorFolder(modelsFolder: string): string {
  return path.join(modelsFolder, 'face-detector');
}

/** The classifier and its table of one models folder. */
export async function openEmotion(modelsFolder: string): Promise<Omit<ReaderParts, 'detector'>> {
  const table = await readMoodTable(path.join(modelsFolder, 'emotion-to-mood.csv'));
  return { table, classifier: await openEmotionClassifier(path.join(modelsFolder, 'emotion')) };
}

export async function openReader(modelsFolder: string): Promise<ReaderParts> {
  return { detector: await openDetector(detectorFolder(modelsFolder)), ...(await openEmotion(modelsFolder)) };
}

/**
 * Looks at one photo.
 * @throws AppError `photo.*`, see image/decode.ts
 */
export function readPhoto(bytes: Uint8Array, parts: ReaderParts, limits?: PhotoLimits): Promise<Look> {
  return readMoment([[{ bytes }]], parts, limits);
}

/** The first frame with a face, and what was cut out of it and of the frames behind it. */
interface Sight {
  readonly photo: Photo;
  readonly faces: readonly Face[];
  /** One per face, the largest first. */
  readonly crops: readonly Float32Array[];
  /** The largest face again, in later frames. */
  readonly later: Float32Array[];
}

/**
 * Looks at the pictures of one moment. The faces are those of the first picture with a face; the largest of them is
 * found again in the others and read from all of them.
 * @throws AppError `photo.*`, see image/decode.ts
 */
export async function readMoment(...moment: Parameters<typeof readClosely>): Promise<Look> {
  return (await readClosely(...moment)).look;
}

/** A reading, and what it was made of. */
export interface CloseLook {
  readonly look: Look;
  /** Of the largest face: each frame that it was read from. */
  readonly frames: readonly FrameOfFace[];
}

/** As {@link readMoment}, with the crops that the network got. */
export async function readClosely(
  files: readonly (readonly Picture[])[],
  parts: ReaderParts,
  limits?: PhotoLimits,
): Promise<CloseLook> {
  const { detector, classifier } = parts;
  const { template, size } = classifier.manifest;
  const timer = stopwatch();
  const person = follow();
  let photo: Photo | undefined;
  let sight: Sight | undefined;
  let seenIn: number | undefined;
  for await (const { frame, file } of framesOf(files, limits, timer)) {
    photo ??= frame;
    const found = await timer.time('detect', () => detector.detect(frame.raster));
    const largest = found.sort((a, b) => areaOf(b) - areaOf(a)).slice(0, MAX_FACES);
    const { raster, faces } = await timer.time('decode', () => lookCloser(frame, largest, template));
    const face = person.find(faces, raster, file !== seenIn);
    if (face === undefined) continue;
    seenIn = file;
    const cut = (seen: Face) => timer.timeSync('emotion', () => alignFace(raster, seen, template, size));
    if (sight === undefined) sight = { photo: { ...frame, raster }, faces, crops: faces.map(cut), later: [] };
    else sight.later.push(cut(face));
  }
  const { readings, frames } =
    sight === undefined ? NOBODY : await timer.time('emotion', () => readSight(sight, parts));
  const { width = 0, height = 0 } = sight?.photo ?? photo ?? {};
  const look = { width, height, faces: readings, frames: frames.length, ms: timer.ms() };
  return { look, frames };
}

/** Every frame of every file, one in memory at a time. */
async function* framesOf(
  files: readonly (readonly Picture[])[],
  limits: PhotoLimits | undefined,
  timer: Stopwatch,
): AsyncGenerator<{ frame: Photo; file: number }> {
  const count = framesPerFile(files.length);
  for (const [file, pictures] of files.entries()) {
    for (const { bytes, sent } of pictures) {
      const frames = decodeFrames(bytes, pictures.length === 1 ? count : 1, limits);
      for (;;) {
        const { done, value } = await timer.time('decode', () => frames.next());
        if (done) break;
        yield { frame: { ...value, ...sent }, file };
      }
    }
  }
}

const NOBODY = { readings: [], frames: [] } as const;

async function readSight(
  { photo, faces, crops, later }: Sight,
  { classifier, table }: ReaderParts,
): Promise<{ readings: readonly FaceReading[]; frames: readonly FrameOfFace[] }> {
  const { manifest } = classifier;
  const all = [...crops, ...later];
  const read = (await classifier.classify(all)).map((logits, i) => ({
    crop: all[i] as Float32Array,
    probabilities: calibrate(logits, manifest),
  }));
  const frames = [...read.slice(0, 1), ...read.slice(crops.length)];
  const readings = faces.map((face, i) => {
    const ofFace = i === 0 ? frames : read.slice(i, i + 1);
    return decide(toBox(face, photo), face.score, fuse(ofFace), manifest, table);
  });
  return { readings, frames };
}

type Calibration = Pick<EmotionManifest, 'temperatures'>;
type Decision = Calibration & Pick<EmotionManifest, 'neutralThreshold'>;

/** Calibrates the logits and decides the mood. */
export function toReading(
  box: Box,
  faceScore: number,
  logits: EmotionLogits,
  manifest: Decision,
  table: MoodTable,
): FaceReading {
  return decide(box, faceScore, calibrate(logits, manifest), manifest, table);
}

/** @returns probabilities as the bot tells them, one per emotion of EMOTIONS */
export function calibrate(logits: EmotionLogits, { temperatures }: Calibration): number[] {
  return asInPhotographs(softmax(logits.ferplus, temperatures.ferplus), logits.smile);
}

/** Decides the mood: what is not confident counts as neutral. */
function decide(
  box: Box,
  faceScore: number,
  probabilities: readonly number[],
  { neutralThreshold }: Pick<EmotionManifest, 'neutralThreshold'>,
  table: MoodTable,
): FaceReading {
  const emotions = Object.fromEntries(
    EMOTIONS.map((emotion, i) => [emotion, probabilities[i]]),
  ) as EmotionScores;
  const confidence = probabilities[argmax(probabilities)] as number;
  const confident = confidence >= neutralThreshold;
  const moods = moodScores(emotions, table);
  const mood = confident ? strongestMood(moods) : table.neutral;
  return { box, faceScore, emotions, confidence, confident, moods, mood };
}

/** From the working picture's pixels to whole pixels of the photo, within it. */
function toBox(face: Face, { raster, width, height }: Photo): Box {
  const scaleX = width / raster.width;
  const scaleY = height / raster.height;
  const within = (value: number, most: number) => Math.round(Math.max(0, Math.min(most, value)));
  const x = within(face.left * scaleX, width);
  const y = within(face.top * scaleY, height);
  return {
    x,
    y,
    width: within(face.right * scaleX, width) - x,
    height: within(face.bottom * scaleY, height) - y,
  };
}
