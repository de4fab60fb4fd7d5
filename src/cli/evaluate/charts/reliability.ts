import type { ReliabilityBin } from '../calibration.ts';
import { plot } from './axes.ts';
import { line, PAPER, page, rectangle, text, tint } from './paper.ts';

export interface ReliabilityChart {
  readonly title: string;
  readonly subtitle: string;
  readonly bins: readonly ReliabilityBin[];
}

const SIDE = 360;
const PLACE = { left: 78, top: 66, width: SIDE, height: SIDE } as const;
const HISTOGRAM = 70;
const HEIGHT = PLACE.top + SIDE + 62 + HISTOGRAM + 52;

/** A reliability diagram (Guo et al. 2017, figure 1): accuracy over confidence, and below it how many rows each bin has. */
export function reliabilityChart({ title, subtitle, bins }: ReliabilityChart): string {
  const unit = { from: 0, to: 1, step: 0.2 } as const;
  const above = plot(PLACE, { ...unit, title: '' }, { ...unit, title: 'accuracy' });
  const total = bins.reduce((sum, { n }) => sum + n, 0);
  const most = Math.max(...bins.map(({ n }) => n / total));
  const ceiling = Math.ceil(most * 10) / 10;
  const below = plot(
    { ...PLACE, top: PLACE.top + SIDE + 44, height: HISTOGRAM },
    { ...unit, title: 'confidence: the largest probability' },
    { from: 0, to: ceiling, step: ceiling / 2, title: 'of rows' },
  );
  const filled = bins.filter(({ n }) => n > 0);
  const bars = filled.map(({ from, to, accuracy }) =>
    rectangle(
      above.x(from),
      above.y(accuracy),
      above.x(to) - above.x(from),
      above.y(0) - above.y(accuracy),
      tint(0.62),
      '#ffffff',
    ),
  );
  const points = filled.map(
    ({ confidence, accuracy }) =>
      `<circle cx="${above.x(confidence)}" cy="${above.y(accuracy)}" r="3.2" fill="${PAPER.red}" stroke="#ffffff" stroke-width="0.8"/>`,
  );
  const shares = filled.map(({ from, to, n }) =>
    rectangle(
      below.x(from),
      below.y(n / total),
      below.x(to) - below.x(from),
      below.y(0) - below.y(n / total),
      tint(0.35),
      '#ffffff',
    ),
  );
  const honest = line([[above.x(0), above.y(0)], [above.x(1), above.y(1)]], PAPER.red, 1.4, '6 4'); // biome-ignore format: one line
  return page(PLACE.left + SIDE + 34, HEIGHT, [
    text(PLACE.left, 28, title, { size: 19 }),
    text(PLACE.left, 48, subtitle, { size: 13, colour: PAPER.soft }),
    above.frame,
    ...bars,
    honest,
    ...points,
    below.frame,
    ...shares,
  ]);
}
