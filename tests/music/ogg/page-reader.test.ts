import { describe, expect, it } from 'vitest';
import { OggPageReader } from '../../../src/music/ogg/page-reader.ts';
import { encodeMelody, oggOpusPages } from '../../support/ogg.ts';

describe('the page reader', () => {
  it('finds the same pages however the bytes are cut', () => {
    const { packets } = encodeMelody(2, 1);
    const bytes = Buffer.concat(oggOpusPages(packets, { perPage: 7 }));
    const whole = new OggPageReader().push(bytes);
    for (const size of [1, 3, 26, 27, 28, 100, 1_000]) {
      const reader = new OggPageReader();
      const pages = [];
      for (let at = 0; at < bytes.length; at += size)
        pages.push(...reader.push(bytes.subarray(at, at + size)));
      expect(pages).toEqual(whole);
    }
  });
});
