import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodePhoto, QUICK_SIDE } from '../../../src/inference/image/decode.ts';
import { PHOTO_LIMITS } from '../../../src/inference/image/limits.ts';
import { type Raster, WORKING_SIDE } from '../../../src/inference/image/raster.ts';
import { difference, fixture, pngClaiming } from '../support.ts';

/**
 * EXIF orientation tags 1-8 (CIPA DC-008, section 4.6.5): where an upright picture's pixel stands in the stored one.
 * w and h are the largest x and y.
 */
const STORED_AT: readonly ((x: number, y: number, w: number, h: number) => readonly [number, number])[] = [
  (x, y) => [x, y],
  (x, y, w) => [w - x, y],
  (x, y, w, h) => [w - x, h - y],
  (x, y, _w, h) => [x, h - y],
  (x, y) => [y, x],
  (x, y, w) => [y, w - x],
  (x, y, w, h) => [h - y, w - x],
  (x, y, _w, h) => [h - y, x],
];

/** Not square and not symmetric, so that every wrong turn shows. */
async function scene(): Promise<Raster> {
  const region = { left: 200, top: 300, width: 600, height: 400 };
  const data = await sharp(await fixture('022-smiling'))
    .extract(region)
    .raw()
    .toBuffer();
  return { data, width: region.width, height: region.height, channels: 3 };
}

async function storedWith(tag: number, { data, width, height }: Raster): Promise<Buffer> {
  const sideways = tag >= 5;
  const stored = {
    width: sideways ? height : width,
    height: sideways ? width : height,
    channels: 3 as const,
  };
  const pixels = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [toX, toY] = STORED_AT[tag - 1]?.(x, y, width - 1, height - 1) ?? [0, 0];
      const from = (y * width + x) * 3;
      pixels.set(data.subarray(from, from + 3), (toY * stored.width + toX) * 3);
    }
  }
  return sharp(pixels, { raw: stored }).withMetadata({ orientation: tag }).png().toBuffer();
}

describe('decodePhoto', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('turns orientation %i upright', async (tag) => {
    const upright = await scene();
    const photo = await decodePhoto(await storedWith(tag, upright));
    expect(photo).toMatchObject({ width: 600, height: 400 });
    expect(difference(photo.raster, upright)).toBe(0);
  });

  it.each([
    ['grey JPEG', (s: Sharp) => s.greyscale().jpeg({ quality: 95 })],
    ['CMYK JPEG', (s: Sharp) => s.toColourspace('cmyk').jpeg({ quality: 95 })],
    ['progressive JPEG', (s: Sharp) => s.jpeg({ progressive: true })],
    ['wide-gamut JPEG', (s: Sharp) => s.withIccProfile('p3').jpeg({ quality: 95 })],
    ['16-bit PNG', (s: Sharp) => s.toColourspace('rgb16').png()],
    ['16-bit grey PNG', (s: Sharp) => s.toColourspace('grey16').png()],
    ['palette PNG', (s: Sharp) => s.png({ palette: true })],
    ['WebP', (s: Sharp) => s.webp({ quality: 90 })],
    ['AVIF', (s: Sharp) => s.avif({ quality: 80, effort: 0 })],
    ['GIF', (s: Sharp) => s.gif()],
    ['TIFF', (s: Sharp) => s.tiff()],
  ] as const)('reads a %s as 8-bit RGB', async (_, encode) => {
    const bytes = await encode(sharp(await fixture('034-neutral'))).toBuffer();
    const { raster } = await decodePhoto(bytes);
    expect(raster).toMatchObject({ width: 960, height: 960, channels: 3 });
    expect(raster.data).toHaveLength(960 * 960 * 3);
    // Grey and ink lose colour, nothing loses light.
    expect(difference(raster, (await decodePhoto(await fixture('034-neutral'))).raster)).toBeLessThan(12);
  });

  it('lays what is transparent on white', async () => {
    const create = {
      width: 20,
      height: 10,
      channels: 4,
      background: { r: 0, g: 0, b: 0, alpha: 0 },
    } as const;
    const { raster } = await decodePhoto(await sharp({ create }).png().toBuffer());
    expect(new Set(raster.data)).toEqual(new Set([255]));
  });

  it.each(['gif', 'webp'] as const)('takes the first frame of an animated %s', async (format) => {
    const frame = (background: string) => ({
      create: { width: 40, height: 30, channels: 3 as const, background },
    });
    const frames = await Promise.all(
      ['#ff0000', '#0000ff'].map((colour) => sharp(frame(colour)).png().toBuffer()),
    );
    const bytes = await sharp(frames, { join: { animated: true } })
      .toFormat(format, { lossless: true })
      .toBuffer();
    expect((await sharp(bytes).metadata()).pages).toBe(2);
    const { raster, width, height } = await decodePhoto(bytes);
    expect({ width, height }).toEqual({ width: 40, height: 30 });
    expect([...raster.data.subarray(0, 3)]).toEqual([255, 0, 0].map((value) => expect.closeTo(value, -1)));
  });

  /** The portrait, stretched. */
  const stretched = async (width: number, height: number) =>
    sharp(await fixture('129-smiling')).resize(width, height, { fit: 'fill' });

  it('shrinks a large JPEG to the quick size, keeps its real size, and has more detail when asked', async () => {
    const photo = await decodePhoto(await (await stretched(4000, 3000)).jpeg().toBuffer());
    expect(photo).toMatchObject({ width: 4000, height: 3000, raster: { width: QUICK_SIDE, height: 480 } });
    expect(await photo.detail?.()).toMatchObject({ width: WORKING_SIDE, height: 960 });
  });

  it.each([
    ['a JPEG that cannot be halved while it is decoded', 1900, 1425, 'jpeg'],
    ['another format', 4000, 3000, 'png'],
  ] as const)('shrinks %s to the working size at once', async (_, width, height, format) => {
    const photo = await decodePhoto(await (await stretched(width, height)).toFormat(format).toBuffer());
    expect(photo).toMatchObject({ width, height, raster: { width: WORKING_SIDE, height: 960 } });
    expect(photo.detail).toBeUndefined();
  });

  it('does not enlarge a small one', async () => {
    const bytes = await sharp(await fixture('129-smiling'))
      .resize(50, 40)
      .png()
      .toBuffer();
    expect((await decodePhoto(bytes)).raster).toMatchObject({ width: 50, height: 40 });
  });
});

