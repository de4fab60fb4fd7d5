import { type Face, overlap } from './face.ts';

/**
 * One face per cluster of overlapping candidates: the best-scored leads, and the rest of its cluster is blended into it
 * by score, which steadies box and eyes (BlazeFace, Bazarevsky et al. 2019, section 3.4).
 * @param limit intersection over union from which two candidates are the same face
 * @returns best score first
 */
export function suppress(candidates: readonly Face[], limit: number): Face[] {
  let rest = [...candidates].sort((a, b) => b.score - a.score);
  const kept: Face[] = [];
  while (rest[0] !== undefined) {
    const leader = rest[0];
    const isSame = (face: Face) => face === leader || overlap(leader, face) >= limit;
    kept.push(blend(rest.filter(isSame), leader.score));
    rest = rest.filter((face) => !isSame(face));
  }
  return kept;
}

function blend(cluster: readonly Face[], score: number): Face {
  const total = cluster.reduce((sum, face) => sum + face.score, 0);
  const mean = (value: (face: Face) => number) =>
    cluster.reduce((sum, face) => sum + face.score * value(face), 0) / total;
  return {
    left: mean((face) => face.left),
    top: mean((face) => face.top),
    right: mean((face) => face.right),
    bottom: mean((face) => face.bottom),
    score,
    leftEye: { x: mean((face) => face.leftEye.x), y: mean((face) => face.leftEye.y) },
    rightEye: { x: mean((face) => face.rightEye.x), y: mean((face) => face.rightEye.y) },
  };
}
