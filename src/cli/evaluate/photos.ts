/** Photographs named for what they show: NAME-neutral.jpg, NAME-smiling.jpg, ... */
import { readdir } from 'node:fs/promises';
import type { Emotion } from '../../domain/emotion.ts';
import { AppError, messageOf } from '../../errors.ts';

export interface NamedPhoto {
  readonly file: string;
  /** What stands before the emotion: photos of one person are no independent witnesses. */
  readonly person: string;
  readonly truth: Emotion;
}

/** The words that name an emotion at the end of a file's name. */
const WORDS: Readonly<Record<string, Emotion>> = {
  neutral: 'neutral',
  smiling: 'happiness',
  happy: 'happiness',
  happiness: 'happiness',
  sad: 'sadness',
  sadness: 'sadness',
  surprised: 'surprise',
  surprise: 'surprise',
  angry: 'anger',
  anger: 'anger',
  disgusted: 'disgust',
  disgust: 'disgust',
  afraid: 'fear',
  fearful: 'fear',
  fear: 'fear',
  contemptuous: 'contempt',
  contempt: 'contempt',
};

const PICTURE = /^(.+)-([a-z]+)\.(?:jpe?g|png|webp|avif|tiff?|gif|hei[cf])$/i;

/**
 * The photos of a folder, in order of their names; other files are passed over.
 * @throws AppError `photos.none` {folder, problem, remedy} when there are none
 */
export async function namedPhotos(folder: string): Promise<NamedPhoto[]> {
  const none = (problem: string, cause?: unknown) =>
    new AppError(
      'photos.none',
      { folder, problem, remedy: `Name photos NAME-WORD.jpg; words: ${Object.keys(WORDS).join(', ')}.` },
      { cause },
    );
  const files = await readdir(folder).catch((cause: unknown) => {
    throw none(messageOf(cause), cause);
  });
  const photos = files.sort().flatMap((file) => {
    const [, person = '', word = ''] = PICTURE.exec(file) ?? [];
    const truth = WORDS[word.toLowerCase()];
    return truth === undefined ? [] : [{ file, person, truth }];
  });
  if (photos.length === 0)
    throw none(`none of its ${files.length} files is a photo named NAME-neutral.jpg, NAME-smiling.jpg, ...`);
  return photos;
}
