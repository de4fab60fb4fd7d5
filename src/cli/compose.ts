/** Composes the demo shelves and writes them to library/demo: npm run compose [-- ID...] */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Track } from '../domain/track.ts';
import { idOf, type Plan } from '../music/demo/compose/plan.ts';
import { PIECES } from '../music/demo/pieces/all.ts';
import { type Codec, produce } from '../music/demo/produce.ts';
import { createOpusDecoder, createOpusEncoder } from '../stage/voice/opus.ts';
import { print, printJson, runCommand, UsageError } from './command-line.ts';
import { createProgress } from './progress.ts';

const USAGE = `usage: npm run compose -- [ID...] [--out FOLDER] [--bitrate BITS] [--json]

  Composes, plays, masters and encodes the demo pieces; the same program gives the same music every time.
  ID                 only these, e.g. demo-ta-happy-1; all by default
  --out FOLDER       the library folder; ./library by default
  --bitrate BITS     bits a second of the Opus files, 52000 by default
  --json             one object a piece`;

await runCommand(USAGE, async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: 'string', default: path.join(import.meta.dirname, '../../library') },
      bitrate: { type: 'string', default: '52000' },
      json: { type: 'boolean', default: false },
    },
  });
  const bitrate = Number(values.bitrate);
  if (!Number.isInteger(bitrate) || bitrate < 16_000 || bitrate > 256_000)
    throw new UsageError(`--bitrate: expected 16000 to 256000, received ${values.bitrate}`);
  const plans = chosen(positionals);
  const tracks = new Map((await readIndex(values.out)).map((track) => [track.id, track]));
  const progress = createProgress(process.stderr, plans.length);
  for (const plan of plans) {
    const { track, bytes, truePeakDb } = produce(plan, () => openCodec(bitrate));
    await save(path.join(values.out, track.file), bytes);
    tracks.set(track.id, track);
    progress.clear();
    if (values.json) printJson({ ...track, bytes: bytes.length, truePeakDb });
    progress.step(plan.title);
  }
  progress.clear();
  const order = PIECES.map(idOf);
  const index = { version: 1, tracks: order.flatMap((id) => tracks.get(id) ?? []) };
  await save(path.join(values.out, 'demo/index.json'), Buffer.from(`${JSON.stringify(index, null, 2)}\n`));
  if (!values.json) print(`${plans.length} pieces written to ${path.join(values.out, 'demo')}`);
  return 0;
});

function chosen(ids: readonly string[]): readonly Plan[] {
  const unknown = ids.filter((id) => !PIECES.some((plan) => idOf(plan) === id));
  if (unknown.length > 0) throw new UsageError(`no such piece: ${unknown.join(', ')}`);
  return ids.length === 0 ? PIECES : PIECES.filter((plan) => ids.includes(idOf(plan)));
}

function openCodec(bitrate: number): Codec {
  const encoder = createOpusEncoder({ bitrate, music: true });
  const decoder = createOpusDecoder();
  return { encode: (pcm) => encoder.encode(pcm), decode: (packet) => decoder.decode(Buffer.from(packet)) };
}

/** The pieces that are there already, so that composing a few keeps the others. */
async function readIndex(out: string): Promise<readonly Track[]> {
  try {
    const index = JSON.parse(await readFile(path.join(out, 'demo/index.json'), 'utf8')) as {
      tracks: Track[];
    };
    return index.tracks;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Written beside and renamed, so that a file is whole or not there. */
async function save(file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(`${file}.part`, bytes);
  await rename(`${file}.part`, file);
}
