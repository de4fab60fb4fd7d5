import { describe, expect, it } from 'vitest';
import { alignFace, apply, similarityBetween } from '../../../src/inference/face/align.ts';
import { raster } from '../support.ts';

const TEMPLATE = { leftEye: { x: 15, y: 18 }, rightEye: { x: 33, y: 18 } };

/** The template's eyes in a picture: turned, scaled, shifted. */
function eyesAt(degrees: number, scale: number, x: number, y: number) {
  const angle = (degrees * Math.PI) / 180;
  const move = ({ x: u, y: v }: { x: number; y: number }) => ({
    x: scale * (Math.cos(angle) * u - Math.sin(angle) * v) + x,
    y: scale * (Math.sin(angle) * u + Math.cos(angle) * v) + y,
  });
  return { leftEye: move(TEMPLATE.leftEye), rightEye: move(TEMPLATE.rightEye), move };
}

describe('similarityBetween', () => {
  it.each([
    [0, 1, 0, 0],
    [40, 3, 20, -7],
    [-90, 0.2, 300, 100],
    [180, 10, -4, 9],
  ])('undoes a turn of %i degrees, a scale of %d and a shift', (degrees, scale, x, y) => {
    const eyes = eyesAt(degrees, scale, x, y);
    const back = similarityBetween(eyes, TEMPLATE);
    for (const point of [TEMPLATE.leftEye, TEMPLATE.rightEye, { x: 24, y: 40 }]) {
      const returned = apply(back, eyes.move(point));
      expect(returned.x).toBeCloseTo(point.x, 9);
      expect(returned.y).toBeCloseTo(point.y, 9);
    }
  });

  it('stays finite when both eyes fall together', () => {
    const eye = { x: 5, y: 5 };
    const { a, b, tx, ty } = similarityBetween({ leftEye: eye, rightEye: eye }, TEMPLATE);
    expect([a, b, tx, ty].every(Number.isFinite)).toBe(true);
  });
});

describe('alignFace', () => {
  /** Two bright discs as eyes and a dim one as mouth, drawn in the template's own frame. */
  const drawn = (degrees: number, scale: number) => {
    const eyes = eyesAt(degrees, scale, 400, 300);
    const back = similarityBetween(eyes, TEMPLATE);
    const near = (point: { x: number; y: number }, x: number, y: number) =>
      Math.hypot(point.x - x, point.y - y) < 3;
    const picture = raster(900, 800, 3, (x, y) => {
      const point = apply(back, { x: x + 0.5, y: y + 0.5 });
      if (near(point, 15, 18) || near(point, 33, 18)) return 240;
      return near(point, 24, 38) ? 120 : 20;
    });
    return alignFace(picture, eyes, TEMPLATE, 48);
  };
  const at = (crop: Float32Array, x: number, y: number) => crop[y * 48 + x] as number;

  it.each([
    [0, 5],
    [25, 5],
    [-40, 8],
    [10, 1.5],
  ])('brings eyes and mouth to their places, turned by %i degrees at scale %d', (degrees, scale) => {
    const crop = drawn(degrees, scale);
    expect(at(crop, 14, 17)).toBeGreaterThan(230);
    expect(at(crop, 33, 17)).toBeGreaterThan(230);
    expect(at(crop, 24, 38)).toBeCloseTo(120, -1);
    expect(at(crop, 24, 17)).toBeLessThan(30);
    expect(at(crop, 24, 45)).toBeLessThan(30);
  });

  it('is BT.601 grey', () => {
    const colour = [200, 100, 50];
    const crop = alignFace(
      raster(60, 60, 3, (_x, _y, c) => colour[c] ?? 0),
      TEMPLATE,
      TEMPLATE,
      48,
    );
    for (const value of crop) expect(value).toBeCloseTo(0.299 * 200 + 0.587 * 100 + 0.114 * 50, 3);
  });

  it('copies pixels when nothing is to be moved', () => {
    const picture = raster(48, 48, 3, (x, y) => (x * 5 + y * 3) % 256);
    const crop = alignFace(picture, TEMPLATE, TEMPLATE, 48);
    expect(crop[0]).toBeCloseTo(0, 3);
    expect(at(crop, 20, 10)).toBeCloseTo(130, 3);
  });

  it('takes the mean when it shrinks: fine stripes become grey', () => {
    const stripes = raster(480, 480, 3, (x) => (x % 2) * 200);
    const eyes = { leftEye: { x: 150, y: 180 }, rightEye: { x: 330, y: 180 } };
    for (const value of alignFace(stripes, eyes, TEMPLATE, 48)) expect(Math.abs(value - 100)).toBeLessThan(5);
  });

  it('repeats the edge outside the picture', () => {
    const picture = raster(20, 20, 3, () => 130);
    const eyes = { leftEye: { x: -30, y: 2 }, rightEye: { x: 40, y: 6 } };
    for (const value of alignFace(picture, eyes, TEMPLATE, 48)) expect(value).toBeCloseTo(130, 3);
  });

  it('is the mean over the area of each target pixel, by another way of reckoning', () => {
    const picture = raster(70, 50, 3, (x, y, c) => (x * x + 7 * y + 40 * c) % 256);
    const eyes = { leftEye: { x: 20, y: 18 }, rightEye: { x: 58, y: 29 } };
    const toPicture = similarityBetween(TEMPLATE, eyes);
    const grey = (x: number, y: number) => {
      const at = (Math.min(49, Math.max(0, y)) * 70 + Math.min(69, Math.max(0, x))) * 3;
      const [r = 0, g = 0, b = 0] = picture.data.subarray(at, at + 3);
      return 0.299 * r + 0.587 * g + 0.114 * b;
    };
    // A tent of one pixel's radius over all pixels is the bilinear value.
    const bilinear = ({ x, y }: { x: number; y: number }) => {
      let sum = 0;
      for (let py = Math.floor(y - 1.5); py <= y + 0.5; py++) {
        for (let px = Math.floor(x - 1.5); px <= x + 0.5; px++) {
          const weight = Math.max(0, 1 - Math.abs(x - px - 0.5)) * Math.max(0, 1 - Math.abs(y - py - 0.5));
          sum += weight * grey(px, py);
        }
      }
      return sum;
    };
    const samples = 3;
    const crop = alignFace(picture, eyes, TEMPLATE, 48);
    for (const [x, y] of [
      [0, 0],
      [12, 30],
      [24, 24],
      [47, 3],
      [40, 47],
    ] as const) {
      const steps = Array.from({ length: samples }, (_, i) => (i + 0.5) / samples);
      const values = steps.flatMap((j) =>
        steps.map((i) => bilinear(apply(toPicture, { x: x + i, y: y + j }))),
      );
      expect(at(crop, x, y)).toBeCloseTo(values.reduce((a, b) => a + b) / values.length, 3);
    }
  });
});
