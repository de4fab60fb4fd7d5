import { MOODS } from '../../domain/mood.ts';
import { type Check, finite, languageCode, object, oneOf, optional, text } from '../../storage/shape.ts';

/** What a stored track must have; a field that a later version adds is let through. */
export const checkTrack: Check = object({
  id: text,
  title: text,
  artist: text,
  album: optional(text),
  language: languageCode,
  mood: oneOf(...MOODS),
  durationMs: finite,
  file: text,
  licence: text,
  note: optional(text),
  loudnessLufs: optional(finite),
  tempoBpm: optional(finite),
  valence: optional(finite),
  arousal: optional(finite),
  source: oneOf('demo', 'import'),
});
