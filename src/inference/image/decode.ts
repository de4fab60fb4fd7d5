/** The only file in the eyes that knows sharp: photo bytes to upright RGB pixels, within limits. */
import sharp, { type Sharp } from 'sharp';
import { AppError } from '../../errors.ts';
import { evenlySpread } from '../spread.ts';
import { type PhotoFormat, sniff } from './format.ts';
import { checkBytes, PHOTO_LIMITS, type PhotoLimits } from './limits.ts';
import { type Raster, WORKING_SIDE } from './raster.ts';

/** A photo, upright, scaled so that the longer side is at most WORKING_SIDE, or QUICK_SIDE where there is detail(). */
export interface Photo {
  readonly raster: Raster;
  /** Decodes it again, to WORKING_SIDE: for faces too small in `raster`. */
  readonly detail?: () => Promise<Raster>;
  /** Size of the upright photo as sent, in pixels. */
  readonly width: number;
  readonly height: number;
}

/**
 * Sets sharp up for a process that does nothing but read photos: one thread and no cache, since photos come one by one,
 * and none of the decoders that follow links or run scripts.
 */
export function confineDecoders(): void {
  sharp.concurrency(1);
  sharp.cache(false);
  sharp.block({ operation: ['VipsForeignLoadSvg', 'VipsForeignLoadPdf', 'VipsForeignLoadMagick'] });
}

/**
 * Decodes a photo: the first frame, upright by its EXIF orientation, on white where it is transparent, as 8-bit sRGB.
 * @throws AppError `photo.empty`, `photo.too_large` {bytes, limit}, `photo.svg`, `photo.unsupported` {format},
 *   `photo.not_an_image`, `photo.too_many_pixels` {width, height, limit} or `photo.truncated` {format}: cut off or
 *   damaged
 */
export async function decodePhoto(bytes: Uint8Array, limits: PhotoLimits = PHOTO_LIMITS): Promise<Photo> {
  const header = await checkHeader(bytes, limits);
  return await decode(bytes, header);
}

/**
 * Decodes a photo, or evenly spread frames of an animated GIF or WebP, in their order. Frames build on each other and
 * are decoded in one go, so what goes beyond `maxPixels` of them is not looked at.
 * @param count frames wanted, at most
 * @throws AppError as decodePhoto does, and `photo.too_many_frames` {frames, limit}
 */
export async function* decodeFrames(
  bytes: Uint8Array,
  count: number,
  limits: PhotoLimits = PHOTO_LIMITS,
): AsyncGenerator<Photo> {
  const header = await checkHeader(bytes, limits);
  const { format, width, height, pages } = header;
  if (pages > MAX_PAGES) throw new AppError('photo.too_many_frames', { frames: pages, limit: MAX_PAGES });
  const read = Math.min(pages, Math.floor(limits.maxPixels / (width * height)));
  if (read < 2) {
    yield await decode(bytes, header);
    return;
  }
  const all = await decodePages(bytes, format, read);
  const size = width * height * 3;
  for (const page of evenlySpread(read, count)) {
    const data = all.subarray(page * size, (page + 1) * size);
    yield { raster: await toWorkingSize({ data, width, height, channels: 3 }), width, height };
  }
}

/** A minute of 16 frames a second. */
const MAX_PAGES = 1000;

/** The first frames of an animation, one below the other. */
async function decodePages(bytes: Uint8Array, format: PhotoFormat, pages: number): Promise<Uint8Array> {
  try {
    return await asRgb(sharp(bytes, { failOn: 'error', limitInputPixels: false, pages })).toBuffer();
  } catch (cause) {
    throw unreadable(format, cause);
  }
}

async function toWorkingSize(raster: Raster): Promise<Raster> {
  const { data, width, height, channels } = raster;
  if (Math.max(width, height) <= WORKING_SIDE) return raster;
  return await toRaster(sharp(data, { raw: { width, height, channels } }), WORKING_SIDE);
}

/**
 * Twice what the detector looks at, so that it sees the same; and a third of Full HD, since libjpeg halves a picture
 * while it decodes, which is faster, only where sharp is asked for a third or less.
 */
export const QUICK_SIDE = 640;
const QUICK_FROM = 3 * QUICK_SIDE;

async function decode(bytes: Uint8Array, header: Header): Promise<Photo> {
  const { format, width, height } = header;
  const detail = () => decodeTo(WORKING_SIDE, bytes, format);
  if (format !== 'jpeg' || Math.max(width, height) < QUICK_FROM)
    return { raster: await detail(), width, height };
  return { raster: await decodeTo(QUICK_SIDE, bytes, format), detail, width, height };
}

async function decodeTo(side: number, bytes: Uint8Array, format: PhotoFormat): Promise<Raster> {
  const options = { failOn: 'error', sequentialRead: true, limitInputPixels: false } as const;
  try {
    return await toRaster(sharp(bytes, options).autoOrient(), side);
  } catch (cause) {
    throw unreadable(format, cause);
  }
}

async function toRaster(picture: Sharp, side: number): Promise<Raster> {
  const smaller = picture.resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true });
  const { data, info } = await asRgb(smaller).toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: 3 };
}

/** On white where it is transparent. */
function asRgb(picture: Sharp): Sharp {
  return picture.flatten({ background: '#ffffff' }).toColourspace('srgb').raw({ depth: 'uchar' });
}

function checkFormat(bytes: Uint8Array, limits: PhotoLimits): PhotoFormat {
  checkBytes(bytes, limits);
  const sniffed = sniff(bytes);
  if (sniffed.kind === 'unknown') throw new AppError('photo.not_an_image', { bytes: bytes.length });
  if (sniffed.kind === 'photo') return sniffed.format;
  throw sniffed.format === 'svg'
    ? new AppError('photo.svg')
    : new AppError('photo.unsupported', { format: sniffed.format });
}

interface Header {
  readonly format: PhotoFormat;
  /** Of the upright picture. */
  readonly width: number;
  readonly height: number;
  /** Frames of an animation, else 1. */
  readonly pages: number;
}

/** Reads the header alone, so that a size is refused before a byte of it is reserved. */
async function checkHeader(bytes: Uint8Array, limits: PhotoLimits): Promise<Header> {
  const format = checkFormat(bytes, limits);
  const limit = format === 'jpeg' ? limits.maxJpegPixels : limits.maxPixels;
  const check = ({ width, height }: { width: number; height: number }) => {
    if (width * height > limit) throw new AppError('photo.too_many_pixels', { width, height, limit });
  };
  if (format === 'png') check(pngSize(bytes));
  const header = await sharp(bytes, { failOn: 'error', limitInputPixels: false })
    .metadata()
    .catch((cause: unknown) => {
      throw unreadable(format, cause);
    });
  check(header.autoOrient);
  // The pages of a TIFF or an AVIF are pictures of their own.
  const pages = format === 'gif' || format === 'webp' ? (header.pages ?? 1) : 1;
  return { format, ...header.autoOrient, pages };
}

/** The size in a PNG's header (PNG, section 11.2.1), which libpng tells only when pixels follow it; 0 x 0 for a stump. */
function pngSize(bytes: Uint8Array): { width: number; height: number } {
  if (bytes.length < 24) return { width: 0, height: 0 };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

/** Loaders do not agree on telling bytes that end early from bytes that are wrong, so the answer covers both. */
function unreadable(format: PhotoFormat, cause: unknown): AppError {
  return new AppError('photo.truncated', { format }, { cause });
}
