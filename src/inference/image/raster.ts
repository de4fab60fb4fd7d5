/** Pixels in memory, row by row from the top left, channels interleaved, 0..255. */
export interface Raster {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** 3 = sRGB, 1 = grey. */
  readonly channels: 1 | 3;
}

/** BT.601 luma weights (ITU-R BT.601-7, section 2.5.1), the grey of FER2013 and of JPEG. */
export const LUMA = [0.299, 0.587, 0.114] as const;

/** Longer side of the picture that is searched: the smallest faces found, 1/25 of it, still have a crop's 48 pixels. */
export const WORKING_SIDE = 1280;
