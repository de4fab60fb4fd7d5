/** The only file in the eyes that knows sharp: photo bytes to upright RGB pixels, within limits. */
import sharp, { type Metadata } from 'sharp';
import { AppError } from '../../errors.ts';
import { type PhotoFormat, sniff } from './format.ts';
import { checkBytes, PHOTO_LIMITS, type PhotoLimits } from './limits.ts';
import type { Raster } from './raster.ts';

/** A photo, upright, scaled so that the longer side is at most WORKING_SIDE. */
export interface Photo {
  readonly raster: Raster;
  /** Size of the upright photo as sent, in pixels. */
  readonly width: number;
  readonly height: number;
}

/** The smallest faces that the detector finds, 1/25 of the side, then still have the 48 pixels that a crop takes. */
export const WORKING_SIDE = 1280;

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
  const format = checkFormat(bytes, limits);
  const { width, height } = await checkHeader(bytes, format, limits);
  try {
    const { data, info } = await sharp(bytes, {
      failOn: 'error',
      sequentialRead: true,
      limitInputPixels: false,
    })
      .autoOrient()
      .resize({ width: WORKING_SIDE, height: WORKING_SIDE, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { raster: { data, width: info.width, height: info.height, channels: 3 }, width, height };
  } catch (cause) {
    throw unreadable(format, cause);
  }
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

/** Reads the header alone, so that a size is refused before a byte of it is reserved. */
async function checkHeader(
  bytes: Uint8Array,
  format: PhotoFormat,
  limits: PhotoLimits,
): Promise<Metadata['autoOrient']> {
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
  return header.autoOrient;
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
