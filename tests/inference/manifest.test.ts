import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fields, readManifest } from '../../src/inference/manifest.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ragamala-manifest-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function manifest(content: string): Promise<Fields> {
  await writeFile(path.join(folder, 'manifest.json'), content);
  return readManifest(folder);
}

describe('readManifest', () => {
  it('reads checked fields', async () => {
    const fields = await manifest(
      '{"name":"a","size":48,"list":["x"],"eye":[1,2.5],"inner":{"grids":[{"stride":16}]}}',
    );
    expect(fields.text('name')).toBe('a');
    expect(fields.number('size', 1)).toBe(48);
    expect(fields.texts('list')).toEqual(['x']);
    expect(fields.point('eye')).toEqual({ x: 1, y: 2.5 });
    expect(fields.object('inner').objects('grids')[0]?.number('stride')).toBe(16);
  });

  it.each([
    ['a missing text', '{}', (f: Fields) => f.text('file'), 'file', 'nothing'],
    ['a number out of range', '{"size":0}', (f: Fields) => f.number('size', 1), 'size', '0'],
    ['a text for a number', '{"size":"48"}', (f: Fields) => f.number('size'), 'size', '"48"'],
    ['half a point', '{"eye":[1]}', (f: Fields) => f.point('eye'), 'eye', '[1]'],
    ['an empty list', '{"grids":[]}', (f: Fields) => f.objects('grids'), 'grids', '[]'],
    ['a list for an object', '{"crop":[]}', (f: Fields) => f.object('crop'), 'crop', '[]'],
    ['a list of numbers for texts', '{"keys":[1]}', (f: Fields) => f.texts('keys'), 'keys', '[1]'],
    [
      'a field far in',
      '{"a":{"b":[{"c":1}]}}',
      (f: Fields) => f.object('a').objects('b')[0]?.text('c'),
      'a.b[0].c',
      '1',
    ],
  ])('names %s', async (_, content, read, field, received) => {
    const fields = await manifest(content);
    expect(() => read(fields)).toThrow(
      expect.objectContaining({
        code: 'model.bad_manifest',
        context: { file: path.join(folder, 'manifest.json'), field, received, expected: expect.any(String) },
      }),
    );
  });

  it.each(['{"a":', '[]', '7'])('refuses %s', async (content) => {
    await expect(manifest(content)).rejects.toMatchObject({ code: 'model.bad_manifest' });
  });

  it('says which manifest is missing', async () => {
    await expect(readManifest(path.join(folder, 'none'))).rejects.toMatchObject({ code: 'model.missing' });
  });
});
