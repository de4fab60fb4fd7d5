import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Track } from '../../../src/domain/track.ts';
import type { Logger } from '../../../src/logger.ts';
import { openLibrary } from '../../../src/music/library/library.ts';
import { type DemoSeeded, seedDemo } from '../../../src/music/library/seed-demo.ts';
import { checkTrack } from '../../../src/music/library/track-record.ts';
import { type MemoryEntry, openMemory } from '../../../src/storage/memory.ts';
import { track } from '../../support/track.ts';

describe('seedDemo', () => {
  let root: string;
  let maps: Map<string, Map<string, MemoryEntry>>;
  let warnings: string[];
  const logger: Logger = {
    debug() {},
    info() {},
    warn: (m, f) => void warnings.push(`${m} ${JSON.stringify(f)}`),
    error() {},
  };
  const pieces = ['a', 'b'].map((id) => track(`demo-${id}`, { file: `demo/${id}.opus`, source: 'demo' }));

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'ragamala-demo-'));
    maps = new Map();
    warnings = [];
    mkdirSync(join(root, 'demo'));
    for (const id of ['a', 'b']) writeFileSync(join(root, 'demo', `${id}.opus`), 'OggS');
    index({ version: 3, tracks: pieces });
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const index = (value: unknown) => writeFileSync(join(root, 'demo', 'index.json'), JSON.stringify(value));

  async function start() {
    const store = openMemory({ logger, maps });
    const library = await openLibrary({
      tracks: store.namespace<Track>('tracks', checkTrack),
      folder: join(root, 'elsewhere'),
      demoRoot: root,
      logger,
    });
    const added = await seedDemo({
      library,
      meta: store.namespace<DemoSeeded>('meta'),
      demoFolder: join(root, 'demo'),
      logger,
    });
    return { library, added };
  }

  it('fills an empty store once', async () => {
    const first = await start();
    expect(first.added).toBe(2);
    expect(first.library.shelf('happy', 'ta')).toHaveLength(2);
    expect(await start()).toMatchObject({ added: 0, library: { size: 2 } });
  });

  it('does not bring back what a host deleted', async () => {
    const { library } = await start();
    await library.remove(pieces.map(({ id }) => id));
    expect(await start()).toMatchObject({ added: 0, library: { size: 0 } });
  });

  it('adds nothing to a library that a host filled, not even when it is emptied later', async () => {
    maps.set(
      'tracks',
      new Map([['own', { value: JSON.stringify({ value: track('own') }), expires: undefined }]]),
    );
    const { library, added } = await start();
    expect(added).toBe(0);
    await library.remove(['own']);
    expect((await start()).added).toBe(0);
  });

  it('leaves out a piece without its file, and says so', async () => {
    rmSync(join(root, 'demo', 'a.opus'));
    expect((await start()).added).toBe(1);
    expect(warnings.join()).toContain('demo-a');
  });

  it.each<[string, () => void]>([
    ['missing', () => rmSync(join(root, 'demo'), { recursive: true })],
    ['cut', () => writeFileSync(join(root, 'demo', 'index.json'), '{"version":')],
    ['of another shape', () => index({ version: 1, tracks: [{ id: 'x' }] })],
    ['of paths that lead outside', () => index({ version: 1, tracks: [{ ...pieces[0], file: '../../x' }] })],
  ])('starts all the same when the index is %s, and tries again at the next start', async (_name, damage) => {
    damage();
    expect((await start()).added).toBe(0);
    expect(warnings).toHaveLength(1);
    mkdirSync(join(root, 'demo'), { recursive: true });
    for (const id of ['a', 'b']) writeFileSync(join(root, 'demo', `${id}.opus`), 'OggS');
    index({ version: 3, tracks: pieces });
    expect((await start()).added).toBe(2);
  });
});
