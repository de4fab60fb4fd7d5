/** One person over several frames: by where and how large the face is, which is enough for one moment. */
import { areaOf, type Face } from './face.ts';

/** A face's place in its picture, in fractions of the picture's longer side. */
interface Place {
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Beyond this distance between two frames of one clip it is somebody else: two faces aside, or e² times as large. */
const FARTHEST = 2;

export interface Follower {
  /**
   * The face of the person who is followed, or undefined when they are not in this frame. The first frame with a face
   * decides who that is: the largest.
   * @param faces of one frame, largest first, in its pixels
   * @param picture the frame
   * @param cut whether another file begins here, so that nobody needs to stand where they stood
   */
  find(faces: readonly Face[], picture: Size, cut: boolean): Face | undefined;
}

export function follow(): Follower {
  let last: Place | undefined;
  return {
    find(faces, picture, cut) {
      let found: { face: Face; place: Place; far: number } | undefined;
      for (const face of faces) {
        const place = placeOf(face, picture);
        const far = last === undefined ? 0 : distance(last, place);
        if (found === undefined || far < found.far) found = { face, place, far };
      }
      if (found === undefined || (!cut && found.far > FARTHEST)) return undefined;
      last = found.place;
      return found.face;
    },
  };
}

function placeOf(face: Face, { width, height }: Size): Place {
  const longer = Math.max(width, height);
  return {
    x: (face.left + face.right) / 2 / longer,
    y: (face.top + face.bottom) / 2 / longer,
    side: Math.sqrt(areaOf(face)) / longer,
  };
}

/** Centre distance in sides of the face, plus how much the size differs, as a logarithm. */
function distance(from: Place, to: Place): number {
  const side = Math.max(from.side, Number.EPSILON);
  const moved = Math.hypot(to.x - from.x, to.y - from.y) / side;
  return moved + Math.abs(Math.log(Math.max(to.side, Number.EPSILON) / side));
}
