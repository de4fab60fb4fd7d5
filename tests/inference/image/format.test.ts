import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { sniff } from '../../../src/inference/image/format.ts';
import { fixture, fixturePath } from '../support.ts';

const latin = (text: string) => Buffer.from(text, 'latin1');
const bmff = (brands: string) => latin(`\0\0\0\x20ftyp${brands}`);

describe('sniff', () => {
  it.each(['jpeg', 'png', 'webp', 'gif', 'avif', 'tiff'] as const)('knows a real %s', async (format) => {
    const bytes = await sharp(await fixture('022-smiling'))
      .resize(64)
      .toFormat(format)
      .toBuffer();
    expect(sniff(bytes)).toEqual({ kind: 'photo', format });
  });

  it('asks the bytes, not the name', async () => {
    expect(sniff(await readFile(fixturePath('022-smiling')))).toEqual({ kind: 'photo', format: 'jpeg' });
    expect(sniff(latin('this is photo.jpg, honestly'))).toEqual({ kind: 'unknown' });
  });

  it.each([
    ['heic', bmff('heic\0\0\0\0mif1heic')],
    ['heic', bmff('heix\0\0\0\0mif1heix')],
    ['heic', bmff('mif1\0\0\0\0mif1heic')],
    ['heic', bmff('hevc\0\0\0\0msf1hevc')],
    ['mp4', bmff('isom\0\0\x02\0isomiso2avc1mp41')],
    ['mp4', bmff('qt  \0\0\0\0qt  ')],
    ['mp4', latin('\0\0\0\x08mdat')],
    ['webm', latin('\x1aE\xdf\xa3\x9fB\x86\x81')],
  ] as const)('knows %s, which is taken apart first', (format, bytes) => {
    expect(sniff(bytes)).toEqual({ kind: 'clip', format });
  });

  it.each([
    ['video', latin('RIFF\x10\0\0\0AVI LIST')],
    ['pdf', latin('%PDF-1.7\n')],
    ['bmp', latin('BM6\0\x0c\0')],
    ['psd', latin('8BPS\0\x01')],
    ['zip', latin('PK\x03\x04\x14\0')],
    ['svg', latin('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['svg', latin('\xef\xbb\xbf<?xml version="1.0"?>\n<!-- a drawing -->\n<!DOCTYPE svg>\n<svg>')],
  ] as const)('recognises %s to refuse it', (format, bytes) => {
    expect(sniff(bytes)).toEqual({ kind: 'refused', format });
  });

  it('tells AVIF from HEIC where the major brand says only "image"', () => {
    expect(sniff(bmff('mif1\0\0\0\0mif1avifmiaf'))).toEqual({ kind: 'photo', format: 'avif' });
  });

  it.each([
    ['nothing', ''],
    ['two bytes of a JPEG', '\xff\xd8'],
    ['a page that draws', '<html><svg></svg></html>'],
    ['RIFF that is sound', 'RIFF\x10\0\0\0WAVEfmt '],
  ])('takes %s for unknown', (_, text) => {
    expect(sniff(latin(text))).toEqual({ kind: 'unknown' });
  });
});
