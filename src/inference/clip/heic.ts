/** An HEIC photo to one still: its tiles decoded one by one, made smaller, and laid side by side. */
import { AppError } from '../../errors.ts';
import { WORKING_SIDE } from '../image/raster.ts';
import { type Darkroom, decodeHevc, type Ffmpeg, frameOf, openDarkroom } from './ffmpeg.ts';
import { type HeifPicture, readHeif, type Tile } from './heif.ts';
import type { ClipRequest, Still } from './protocol.ts';

/** @throws AppError `photo.truncated` {format}, `photo.codec` {codec}, `photo.too_many_pixels` {width, height, limit} */
export async function stillOfHeic(av: Ffmpeg, { file, limits }: ClipRequest): Promise<Still> {
  const picture = readHeif(file);
  const { width, height, orientation } = picture;
  if (width * height > limits.maxPixels)
    throw new AppError('photo.too_many_pixels', { width, height, limit: limits.maxPixels });
  const factor = reduction(picture);
  const size = { width: Math.ceil(width / factor), height: Math.ceil(height / factor) };
  using darkroom = openDarkroom(av);
  const rgb = await assemble(av, darkroom, picture, factor, size);
  using frame = frameOf(av, rgb, size.width, size.height);
  return await darkroom.still(frame, orientation, { width, height });
}

/** By how much tiles can be made smaller without leaving whole pixels or WORKING_SIDE, so that 48 megapixels take little. */
function reduction({ width, height, tiles: [tile] }: HeifPicture): number {
  const divides = (factor: number) =>
    tile !== undefined && tile.width % factor === 0 && tile.height % factor === 0;
  let factor = 1;
  while (divides(2 * factor) && Math.max(width, height) / (2 * factor) >= WORKING_SIDE) factor *= 2;
  return factor;
}

async function assemble(
  av: Ffmpeg,
  darkroom: Darkroom,
  { tiles, columns }: HeifPicture,
  factor: number,
  size: { readonly width: number; readonly height: number },
): Promise<Uint8Array> {
  const canvas = new Uint8Array(size.width * size.height * 3);
  for (const [i, tile] of tiles.entries()) {
    const width = tile.width / factor;
    const height = tile.height / factor;
    const pixels = await decodeTile(av, darkroom, tile, width, height);
    const left = (i % columns) * width;
    const top = Math.floor(i / columns) * height;
    // The last column and row may stand over the picture's edge.
    const rows = Math.min(height, size.height - top);
    const bytes = 3 * Math.min(width, size.width - left);
    if (bytes <= 0) continue;
    for (let row = 0; row < rows; row++) {
      const from = row * width * 3;
      canvas.set(pixels.subarray(from, from + bytes), ((top + row) * size.width + left) * 3);
    }
  }
  return canvas;
}

async function decodeTile(
  av: Ffmpeg,
  darkroom: Darkroom,
  tile: Tile,
  width: number,
  height: number,
): Promise<Uint8Array> {
  using frame = await decodeHevc(av, tile.config, tile.data);
  return await darkroom.rgb(frame, width, height);
}
