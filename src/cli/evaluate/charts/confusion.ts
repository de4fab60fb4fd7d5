import { line, PAPER, page, percent, rectangle, text, thousands, tint } from './paper.ts';

export interface ConfusionChart {
  readonly title: string;
  readonly subtitle: string;
  readonly labels: readonly string[];
  /** [true][predicted] */
  readonly counts: readonly (readonly number[])[];
}

const CELL_HEIGHT = 50;
/** Wide enough for the longest label, and few cells for the title above them. */
const CELL_WIDTH = 72;
const MATRIX_WIDTH = 440;
const LEFT = 118;
const TOP = 66;
const BELOW = 56;
const LEGEND = { gap: 22, width: 14, room: 78 } as const;
/** Beyond this tint dark letters cannot be read. */
const DARK = 0.5;

/** A confusion matrix: each row's shares as tint and per cent, with the counts beneath. */
export function confusionChart({ title, subtitle, labels, counts }: ConfusionChart): string {
  const wide = Math.max(CELL_WIDTH, MATRIX_WIDTH / labels.length);
  const side = { width: labels.length * wide, height: labels.length * CELL_HEIGHT };
  const width = LEFT + side.width + LEGEND.gap + LEGEND.width + LEGEND.room;
  const rows = counts.flatMap((row, i) => {
    const total = row.reduce((a, b) => a + b, 0);
    return row.map((count, k) => cell(LEFT + k * wide, TOP + i * CELL_HEIGHT, wide, count, total));
  });
  const truths = labels.map((label, i) =>
    text(LEFT - 10, TOP + (i + 0.5) * CELL_HEIGHT + 4, label, { anchor: 'end' }),
  );
  const claims = labels.map((label, k) =>
    text(LEFT + (k + 0.5) * wide, TOP + side.height + 19, label, { anchor: 'middle' }),
  );
  return page(width, TOP + side.height + BELOW, [
    text(LEFT, 28, title, { size: 19 }),
    text(LEFT, 48, subtitle, { size: 13, colour: PAPER.soft }),
    ...rows,
    rectangle(LEFT, TOP, side.width, side.height, 'none', PAPER.soft),
    ...truths,
    ...claims,
    text(22, TOP + side.height / 2, 'true', { anchor: 'middle', turn: -90, colour: PAPER.soft }),
    text(LEFT + side.width / 2, TOP + side.height + 43, 'predicted', {
      anchor: 'middle',
      colour: PAPER.soft,
    }),
    legend(LEFT + side.width + LEGEND.gap, TOP, side.height),
  ]);
}

function cell(x: number, y: number, wide: number, count: number, total: number): string {
  const share = total === 0 ? 0 : count / total;
  const colour = share > DARK ? '#ffffff' : PAPER.ink;
  const middle = x + wide / 2;
  return [
    rectangle(x, y, wide, CELL_HEIGHT, tint(share), '#ffffff'),
    text(middle, y + 23, total === 0 ? '–' : percent(share), { size: 14, anchor: 'middle', colour }),
    text(middle, y + 39, thousands(count), {
      size: 11,
      anchor: 'middle',
      colour: share > DARK ? '#d5dcec' : PAPER.soft,
    }),
  ].join('\n');
}

/** From no row of the true class to all of them. */
function legend(x: number, top: number, height: number): string {
  const steps = 50;
  const bars = Array.from({ length: steps }, (_, i) =>
    rectangle(x, top + (i * height) / steps, LEGEND.width, height / steps + 0.5, tint(1 - (i + 0.5) / steps)),
  );
  const marks = [0, 0.25, 0.5, 0.75, 1].flatMap((share) => {
    const y = top + (1 - share) * height;
    const right = x + LEGEND.width;
    return [
      line([[right, y], [right + 4, y]], PAPER.soft), // biome-ignore format: one line
      text(right + 8, y + 4, percent(share, 0), { size: 11, colour: PAPER.soft }),
    ];
  });
  const border = rectangle(x, top, LEGEND.width, height, 'none', PAPER.soft);
  const name = text(x + LEGEND.width + 54, top + height / 2, 'share of the true class', {
    size: 11,
    anchor: 'middle',
    colour: PAPER.soft,
    turn: 90,
  });
  return [...bars, border, ...marks, name].join('\n');
}
