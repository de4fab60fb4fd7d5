import { describe, expect, it } from 'vitest';
import type { Face } from '../../../src/inference/face/face.ts';
import { follow } from '../../../src/inference/face/follow.ts';

const PICTURE = { width: 1000, height: 500 };

function face(x: number, y: number, side: number): Face {
  const eye = { x, y };
  const half = side / 2;
  return {
    left: x - half,
    top: y - half,
    right: x + half,
    bottom: y + half,
    score: 1,
    leftEye: eye,
    rightEye: eye,
  };
}

describe('follow', () => {
  it('begins with the largest face, and stays with that person when another one is larger for a while', () => {
    const person = follow();
    const anna = face(300, 250, 120);
    expect(person.find([anna, face(700, 250, 100)], PICTURE, true)).toBe(anna);
    const annaFarther = face(310, 250, 100);
    expect(person.find([face(700, 250, 130), annaFarther], PICTURE, false)).toBe(annaFarther);
  });

  it('follows a face across the picture, step by step', () => {
    const person = follow();
    const other = face(100, 100, 100);
    for (let x = 150; x <= 900; x += 90) {
      const here = face(x, 300, 110);
      expect(person.find([here, other], PICTURE, x === 150)).toBe(here);
    }
  });

  it('passes over frames without a face, and without theirs', () => {
    const person = follow();
    expect(person.find([], PICTURE, true)).toBeUndefined();
    const anna = face(300, 250, 100);
    expect(person.find([anna], PICTURE, false)).toBe(anna);
    expect(person.find([], PICTURE, false)).toBeUndefined();
    expect(person.find([face(700, 250, 100)], PICTURE, false)).toBeUndefined();
    expect(person.find([face(305, 250, 100)], PICTURE, false)).toBeDefined();
  });

  it('asks another photo for nobody’s place, only for the face that is most like it', () => {
    const person = follow();
    person.find([face(200, 250, 100)], PICTURE, true);
    const elsewhere = face(900, 250, 100);
    expect(person.find([elsewhere], PICTURE, true)).toBe(elsewhere);
  });

  it('compares in parts of the picture, so that a photo of another size does not matter', () => {
    const person = follow();
    person.find([face(300, 250, 100), face(700, 250, 90)], PICTURE, true);
    const same = face(600, 500, 200);
    expect(person.find([face(1400, 500, 210), same], { width: 2000, height: 1000 }, true)).toBe(same);
  });
});
