import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const manifest = JSON.parse(read('package.json'));
const page = read('THIRD_PARTY.md');

describe('THIRD_PARTY.md', () => {
  const names = ['dependencies', 'optionalDependencies', 'devDependencies'].flatMap((kind) =>
    Object.keys(manifest[kind]),
  );

  it.each(names)('names %s with its licence', (name) => {
    const licence = JSON.parse(read(`node_modules/${name}/package.json`)).license;
    const row = page.split('\n').find((line) => line.startsWith(`| ${name} |`));
    expect(row).toBeDefined();
    expect(row).toContain(`| ${licence} |`);
  });

  it('pins every direct dependency to one version', () => {
    const versions = ['dependencies', 'optionalDependencies', 'devDependencies'].flatMap((kind) =>
      Object.values<string>(manifest[kind]),
    );
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  it('keeps addresses of a registry out of the lock file', () => {
    expect(read('package-lock.json')).not.toContain('"resolved"');
  });
});
