/**
 * What an answer hangs on: parts of the crop are covered one after the other, and the answer is asked again (Zeiler &
 * Fergus 2014, "Visualizing and Understanding Convolutional Networks", section 4.2).
 */
import type { EmotionClassifier, EmotionLogits } from './classifier.ts';

/** How the covers lie: squares in rows and columns over the whole crop. */
export interface Covers {
  /** In a row and in a column. */
  readonly grid: number;
  /** Side of each, in steps from one to the next. */
  readonly steps: number;
}

/**
 * Of a crop of 48 pixels: 6 x 6 every 4. Of as many covers, larger ones are less true and smaller ones a scatter of dots that
 * says nothing to people (`npm run evaluate -- why` compares them).
 */
export const COVERS: Covers = { grid: 12, steps: 1.5 };

/** What covers is the crop blurred by this share of its side (standard deviation): no feature is left, and no hole is cut. */
const BLUR = 1 / 6;
/** Covered crops in one run of the network. */
const BATCH = 36;

/** Crops that the network reads for one map: the bare one and each covered one, and their mirror images. */
export function occlusionPasses({ grid }: Covers = COVERS): number {
  return 2 * (1 + grid * grid);
}

/** A square place, in pixels from the top left. */
interface Place {
  readonly x: number;
  readonly y: number;
}

/**
 * By how much the evidence for an answer falls when a place is covered; below 0 where it rises. A pixel has the mean
 * of the covers around it, nearer ones weighing more. The same crop gives the same map, its mirror image the mirrored
 * map, and every crop costs the same work.
 * @param crop size x size grey floats, 0..255, of the classifier's size
 * @param evidence for the answer, of what the network says
 * @returns size x size floats, in units of the evidence
 */
export async function occlusionMap(
  crop: Float32Array,
  classifier: Pick<EmotionClassifier, 'classify' | 'manifest'>,
  evidence: (logits: EmotionLogits) => number,
  covers: Covers = COVERS,
): Promise<Float32Array> {
  const { size } = classifier.manifest;
  const side = (covers.steps * size) / covers.grid;
  const places = centres(covers.grid, size);
  const blurred = blur(crop, size, BLUR * size);
  const views = [crop, ...places.map((place) => covered(crop, blurred, size, place, side / 2))];
  const found: number[] = [];
  for (let at = 0; at < views.length; at += BATCH) {
    found.push(...(await classifier.classify(views.slice(at, at + BATCH))).map(evidence));
  }
  const [bare = 0, ...rest] = found;
  return spread(
    places,
    rest.map((value) => bare - value),
    size,
    side,
  );
}

/**
 * Evidence in nats: ln(p / (1 - p)). The probability itself says little of a sure answer, since near 1 it hardly moves
 * whatever is covered.
 * @param probability 0..1
 */
export function logOdds(probability: number): number {
  const p = Math.max(CERTAINTY, Math.min(1 - CERTAINTY, probability));
  return Math.log(p / (1 - p));
}

/** Beyond it rounding decides. */
const CERTAINTY = 1e-9;

/** Of the covers: on a grid that is its own mirror image and reaches over the edges. */
function centres(grid: number, size: number): Place[] {
  return Array.from({ length: grid * grid }, (_, i) => ({
    x: (((i % grid) + 0.5) * size) / grid,
    y: ((Math.floor(i / grid) + 0.5) * size) / grid,
  }));
}

/** The crop with one place from its blurred self. */
function covered(
  crop: Float32Array,
  blurred: Float32Array,
  size: number,
  { x, y }: Place,
  reach: number,
): Float32Array {
  return crop.map((value, i) => {
    const isWithin =
      Math.abs((i % size) + 0.5 - x) < reach && Math.abs(Math.floor(i / size) + 0.5 - y) < reach;
    return isWithin ? (blurred[i] as number) : value;
  });
}

/** From a value per place to one per pixel: the mean, weighted by a tent that is 0 at `reach` from the place. */
function spread(
  places: readonly Place[],
  values: readonly number[],
  size: number,
  reach: number,
): Float32Array {
  const tent = (distance: number) => Math.max(0, 1 - Math.abs(distance) / reach);
  return Float32Array.from({ length: size * size }, (_, i) => {
    let sum = 0;
    let weights = 0;
    places.forEach(({ x, y }, k) => {
      const weight = tent((i % size) + 0.5 - x) * tent(Math.floor(i / size) + 0.5 - y);
      sum += weight * (values[k] as number);
      weights += weight;
    });
    return sum / weights;
  });
}

/** Gaussian blur, along the rows and then along the columns; beyond the edges lie their own pixels again. */
function blur(crop: Float32Array, size: number, sigma: number): Float32Array {
  const reach = Math.ceil(3 * sigma);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigma ** 2)),
  );
  const total = weights.reduce((a, b) => a + b);
  const along = (values: Float32Array, dx: number, dy: number) =>
    values.map((_, i) => {
      const within = (at: number) => Math.max(0, Math.min(size - 1, at));
      const x = i % size;
      const y = Math.floor(i / size);
      const sum = weights.reduce(
        (so, weight, k) =>
          so +
          weight * (values[within(y + dy * (k - reach)) * size + within(x + dx * (k - reach))] as number),
        0,
      );
      return sum / total;
    });
  return along(along(crop, 1, 0), 0, 1);
}
