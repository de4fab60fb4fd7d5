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
import { type MoodTable, moodScores, readMoodTable, strongestMood } from './emotion/mood-table.ts';
import { alignFace } from './face/align.ts';
import { type Detector, openDetector } from './face/detector.ts';
import { areaOf, type Face } from './face/face.ts';
import { decodePhoto, type Photo } from './image/decode.ts';
import type { PhotoLimits } from './image/limits.ts';

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
export async function readPhoto(bytes: Uint8Array, parts: ReaderParts, limits?: PhotoLimits): Promise<Look> {
  const start = performance.now();
  const photo = await decodePhoto(bytes, limits);
  const decoded = performance.now();
  const found = await parts.detector.detect(photo.raster);
  const faces = found.sort((a, b) => areaOf(b) - areaOf(a)).slice(0, MAX_FACES);
  const detected = performance.now();
  const { manifest } = parts.classifier;
  const crops = faces.map((face) => alignFace(photo.raster, face, manifest.template, manifest.size));
  const logits = await parts.classifier.classify(crops);
  const readings = faces.map((face, i) =>
    toReading(toBox(face, photo), face.score, logits[i] as EmotionLogits, manifest, parts.table),
  );
  const end = performance.now();
  return {
    width: photo.width,
    height: photo.height,
    faces: readings,
    ms: { decode: decoded - start, detect: detected - decoded, emotion: end - detected, total: end - start },
  };
}

/** Calibrates the logits and decides the mood: what is not confident counts as neutral. */
export function toReading(
  box: Box,
  faceScore: number,
  logits: EmotionLogits,
  manifest: Pick<EmotionManifest, 'temperatures' | 'neutralThreshold'>,
  table: MoodTable,
): FaceReading {
  const probabilities = softmax(logits.ferplus, manifest.temperatures.ferplus);
  const emotions = Object.fromEntries(
    EMOTIONS.map((emotion, i) => [emotion, probabilities[i]]),
  ) as EmotionScores;
  const confidence = probabilities[argmax(probabilities)] as number;
  const confident = confidence >= manifest.neutralThreshold;
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
