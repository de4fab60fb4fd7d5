/** Folders that are not what they should be: every fault is a sentence that names the file and what was expected. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emotion } from '../../../src/cli/evaluate/emotion.ts';
import { readTiles } from '../../../src/cli/evaluate/tiles.ts';
import { SILENT } from '../../inference/support.ts';
import { patternTile, writeLabels, writeSheet } from './support.ts';

const VOTES = 'neutral happiness surprise sadness anger disgust fear contempt unknown not_face'.split(' ');
const HEADER = ['row', 'usage', 'fer2013_label', ...VOTES.map((name) => `ferplus_${name}`)];
const row = (number: number | string, usage = 'public', label = 'happy') => [
  number,
  usage,
  label,
  ...VOTES.map((name) => (name === 'happiness' ? 10 : 0)),
];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ragamala-tiles-'));
});
afterEach(() => rm(folder, { recursive: true }));

const run = (...rest: string[]) => emotion.run({ rest: ['--data', folder, ...rest], logger: SILENT });

describe('tiles', () => {
  it('are cut from the sheet and the place that their number says', async () => {
    const tiles = Array.from({ length: 50 }, (_, i) => patternTile(i));
    await writeSheet(folder, tiles);
    await writeSheet(folder, [patternTile(60)], 'sheet-01.webp');
    await writeLabels(folder, [HEADER, row(49), row(96)]);
    const { rows, tile } = await readTiles(folder);
    expect(await tile(rows[0] ?? {})).toEqual(Float32Array.from(patternTile(49)));
    // Two rows of 48 on the first sheet: 96 is the first tile of the second.
    expect(await tile(rows[1] ?? {})).toEqual(Float32Array.from(patternTile(60)));
  });
});

describe('a folder that is not as it should be', () => {
  const refused = (problem: RegExp, code = 'tiles.bad_folder') => ({
    code,
    context: expect.objectContaining({ problem: expect.stringMatching(problem) }),
  });

  it('has no labels.csv', async () => {
    await writeSheet(folder, [patternTile(1)]);
    await expect(run()).rejects.toMatchObject({
      code: 'tiles.bad_folder',
      context: {
        file: path.join(folder, 'labels.csv'),
        problem: expect.stringContaining('no such file'),
        remedy: expect.stringContaining('sheet-00.webp'),
      },
    });
  });

  it('has no sheet', async () => {
    await writeLabels(folder, [HEADER, row(0)]);
    await expect(run()).rejects.toMatchObject(refused(/holds no sheet-00\.webp/));
  });

  it('has a gap between its sheets', async () => {
    await writeLabels(folder, [HEADER, row(0)]);
    await writeSheet(folder, [patternTile(1)], 'sheet-00.webp');
    await writeSheet(folder, [patternTile(1)], 'sheet-02.webp');
    await expect(run()).rejects.toMatchObject(
      refused(/between sheet-00\.webp and sheet-02\.webp is missing/),
    );
  });

  it('has a sheet of another size', async () => {
    await writeLabels(folder, [HEADER, row(0)]);
    await sharp({ create: { width: 480, height: 50, channels: 3, background: '#000' } })
      .webp()
      .toFile(path.join(folder, 'sheet-00.webp'));
    await expect(run()).rejects.toMatchObject(refused(/expected .* 2304 pixels wide .* received 480 x 50/));
  });

  it('has a sheet that is no picture', async () => {
    await writeLabels(folder, [HEADER, row(0)]);
    await writeFile(path.join(folder, 'sheet-00.webp'), 'text');
    await expect(run()).rejects.toMatchObject(refused(/unsupported image format/));
  });

  it.each([
    [
      'numbers a tile beyond the sheets',
      [HEADER, row(0), row(48)],
      /^line 3: expected a tile number within 0\.\.47.*received "48"/,
    ],
    ['numbers a tile with a word', [HEADER, row('first')], /^line 2: .*received "first"/],
    ['lacks a number', [HEADER, row('')], /^line 2: .*received ""/],
    [
      'lacks columns',
      [
        ['row', 'usage', 'fer2013_label', 'ferplus_neutral'],
        [0, 'public', 'sad', 1],
      ],
      /^expected also the columns ferplus_happiness, .*ferplus_not_face$/,
    ],
    [
      'lacks the number column',
      [
        ['file', 'label'],
        ['a', 'b'],
      ],
      /^expected a column row, received file, label$/,
    ],
    [
      'has a label that nobody knows',
      [HEADER, row(0, 'public', 'joyful')],
      /^line 2: expected a label, one of angry, .* received "joyful"$/,
    ],
    [
      'has votes that are no number',
      [HEADER, [...row(0).slice(0, 4), 'many', ...row(0).slice(5)]],
      /^line 2: expected a count of votes in ferplus_happiness, received "many"$/,
    ],
    ['has a row that is too short', [HEADER, [0, 'public']], /Invalid Record Length/],
    ['has no rows', [HEADER], /^no row of a usage other than train; there are no rows at all$/],
    [
      'has rows for training alone',
      [HEADER, row(0, 'train')],
      /^no row of a usage other than train; there are train \(1\)$/,
    ],
  ])('%s', async (_, lines, problem) => {
    await writeSheet(folder, [patternTile(1)]);
    await writeLabels(folder, lines);
    await expect(run()).rejects.toMatchObject(refused(problem, 'tiles.bad_table'));
  });

  it('has other usages than the one that is asked for', async () => {
    await writeSheet(folder, [patternTile(1)]);
    await writeLabels(folder, [HEADER, row(0), row(1), row(2, 'train')]);
    await expect(run('--usage', 'private')).rejects.toMatchObject(
      refused(/^no row of usage private; there are public \(2\), train \(1\)$/, 'tiles.bad_table'),
    );
  });
});