describe('decodePhoto refuses', () => {
  it('nothing at all', async () => {
    await expect(decodePhoto(new Uint8Array())).rejects.toMatchObject({ code: 'photo.empty' });
  });

  it('more bytes than allowed', async () => {
    const bytes = new Uint8Array(11 * 1024 * 1024);
    await expect(decodePhoto(bytes)).rejects.toMatchObject({
      code: 'photo.too_large',
      context: { bytes: bytes.length, limit: PHOTO_LIMITS.maxBytes },
    });
  });

  it('text with the name of a photo', async () => {
    await expect(decodePhoto(Buffer.from('holiday.jpg'))).rejects.toMatchObject({
      code: 'photo.not_an_image',
    });
  });

  it('a drawing', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><image href="/etc/passwd"/></svg>');
    await expect(decodePhoto(svg)).rejects.toMatchObject({ code: 'photo.svg' });
  });

  it('HEIC, by name', async () => {
    await expect(
      decodePhoto(Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')),
    ).rejects.toMatchObject({
      code: 'photo.unsupported',
      context: { format: 'heic' },
    });
  });

  it('a PNG that claims 50,000 x 50,000 pixels, before it reserves them', async () => {
    const before = process.memoryUsage().rss;
    await expect(decodePhoto(pngClaiming(50_000, 50_000))).rejects.toMatchObject({
      code: 'photo.too_many_pixels',
      context: { width: 50_000, height: 50_000, limit: PHOTO_LIMITS.maxPixels },
    });
    expect(process.memoryUsage().rss - before).toBeLessThan(100e6);
  });

  it('such a PNG of which nothing but the header is there', async () => {
    const header = pngClaiming(50_000, 50_000).subarray(0, 33);
    await expect(decodePhoto(header)).rejects.toMatchObject({ code: 'photo.too_many_pixels' });
    await expect(decodePhoto(header.subarray(0, 20))).rejects.toMatchObject({ code: 'photo.truncated' });
  });

  it('a small file that would unfold to more pixels than allowed', async () => {
    const create = { width: 9000, height: 9000, channels: 3, background: '#000' } as const;
    const bomb = await sharp({ create }).png({ compressionLevel: 9 }).toBuffer();
    expect(bomb.length).toBeLessThan(1e6);
    await expect(decodePhoto(bomb)).rejects.toMatchObject({ code: 'photo.too_many_pixels' });
  });

  it.each([0.02, 0.5, 0.99])('a JPEG of which only a share of %d arrived', async (share) => {
    const bytes = await fixture('022-smiling');
    const part = bytes.subarray(0, Math.floor(bytes.length * share));
    await expect(decodePhoto(part)).rejects.toMatchObject({
      code: 'photo.truncated',
      context: { format: 'jpeg' },
    });
  });

  it('a large JPEG, of which half is missing, whose detail is never asked for', async () => {
    const bytes = await sharp(await fixture('022-smiling'))
      .resize(2400, 1800, { fit: 'fill' })
      .jpeg()
      .toBuffer();
    const half = bytes.subarray(0, bytes.length / 2);
    await expect(decodePhoto(half)).rejects.toMatchObject({ code: 'photo.truncated' });
  });

  it.each(['png', 'webp', 'gif', 'avif', 'tiff'] as const)('half a %s', async (format) => {
    const bytes = await sharp(await fixture('022-smiling'))
      .resize(300)
      .toFormat(format)
      .toBuffer();
    const half = bytes.subarray(0, bytes.length / 2);
    await expect(decodePhoto(half)).rejects.toMatchObject({ code: 'photo.truncated', context: { format } });
  });
});
