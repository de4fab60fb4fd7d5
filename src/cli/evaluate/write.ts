/** What `--out FOLDER` gets: every figure as JSON, and pictures for a paper. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { renderPng } from '../../pictures/render.ts';
import { confusionChart } from './charts/confusion.ts';
import { PAPER, PRINT_SCALE, percent, thousands } from './charts/paper.ts';
import { reliabilityChart } from './charts/reliability.ts';
import { riskCoverageChart } from './charts/risk-coverage.ts';
import type { HeadFigures } from './heads.ts';

export interface Figures {
  readonly heads: Readonly<Record<string, HeadFigures>>;
  readonly risk_coverage?: readonly {
    readonly coverage: number;
    readonly accuracy: number;
    readonly mood_accuracy: number;
  }[];
  readonly neutral_fallback?: { readonly threshold: number; readonly coverage: number };
}

/** What each head is called on a picture. */
const TITLES: Readonly<Record<string, string>> = {
  ferplus: 'Eight emotions, FER+ majority',
  fer2013: 'Seven emotions, labels of FER2013',
  mood_ferplus: 'Four moods, FER+ majority',
  mood_fer2013: 'Four moods, labels of FER2013',
  ck48: 'CK+48, zero-shot, FER+ head mapped',
  ck48_mood: 'CK+48, zero-shot, four moods',
  ck48_probe: 'CK+48, linear probe, folds by subject',
};

/** Writes `figures.json`, and for each part of it `NAME.json` and `NAME-HEAD.png`; returns nothing but throws what writing throws. */
export async function writeFigures(folder: string, figures: Figures): Promise<void> {
  await mkdir(folder, { recursive: true });
  const json = (name: string, value: unknown) =>
    writeFile(path.join(folder, `${name}.json`), `${JSON.stringify(value, null, 2)}\n`);
  const png = async (name: string, svg: string) =>
    writeFile(path.join(folder, `${name}.png`), await renderPng(svg, PRINT_SCALE));
  const heads = Object.entries(figures.heads);
  await json('figures', figures);
  await json('confusion', Object.fromEntries(heads.map(([name, head]) => [name, head.confusion])));
  await json('reliability', Object.fromEntries(heads.map(([name, head]) => [name, head.reliability])));
  for (const [name, head] of heads) {
    const title = TITLES[name] ?? name;
    const file = name.replaceAll('_', '-');
    await png(`confusion-${file}`, confusionChart({ title, subtitle: accuracyOf(head), ...head.confusion }));
    await png(
      `reliability-${file}`,
      reliabilityChart({ title, subtitle: calibrationOf(head), bins: head.reliability }),
    );
  }
  const { risk_coverage: curve, neutral_fallback: fallback } = figures;
  if (curve === undefined || fallback === undefined) return;
  await json('risk-coverage', curve);
  await png(
    'risk-coverage',
    riskCoverageChart({
      title: 'Risk and coverage, FER+',
      subtitle: 'answered where the largest of eight probabilities reaches a threshold',
      curves: [
        {
          name: 'four moods',
          colour: PAPER.red,
          points: curve.map(({ coverage, mood_accuracy: accuracy }) => ({ coverage, accuracy })),
        },
        { name: 'eight emotions', colour: PAPER.blue, points: curve },
      ],
      mark: { coverage: fallback.coverage, name: `threshold of the bot: ${fallback.threshold}` },
    }),
  );
}

function accuracyOf({ n, accuracy, accuracy_interval: [low, high], macro_f1: f1 }: HeadFigures): string {
  const interval = `95 % interval ${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)}`;
  return `${thousands(n)} faces, accuracy ${percent(accuracy)} (${interval}), macro-F1 ${f1.toFixed(3)}`;
}

function calibrationOf({ n, ece, nll, brier }: HeadFigures): string {
  return `${thousands(n)} faces, ECE ${ece.toFixed(3)}, log loss ${nll.toFixed(3)}, Brier ${brier.toFixed(3)}`;
}
