/** The content type Discord shows for a file: what the sender said, or else what the name's ending stands for. */
const BY_ENDING: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  heic: 'image/heic',
  svg: 'image/svg+xml',
  bmp: 'image/bmp',
  tiff: 'image/tiff',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  opus: 'audio/ogg',
  flac: 'audio/flac',
  wav: 'audio/wav',
  m4a: 'audio/mp4',
  mp4: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
  json: 'application/json',
  pdf: 'application/pdf',
  txt: 'text/plain; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
};

/** @param told the multipart part's type; the generic one says nothing */
export function contentTypeOf(name: string, told: string | undefined): string | undefined {
  if (told && told !== 'application/octet-stream') return told;
  return BY_ENDING[endingOf(name)];
}

/**
 * Whether a file fits an option's `file_types`: `image`, `audio`, `video` or endings such as `.png`. As at Discord,
 * only the name counts, never the bytes.
 */
export function fitsFileTypes(name: string, fileTypes: readonly string[]): boolean {
  const ending = endingOf(name);
  const family = BY_ENDING[ending]?.split('/')[0];
  return fileTypes.some((type) =>
    type.startsWith('.') ? type.slice(1).toLowerCase() === ending : type === family,
  );
}

function endingOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot + 1).toLowerCase();
}
