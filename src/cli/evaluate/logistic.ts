/** Multinomial logistic regression: a linear probe of what features hold. */
import { softmax } from '../../inference/emotion/calibrate.ts';
import { minimise } from './minimise.ts';

export interface Example {
  readonly features: ArrayLike<number>;
  /** The true class. */
  readonly truth: number;
}

export interface LogisticModel {
  /** @returns one probability per class */
  predict(features: ArrayLike<number>): number[];
}

/**
 * Fits softmax(W z + b) to z, the features brought to zero mean and unit deviation over the examples, by least
 * sum of -log p(truth) + l2 / 2 |W|^2 (Bishop 2006, section 4.3.4).
 * @param l2 weight of the penalty, above 0; 1 is the customary default (scikit-learn's C = 1)
 */
export function fitLogistic(examples: readonly Example[], classes: number, l2 = 1): LogisticModel {
  const standard = standardise(examples);
  const width = standard.width;
  const rows = examples.map(({ features }) => standard.apply(features));
  const weights = minimise(
    (point) => evaluate(point, rows, examples, classes, l2),
    new Float64Array(classes * (width + 1)),
  );
  return { predict: (features) => softmax(logitsOf(weights, standard.apply(features), classes)) };
}

/** The penalised loss and its gradient. Weights are one line per class, the last one the bias, which goes free. */
function evaluate(
  weights: Float64Array,
  rows: readonly Float64Array[],
  examples: readonly Example[],
  classes: number,
  l2: number,
) {
  const line = weights.length / classes;
  const gradient = weights.map((weight, i) => (i % line === line - 1 ? 0 : l2 * weight));
  let value = weights.reduce(
    (sum, weight, i) => sum + (i % line === line - 1 ? 0 : (l2 / 2) * weight ** 2),
    0,
  );
  rows.forEach((row, i) => {
    const { truth } = examples[i] as Example;
    const probabilities = softmax(logitsOf(weights, row, classes));
    value -= Math.log(Math.max(probabilities[truth] as number, Number.MIN_VALUE));
    for (let k = 0; k < classes; k++) {
      const error = (probabilities[k] as number) - Number(k === truth);
      const at = k * line;
      for (let j = 0; j < row.length; j++)
        gradient[at + j] = (gradient[at + j] as number) + error * (row[j] as number);
    }
  });
  return { value, gradient };
}

/** @param row ends with 1, which the bias is multiplied by */
function logitsOf(weights: Float64Array, row: Float64Array, classes: number): Float64Array {
  const logits = new Float64Array(classes);
  for (let k = 0, at = 0; k < classes; k++) {
    let sum = 0;
    for (let j = 0; j < row.length; j++, at++) sum += (weights[at] as number) * (row[j] as number);
    logits[k] = sum;
  }
  return logits;
}

function standardise(examples: readonly Example[]) {
  const width = examples[0]?.features.length ?? 0;
  const means = new Float64Array(width);
  const deviations = new Float64Array(width);
  for (const { features } of examples)
    for (let j = 0; j < width; j++)
      means[j] = (means[j] as number) + (features[j] as number) / examples.length;
  for (const { features } of examples)
    for (let j = 0; j < width; j++)
      deviations[j] =
        (deviations[j] as number) + ((features[j] as number) - (means[j] as number)) ** 2 / examples.length;
  return {
    width,
    apply(features: ArrayLike<number>): Float64Array {
      const row = new Float64Array(width + 1);
      for (let j = 0; j < width; j++) {
        const deviation = Math.sqrt(deviations[j] as number);
        // A feature that never changes says nothing.
        row[j] = deviation > 0 ? ((features[j] as number) - (means[j] as number)) / deviation : 0;
      }
      row[width] = 1;
      return row;
    },
  };
}
