/** What is done to a photo before it is read again: turned, shrunk, darkened, mirrored, compressed. */
import sharp, { type Sharp } from 'sharp';
import { AppError, messageOf } from '../../errors.ts';
import { seeded } from '../seeded.ts';

export interface Variant {
  readonly name: string;
  readonly make: (photo: Upright) => Promise<Buffer>;
}

/** A decoded photo, upright by its EXIF orientation: 8-bit sRGB, three channels. */
export interface Upright {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

/** Saved as a phone or a chat server would, with colours at full resolution, where compression is not the question. */
const FINE = { quality: 95, chromaSubsampling: '4:4:4' } as const;
const WORN = { quality: 30 } as const;
/** Behind the corners that turning leaves empty. */
const CORNERS = '#808080';
const DARK_LIGHT = { light: 1 / 4, noise: 8 } as const;
const DARKER_LIGHT = { light: 1 / 2, noise: 0 } as const;

const turned = (degrees: number): Variant => ({
  name: `${degrees < 0 ? 'left' : 'right'}_${Math.abs(degrees)}`,
  make: (photo) => fine(open(photo).rotate(degrees, { background: CORNERS })),
});

const shrunk = (name: string, share: number): Variant => ({
  name,
  make: (photo) => fine(open(photo).resize(Math.max(1, Math.round(photo.width * share)))),
});

export const ROLLED: readonly Variant[] = [turned(-30), turned(-15), turned(15), turned(30)];
const HALF = shrunk('half', 1 / 2);
export const SMALL: readonly Variant[] = [HALF, shrunk('quarter', 1 / 4), shrunk('eighth', 1 / 8)];
export const DARK: Variant = { name: 'dark', make: (photo) => fine(open(dimmed(photo, DARK_LIGHT))) };
export const MIRRORED: Variant = { name: 'mirrored', make: (photo) => fine(open(photo).flop()) };
export const JPEG: Variant = { name: 'jpeg', make: (photo) => open(photo).jpeg(WORN).toBuffer() };

/** Versions of a photo to which the answer must be the same, by the names in the figures. */
export const SAME_MOOD: Readonly<Record<string, Variant>> = {
  mirrored: MIRRORED,
  turned_left: turned(-8),
  turned_right: turned(8),
  darker: { name: 'darker', make: (photo) => fine(open(dimmed(photo, DARKER_LIGHT))) },
  smaller: HALF,
};

export const VARIANTS_HELP = `  rolled       turned about its middle by 15 and 30 degrees both ways, on a canvas that grows, its
               corners grey
  small        shrunk to a half, a quarter and an eighth of its width and height (Lanczos)
  dark         a quarter of the light (two stops, in linear sRGB), then Gaussian noise with a deviation of 8 of 255
  mirrored     left and right swapped
  jpeg         saved as a JPEG of quality 30, colours at half resolution
  consistency  mirrored; turned by 8 degrees both ways; half of the light; half the size: how often the mood answered is
               the one answered to the photo as it is

All but jpeg are saved as JPEG of quality 95, colours at full resolution.`;

/** @throws AppError `photo.undecodable` {problem} */
export async function decodeUpright(bytes: Uint8Array): Promise<Upright> {
  try {
    const { data, info } = await sharp(bytes, { failOn: 'error' })
      .autoOrient()
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { data, width: info.width, height: info.height };
  } catch (cause) {
    throw new AppError('photo.undecodable', { problem: messageOf(cause) }, { cause });
  }
}

/** For readers that do not know of EXIF orientation: the photo as it is where it has none. */
export async function uprightFile(bytes: Uint8Array): Promise<Uint8Array> {
  const { orientation = 1 } = await sharp(bytes).metadata();
  return orientation === 1 ? bytes : fine(open(await decodeUpright(bytes)));
}

function open({ data, width, height }: Upright): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } });
}

function fine(picture: Sharp): Promise<Buffer> {
  return picture.jpeg(FINE).toBuffer();
}

/**
 * Less light, as a sensor sees it: the share is taken in linear light (IEC 61966-2-1), the noise added to the result.
 * @param noise standard deviation in 8-bit steps; the same every time
 */
export function dimmed(photo: Upright, { light, noise }: { light: number; noise: number }): Upright {
  const levels = Float32Array.from({ length: 256 }, (_, level) => 255 * encode(light * decode(level / 255)));
  const grain = noise === 0 ? new Float32Array(1) : gaussian(noise);
  const random = seeded(photo.width * photo.height);
  const data = Buffer.alloc(photo.data.length);
  for (let i = 0; i < data.length; i++) {
    const drawn = grain[Math.floor(random() * grain.length)] as number;
    const value = (levels[photo.data[i] as number] as number) + drawn;
    data[i] = Math.max(0, Math.min(255, Math.round(value)));
  }
  return { ...photo, data };
}

/** Enough values to draw from: a logarithm for each of millions of pixels would take longer than the reading. */
const GRAINS = 1 << 16;

/** Box & Muller 1958. */
function gaussian(deviation: number): Float32Array {
  const random = seeded(1);
  return Float32Array.from(
    { length: GRAINS },
    () => deviation * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
  );
}

function decode(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function encode(light: number): number {
  return light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
}
