import { relative, resolve, sep } from 'node:path';
import { parseDependencyTree } from 'dpdm';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

/** What a part may import, besides itself and the plain words every part shares. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'compose.ts': ['bot', 'commands', 'inference', 'music', 'listeners', 'storage', 'i18n', 'config.ts'],
  'config.ts': [],
  bot: ['commands', 'i18n', 'music', 'storage'],
  commands: ['inference', 'music', 'listeners', 'pictures', 'i18n'],
  pictures: [],
  inference: [],
  music: ['storage'],
  listeners: ['storage'],
  storage: [],
  i18n: [],
  domain: [],
  stage: [],
};
const SHARED = ['domain', 'errors.ts', 'logger.ts'];
/** Entry points put everything together, so they may import anything. */
const ENTRIES = ['main.ts', 'launch.ts', 'cli'];

/** Outside packages with native code or effects, and the folders or files of which one file each knows them. */
const SOLE_IMPORTERS: Readonly<Record<string, readonly RegExp[]>> = {
  'onnxruntime-node': [/^src\/inference\/session\.ts$/],
  '@discordjs/voice': [/^src\/music\/player\/[^/]+\.ts$/],
  '@keyv/sqlite': [/^src\/storage\/[^/]+\.ts$/],
  'node-av': [/^src\/music\/(library|demo)\/[^/]+\.ts$/, /^src\/inference\/clip\/ffmpeg\.ts$/],
};

const partOf = (file: string) => file.split('/')[1] ?? file;

async function imports(): Promise<{ from: string; to: string; text: string }[]> {
  const tree = await parseDependencyTree([`${root}/src/**/*.ts`], { context: root, extensions: ['.ts'] });
  const name = (path: string) => relative(root, resolve(root, path)).split(sep).join('/');
  return Object.entries(tree)
    .filter(([path]) => name(path).startsWith('src/'))
    .flatMap(([path, found]) =>
      (found ?? []).map((dependency) => ({
        from: name(path),
        to: dependency.id === null ? dependency.request : name(dependency.id),
        text: dependency.request,
      })),
    );
}

describe('architecture', async () => {
  const all = await imports();

  it('reads the whole source', () => {
    expect(all.length).toBeGreaterThan(100);
    expect(all.some(({ from }) => from === 'src/main.ts')).toBe(true);
  });

  it('imports in one direction', () => {
    const wrong = all.filter(({ from, to }) => {
      if (!to.startsWith('src/') || ENTRIES.includes(partOf(from)) || SHARED.includes(partOf(to)))
        return false;
      const may = MAY_IMPORT[partOf(from)];
      return partOf(from) !== partOf(to) && !may?.includes(partOf(to));
    });
    expect(wrong.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });

  it('keeps the stage unknown to the bot', () => {
    const knowing = all.filter(({ from, to }) => partOf(to) === 'stage' && partOf(from) !== 'stage');
    expect(knowing.filter(({ from }) => !ENTRIES.includes(partOf(from)))).toEqual([]);
  });

  it.each(Object.entries(SOLE_IMPORTERS))('imports %s in one place', (name, places) => {
    const files = new Set(
      all.filter(({ text }) => text === name || text.startsWith(`${name}/`)).map(({ from }) => from),
    );
    for (const place of places) expect([...files].filter((file) => place.test(file))).toHaveLength(1);
    expect(files.size).toBe(places.length);
  });
});
