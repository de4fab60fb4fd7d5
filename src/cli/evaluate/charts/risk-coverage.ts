import { plot } from './axes.ts';
import { line, PAPER, page, text } from './paper.ts';

export interface RiskCoverageCurve {
  readonly name: string;
  readonly colour: string;
  readonly points: readonly { readonly coverage: number; readonly accuracy: number }[];
}

export interface RiskCoverageChart {
  readonly title: string;
  readonly subtitle: string;
  readonly curves: readonly RiskCoverageCurve[];
  /** The threshold in use: a line across at its coverage. */
  readonly mark: { readonly coverage: number; readonly name: string };
}

const PLACE = { left: 78, top: 66, width: 460, height: 320 } as const;
const STEP = 0.05;

/** Accuracy of what is answered over the share that is answered (El-Yaniv & Wiener 2010). */
export function riskCoverageChart({ title, subtitle, curves, mark }: RiskCoverageChart): string {
  const drawn = curves.map((curve) => ({
    ...curve,
    points: curve.points.filter(({ coverage, accuracy }) => coverage > 0 && Number.isFinite(accuracy)),
  }));
  const least = Math.min(...drawn.flatMap(({ points }) => points.map(({ accuracy }) => accuracy)));
  const { x, y, frame } = plot(
    PLACE,
    { from: 0, to: 1, step: 0.2, title: 'coverage: share that is answered' },
    {
      from: Math.min(1 - STEP, Math.floor(least / STEP) * STEP),
      to: 1,
      step: STEP,
      title: 'accuracy of the answers',
    },
  );
  const paths = drawn.map(
    ({ points, colour }) =>
    line(points.map(({ coverage, accuracy }) => [x(coverage), y(accuracy)] as const), colour, 2), // biome-ignore format: one line
  );
  const bottom = PLACE.top + PLACE.height;
  const names = drawn.flatMap(({ name, colour }, i) => {
    const at = bottom - 16 - 20 * (drawn.length - 1 - i);
    return [
      line([[PLACE.left + 14, at - 4], [PLACE.left + 40, at - 4]], colour, 2), // biome-ignore format: one line
      text(PLACE.left + 48, at, name),
    ];
  });
  const across = x(mark.coverage);
  return page(PLACE.left + PLACE.width + 34, bottom + 54, [
    text(PLACE.left, 28, title, { size: 19 }),
    text(PLACE.left, 48, subtitle, { size: 13, colour: PAPER.soft }),
    frame,
    line([[across, PLACE.top], [across, bottom]], PAPER.ink, 1.2, '3 3'), // biome-ignore format: one line
    text(across - 8, PLACE.top + 18, mark.name, { size: 12, anchor: 'end' }),
    ...paths,
    ...names,
  ]);
}
