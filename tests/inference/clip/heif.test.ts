import { describe, expect, it } from 'vitest';
import { hasItems, readHeif } from '../../../src/inference/clip/heif.ts';
import { exifTag } from '../../../src/inference/clip/orientation.ts';
import { writeHeic } from '../../support/heic.ts';
import { heicFixture } from '../support.ts';

const grid = () => heicFixture('022-smiling-tiles');

describe('readHeif', () => {
  it('reads a single picture', async () => {
    const picture = readHeif(await heicFixture('022-smiling'));
    expect(picture).toMatchObject({
      width: 480,
      height: 640,
      columns: 1,
      orientation: { mirrored: false, quarters: 0 },
    });
    expect(picture.tiles).toHaveLength(1);
  });

  it('reads a grid of tiles that lies on its side, as phones write it', async () => {
    const { tiles, ...picture } = readHeif(await grid());
    expect(picture).toMatchObject({
      width: 640,
      height: 480,
      columns: 3,
      orientation: { mirrored: false, quarters: 1 },
    });
    expect(tiles.map(({ width, height }) => [width, height])).toEqual(Array(6).fill([256, 256]));
    expect(new Set(tiles.map(({ data }) => Buffer.from(data).toString('hex'))).size).toBe(6);
  });

  it.each([
    [undefined, undefined, 1],
    [3, undefined, 6],
    [2, undefined, 3],
    [1, undefined, 8],
    [undefined, 1, 2],
    [undefined, 0, 4],
    [1, 0, 5],
    [1, 1, 7],
  ] as const)('takes the turn %s and the mirror %s for the EXIF tag %i', async (irot, imir, tag) => {
    const { tiles, columns, width, height } = readHeif(await grid());
    const turns = { ...(irot !== undefined && { irot }), ...(imir !== undefined && { imir }) };
    const { orientation } = readHeif(writeHeic({ tiles, columns, width, height, ...turns }));
    expect(exifTag(orientation)).toBe(tag);
  });

  it('has an answer for every stump of a file, and never reads past it', async () => {
    for (const file of [await grid(), await heicFixture('022-smiling')]) {
      for (let length = 0; length < file.length; length += length < 1200 ? 1 : 500) {
        expect(() => readHeif(file.subarray(0, length))).toThrow(
          expect.objectContaining({ code: 'photo.truncated' }),
        );
      }
    }
  });

  it('has an answer for every byte that is wrong', async () => {
    const file = await grid();
    for (let at = 0; at < 1000; at++) {
      for (const value of [0, 1, 0x7f, 0xff]) {
        const wrong = Buffer.from(file);
        wrong[at] = value;
        try {
          readHeif(wrong);
        } catch (error) {
          expect(error).toMatchObject({ name: 'AppError', code: expect.stringMatching(/^photo\./) });
        }
      }
    }
  });

  it('does not believe a header that claims more places than there can be', async () => {
    const file = Buffer.from(await heicFixture('022-smiling'));
    const iloc = file.indexOf('iloc', 0, 'latin1');
    // Version 0, fields of no bytes at all, and then as many items with as many places as numbers can say.
    file.fill(0, iloc + 4, iloc + 10);
    file.fill(0xff, iloc + 10, iloc + file.readUInt32BE(iloc - 4) - 4);
    expect(() => readHeif(file)).toThrow(
      expect.objectContaining({
        code: 'photo.truncated',
        cause: expect.objectContaining({ message: 'more than 65536 extents' }),
      }),
    );
  });

  it('says of a picture coded in another way that it is', async () => {
    const file = Buffer.from(await heicFixture('022-smiling'));
    file.write('av01', file.indexOf('hvc1'), 'latin1');
    expect(() => readHeif(file)).toThrow(
      expect.objectContaining({ code: 'photo.codec', context: { codec: 'av01' } }),
    );
  });

  it('refuses a grid that says it has other tiles than it has', async () => {
    const { tiles, width, height } = readHeif(await grid());
    const few = writeHeic({ tiles: tiles.slice(0, 2), columns: 2, width, height });
    expect(() => readHeif(few)).toThrow(expect.objectContaining({ code: 'photo.truncated' }));
  });
});

describe('hasItems', () => {
  it('tells pictures from films', async () => {
    expect(hasItems(await grid())).toBe(true);
    expect(hasItems(Buffer.from('0000000c6674797068657663', 'hex'))).toBe(false);
  });
});
