/**
 * How much likelier happiness is in photographs than the emotion model says, for photographs.happinessOverNeutral of its
 * manifest; and how well the shift carries over to people it was not fitted on.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fitLogOdds, type SmileSample } from '../../inference/emotion/photographs.ts';
import { openReader, readPhoto } from '../../inference/reader.ts';
import type { Task } from '../command-line.ts';
import { mean } from '../statistics.ts';
import { evaluateOptions } from './options.ts';

const PHOTO = /^(.+)-(neutral|smiling|happy)\.(?:jpe?g|png|webp)$/i;

interface Sample extends SmileSample {
  readonly person: string;
}

export const photographs: Task = {
  name: 'photographs',
  summary:
    'the shift between neutral and happy in photographs PERSON-neutral.jpg, PERSON-smiling.jpg: --data FOLDER',
  async run({ rest }) {
    const options = evaluateOptions(rest);
    const names = (await readdir(options.data)).sort().filter((name) => PHOTO.test(name));
    const reader = await openReader(options.models);
    const shipped = reader.classifier.manifest.photographs.happinessOverNeutral;
    const samples: Sample[] = [];
    for (const name of names.slice(0, options.limit)) {
      const [, person = '', label = ''] = PHOTO.exec(name) ?? [];
      const { faces } = await readPhoto(await readFile(path.join(options.data, name)), reader);
      const emotions = faces[0]?.emotions;
      if (emotions === undefined) continue;
      const margin = Math.log(emotions.happiness / emotions.neutral) - shipped;
      samples.push({ person, margin, smiling: label.toLowerCase() !== 'neutral' });
    }
    if (new Set(samples.map(({ smiling }) => smiling)).size < 2) {
      throw new Error(
        `${options.data}: expected photographs named PERSON-neutral.jpg and PERSON-smiling.jpg`,
      );
    }
    const fitted = fitLogOdds(samples);
    return {
      happiness_over_neutral: fitted,
      shipped,
      accuracy_unshifted: right(samples, 0),
      accuracy_fitted: right(samples, fitted),
      accuracy_leave_one_person_out: leaveOnePersonOut(samples),
      n: samples.length,
    };
  },
};

function right(samples: readonly SmileSample[], shift: number): number {
  return mean(samples.map(({ margin, smiling }) => Number(margin + shift > 0 === smiling)));
}

/** Each person's photographs are judged by the shift fitted on everybody else's. */
function leaveOnePersonOut(samples: readonly Sample[]): number {
  const people = Map.groupBy(samples, ({ person }) => person);
  const judged = [...people].flatMap(([person, own]) => {
    const shift = fitLogOdds(samples.filter((sample) => sample.person !== person));
    return own.map((sample) => right([sample], shift));
  });
  return mean(judged);
}
