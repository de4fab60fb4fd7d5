/** What a file is, by its first bytes; its name and its declared type are not asked, since both are often wrong. */

export type PhotoFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'avif' | 'tiff';
/** What FFmpeg takes apart: clips, and the photos of iPhones. */
export type ClipFormat = 'mp4' | 'webm' | 'heic';
/** Recognised, so that the answer can say what to do instead. */
export type RefusedFormat = 'svg' | 'pdf' | 'bmp' | 'psd' | 'video' | 'zip';
type Format = PhotoFormat | ClipFormat | RefusedFormat;

export type Sniffed =
  | { readonly kind: 'photo'; readonly format: PhotoFormat }
  | { readonly kind: 'clip'; readonly format: ClipFormat }
  | { readonly kind: 'refused'; readonly format: RefusedFormat }
  | { readonly kind: 'unknown' };

interface Signature {
  readonly format: Format;
  readonly offset: number;
  /** Bytes as Latin-1 text. */
  readonly magic: string;
}

/** Magic numbers as in the formats' specifications; ISO BMFF brands (ISO/IEC 14496-12, 23008-12) stand at offset 8. */
const SIGNATURES: readonly Signature[] = [
  { format: 'jpeg', offset: 0, magic: '\xff\xd8\xff' },
  { format: 'png', offset: 0, magic: '\x89PNG\r\n\x1a\n' },
  { format: 'gif', offset: 0, magic: 'GIF87a' },
  { format: 'gif', offset: 0, magic: 'GIF89a' },
  { format: 'webp', offset: 8, magic: 'WEBP' },
  { format: 'tiff', offset: 0, magic: 'II*\0' },
  { format: 'tiff', offset: 0, magic: 'MM\0*' },
  { format: 'avif', offset: 4, magic: 'ftypavif' },
  { format: 'avif', offset: 4, magic: 'ftypavis' },
  { format: 'heic', offset: 4, magic: 'ftyphei' },
  { format: 'heic', offset: 4, magic: 'ftyphev' },
  { format: 'mp4', offset: 4, magic: 'ftyp' },
  // QuickTime files of before the brand was asked for.
  { format: 'mp4', offset: 4, magic: 'moov' },
  { format: 'mp4', offset: 4, magic: 'mdat' },
  { format: 'webm', offset: 0, magic: '\x1aE\xdf\xa3' },
  { format: 'video', offset: 8, magic: 'AVI ' },
  { format: 'video', offset: 0, magic: '\0\0\x01\xba' },
  { format: 'pdf', offset: 0, magic: '%PDF-' },
  { format: 'bmp', offset: 0, magic: 'BM' },
  { format: 'psd', offset: 0, magic: '8BPS' },
  { format: 'zip', offset: 0, magic: 'PK\x03\x04' },
];

const PHOTOS: readonly string[] = ['jpeg', 'png', 'webp', 'gif', 'avif', 'tiff'] satisfies PhotoFormat[];
const CLIPS: readonly string[] = ['mp4', 'webm', 'heic'] satisfies ClipFormat[];
const HEAD_BYTES = 1024;

/** Looks at the first bytes of a file. */
export function sniff(bytes: Uint8Array): Sniffed {
  const head = Buffer.from(bytes.subarray(0, HEAD_BYTES)).toString('latin1');
  const found = SIGNATURES.find(({ offset, magic }) => head.startsWith(magic, offset))?.format;
  const format = found === 'mp4' ? imageBrand(head) : found;
  if (format !== undefined) {
    if (isPhoto(format)) return { kind: 'photo', format };
    return isClip(format) ? { kind: 'clip', format } : { kind: 'refused', format };
  }
  if (looksLikeSvg(head)) return { kind: 'refused', format: 'svg' };
  return { kind: 'unknown' };
}

function isPhoto(format: Format): format is PhotoFormat {
  return PHOTOS.includes(format);
}

function isClip(format: Format): format is ClipFormat {
  return CLIPS.includes(format);
}

/** `mif1` and `msf1` say only "image"; the compatible brands behind it tell AVIF (AV1) from HEIC (HEVC). */
function imageBrand(head: string): 'avif' | 'heic' | 'mp4' {
  const major = head.slice(8, 12);
  if (major !== 'mif1' && major !== 'msf1') return 'mp4';
  return head.slice(16, 64).includes('avif') ? 'avif' : 'heic';
}

function looksLikeSvg(head: string): boolean {
  return /^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--[\s\S]*?-->\s*|<!DOCTYPE[^>]*>\s*)*<svg[\s>]/i.test(
    head,
  );
}
