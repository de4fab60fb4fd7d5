/** Figures of a model on labelled data: npm run evaluate -- NAME --data FOLDER [--json] */
import { runTask } from './command-line.ts';
import { emotion } from './evaluate/emotion.ts';
import { faces } from './evaluate/faces.ts';
import { template } from './evaluate/template.ts';
import { why } from './evaluate/why.ts';

await runTask('evaluate', [emotion, faces, template, why], process.argv.slice(2));
