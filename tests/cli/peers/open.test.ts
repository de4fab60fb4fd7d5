import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sentenceOf } from '../../../src/cli/command-line.ts';
import { openPeers, type TimedPeer } from '../../../src/cli/peers/open.ts';
import { FER2013_LABELS } from '../../../src/inference/emotion/classifier.ts';
import { fixture, SILENT } from '../../inference/support.ts';

const INSTALLED = existsSync(path.join(import.meta.dirname, '../../../benchmarks/peers/node_modules'));

describe('peers that are not installed', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ragamala-peers-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('are named, with the command that installs them', async () => {
    const error = await openPeers({ logger: SILENT, folder }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'peers.missing' });
    expect(sentenceOf(error)).toContain('@vladmandic/human, @vladmandic/face-api');
    expect(sentenceOf(error)).toContain('npm ci --prefix benchmarks/peers');
  });

  it('are said to be so as well when only their folders are there', async () => {
    for (const name of ['@vladmandic/human', '@vladmandic/face-api', '@tensorflow/tfjs-backend-wasm']) {
      const at = path.join(folder, 'node_modules', name);
      await mkdir(at, { recursive: true });
      await writeFile(path.join(at, 'package.json'), JSON.stringify({ name, version: '0.0.0' }));
    }
    const error = await openPeers({ logger: SILENT, folder }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'peers.missing' });
    expect(sentenceOf(error)).toMatch(/human does not start: Cannot find module .*tfjs-core/);
  });
});

describe.skipIf(!INSTALLED)('peers that are installed (skipped: npm ci --prefix benchmarks/peers)', () => {
  let peers: readonly TimedPeer[] = [];
  afterEach(() => Promise.all(peers.map((peer) => peer.close())));

  it('read a crop and a photo with their own models', { timeout: 240_000 }, async () => {
    peers = await openPeers({ logger: SILENT });
    expect(peers.map(({ name }) => name)).toEqual(['human', 'faceapi']);
    const tile = Float32Array.from({ length: 48 * 48 }, (_, i) => (i * 37) % 256);
    for (const peer of peers) {
      const scores = await peer.readCrop(tile);
      expect(Object.keys(scores)).toEqual([...FER2013_LABELS]);
      expect(Object.values(scores).reduce((a, b) => a + b)).toBeCloseTo(1, 3);
      expect(peer.lastMs).toBeGreaterThan(0);
      const reading = await peer.readPhoto(await fixture('129-smiling'));
      const happy = reading.found ? reading.probabilities.happy : 0;
      expect(happy).toBeGreaterThan(0.9);
      expect(peer.version).toMatch(/@vladmandic\/.+ \d+\.\d+\.\d+, TensorFlow.js .+ WebAssembly/);
    }
  });
});
