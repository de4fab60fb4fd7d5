import { AppError } from '../../errors.ts';

export interface PhotoLimits {
  readonly maxBytes: number;
  /** Pixels of a JPEG, which is decoded at a reduced size. */
  readonly maxJpegPixels: number;
  /** Pixels of every other format, which must be decoded whole. */
  readonly maxPixels: number;
}

/** 64 megapixels admits the photos of 48 and 50 megapixel phones; 32 keeps a 16-bit RGBA bitmap within 256 MB. */
export const PHOTO_LIMITS: PhotoLimits = { maxBytes: 10 * 1024 * 1024, maxJpegPixels: 64e6, maxPixels: 32e6 };

/** @throws AppError `photo.empty` or `photo.too_large` {bytes, limit} */
export function checkBytes(bytes: Uint8Array, { maxBytes }: PhotoLimits): void {
  if (bytes.length === 0) throw new AppError('photo.empty');
  if (bytes.length > maxBytes)
    throw new AppError('photo.too_large', { bytes: bytes.length, limit: maxBytes });
}
