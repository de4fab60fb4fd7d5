/** Smooth unconstrained minimisation. */

export interface Evaluated {
  readonly value: number;
  readonly gradient: Float64Array;
}

export interface MinimiseOptions {
  readonly maxIterations?: number;
  /** Ends when no component of the gradient is larger. */
  readonly tolerance?: number;
}

/** Pairs of steps that the curvature is remembered by. */
const MEMORY = 10;
/** Sufficient decrease (Nocedal & Wright 2006, eq. 3.4). */
const ARMIJO = 1e-4;
const MAX_HALVINGS = 30;

/**
 * L-BFGS with a backtracking line search (Nocedal & Wright 2006, "Numerical Optimization", algorithms 7.4 and 7.5).
 * @param evaluate value and gradient at a point; the gradient must be a new array each time
 * @returns the last point
 */
export function minimise(
  evaluate: (point: Float64Array) => Evaluated,
  start: Float64Array,
  { maxIterations = 200, tolerance = 1e-4 }: MinimiseOptions = {},
): Float64Array {
  let point = start;
  let here = evaluate(point);
  let memory: Step[] = [];
  for (let i = 0; i < maxIterations && largest(here.gradient) > tolerance; i++) {
    const direction = towardsMinimum(here.gradient, memory);
    const found = search(evaluate, point, here, direction, memory.length === 0 ? 1 / norm(direction) : 1);
    if (found === undefined) break;
    const moved = subtract(found.point, point);
    const turned = subtract(found.at.gradient, here.gradient);
    const curvature = dot(moved, turned);
    // Without curvature along the step the approximation would lose its positive definiteness.
    if (curvature > 1e-10) memory = [...memory.slice(1 - MEMORY), { moved, turned, curvature }];
    point = found.point;
    here = found.at;
  }
  return point;
}

interface Step {
  readonly moved: Float64Array;
  readonly turned: Float64Array;
  readonly curvature: number;
}

/** The two-loop recursion: minus the inverse Hessian, as far as the memory knows it, times the gradient. */
function towardsMinimum(gradient: Float64Array, memory: readonly Step[]): Float64Array {
  const direction = gradient.map((value) => -value);
  const shares = new Map<Step, number>();
  for (const step of memory.toReversed()) {
    const share = dot(step.moved, direction) / step.curvature;
    shares.set(step, share);
    add(direction, step.turned, -share);
  }
  const last = memory.at(-1);
  if (last !== undefined) scale(direction, last.curvature / dot(last.turned, last.turned));
  for (const step of memory) {
    add(direction, step.moved, (shares.get(step) as number) - dot(step.turned, direction) / step.curvature);
  }
  return direction;
}

/** Halves the step until the value has fallen enough; undefined when it does not fall any more. */
function search(
  evaluate: (point: Float64Array) => Evaluated,
  point: Float64Array,
  here: Evaluated,
  direction: Float64Array,
  first: number,
): { point: Float64Array; at: Evaluated } | undefined {
  const slope = dot(here.gradient, direction);
  for (let halving = 0, length = first; halving < MAX_HALVINGS; halving++, length /= 2) {
    const next = point.slice();
    add(next, direction, length);
    const at = evaluate(next);
    if (at.value <= here.value + ARMIJO * length * slope) return { point: next, at };
  }
  return undefined;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}

function largest(a: Float64Array): number {
  return a.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

function add(to: Float64Array, what: Float64Array, times: number): void {
  for (let i = 0; i < to.length; i++) to[i] = (to[i] as number) + times * (what[i] as number);
}

function scale(what: Float64Array, times: number): void {
  for (let i = 0; i < what.length; i++) what[i] = (what[i] as number) * times;
}

function subtract(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - (b[i] as number));
}
