/**
 * How fast the eyes read: a crop, a photo of 1080p through their process, each stage of it, and what sixteen readings at
 * once cost the loop of the process that asks. With --peers the peers read the same pictures, turn by turn with ours.
 */
import path from 'node:path';
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openEmotionClassifier } from '../../inference/emotion/classifier.ts';
import { type Eyes, openEyes } from '../../inference/eyes.ts';
import { alignFace } from '../../inference/face/align.ts';
import type { Face } from '../../inference/face/face.ts';
import { confineDecoders, decodePhoto } from '../../inference/image/decode.ts';
import { openReader, type ReaderParts, toReading } from '../../inference/reader.ts';
import { wholeNumber } from '../arguments.ts';
import type { Task } from '../command-line.ts';
import { openPeers, type TimedPeer } from '../peers/open.ts';
import { quantile } from '../statistics.ts';
import { CANVASES, portraitOn } from './photos.ts';
import { memoryOf, ROOT } from './processes.ts';

/** Turns before the measured ones, in which models and compilers warm up. */
const WARM_UP = 5;
/** Crops a turn. */
const CROPS = 5;
/** Readings asked for at once, and turns for each time that they are. */
const AT_ONCE = 16;
const TURNS_A_BURST = 10;
/** The delay of the loop is sampled by a timer of this interval. */
const TICK_MS = 1;
const BOX = { x: 0, y: 0, width: 0, height: 0 };

export const eyes: Task = {
  name: 'eyes',
  summary: 'crop and 1080p photo to reading, event loop, memory: [--peers] [--runs N]',
  async run({ rest, logger }) {
    const { values } = parseArgs({
      args: [...rest],
      options: { runs: { type: 'string', default: '40' }, peers: { type: 'boolean', default: false } },
    });
    const runs = wholeNumber('--runs', values.runs);
    await using stack = new AsyncDisposableStack();
    const peers = values.peers ? await openPeers({ logger }) : [];
    stack.defer(async () => void (await Promise.all(peers.map((peer) => peer.close()))));
    const models = path.join(ROOT, 'models');
    const ours = stack.adopt(await openEyes({ modelsFolder: models, logger }), (opened) => opened.close());
    confineDecoders();
    const parts = await openReader(models);
    stack.defer(async () => void (await Promise.all([parts.detector.close(), parts.classifier.close()])));
    const single = stack.adopt(await openEmotionClassifier(path.join(models, 'emotion'), 1), (one) =>
      one.close(),
    );

    const photo = await portraitOn(CANVASES.p1080);
    const series = new Series();
    for (let run = -WARM_UP; run < runs; run++) {
      if (run === 0) series.clear();
      if (run % 10 === 0) logger.info(`turn ${run} of ${runs}`);
      const crop = await timeStages(photo, parts, series);
      await timeCrops(crop, parts, peers, series);
      await series.time('one thread', () => single.classify([crop]));
      await timePhotos(photo, ours, peers, series);
    }
    const crowd = await timeCrowd(photo, ours, Math.ceil(runs / TURNS_A_BURST));
    const memory = await memoryOf(ours.pid ?? 0);
    return {
      crop_p50_ms: series.quantile('crop', 0.5),
      crop_p95_ms: series.quantile('crop', 0.95),
      photo_p50_ms: series.quantile('photo', 0.5),
      photo_p95_ms: series.quantile('photo', 0.95),
      stages_ms: Object.fromEntries(STAGES.map((stage) => [stage, series.quantile(stage, 0.5)])),
      classify_one_thread_ms: series.quantile('one thread', 0.5),
      ...crowd,
      rss_mb: memory.rssMiB,
      ...(values.peers ? comparison(peers, series) : {}),
      runs,
      warm_up: WARM_UP,
    };
  },
};

/** Measured times by what was measured. */
class Series {
  readonly #times = new Map<string, number[]>();

  add(name: string, ms: number): void {
    this.#times.set(name, [...(this.#times.get(name) ?? []), ms]);
  }

  async time<T>(name: string, work: () => Promise<T> | T): Promise<T> {
    const start = performance.now();
    const result = await work();
    this.add(name, performance.now() - start);
    return result;
  }

  quantile(name: string, share: number): number {
    return quantile(this.#times.get(name) ?? [], share);
  }

  clear(): void {
    this.#times.clear();
  }
}

const STAGES = ['decode', 'detect', 'align', 'classify'] as const;

/** One photo, stage by stage, in this process. */
async function timeStages(photo: Uint8Array, parts: ReaderParts, series: Series): Promise<Float32Array> {
  const { detector, classifier } = parts;
  const { template, size } = classifier.manifest;
  const { raster } = await series.time('decode', () => decodePhoto(photo));
  const faces = await series.time('detect', () => detector.detect(raster));
  if (faces.length !== 1) throw new Error(`expected one face, found ${faces.length}`);
  const crop = await series.time('align', () => alignFace(raster, faces[0] as Face, template, size));
  await series.time('classify', () => classifier.classify([crop]));
  return crop;
}

/** Some crops by each reader: probabilities, and for ours the mood as well. */
async function timeCrops(
  crop: Float32Array,
  { classifier, table }: ReaderParts,
  peers: readonly TimedPeer[],
  series: Series,
): Promise<void> {
  for (let i = 0; i < CROPS; i++) {
    await series.time('crop', async () => {
      const [logits] = await classifier.classify([crop]);
      if (logits === undefined) throw new Error('expected logits of one crop');
      return toReading(BOX, 1, logits, classifier.manifest, table);
    });
  }
  for (const peer of peers) {
    for (let i = 0; i < CROPS; i++) {
      await peer.readCrop(crop);
      series.add(`${peer.name} crop`, peer.lastMs);
    }
  }
}

/** One photo by each reader; ours with the way to its process and back, the peers' without. */
async function timePhotos(
  photo: Uint8Array,
  ours: Eyes,
  peers: readonly TimedPeer[],
  series: Series,
): Promise<void> {
  const look = await ours.look([photo]);
  if (look.faces.length !== 1) throw new Error(`expected one face, found ${look.faces.length}`);
  series.add('photo', look.ms.total);
  for (const peer of peers) {
    const { found } = await peer.readPhoto(photo);
    if (!found) throw new Error(`${peer.name} finds no face`);
    series.add(`${peer.name} photo`, peer.lastMs);
  }
}

/** Readings at once, and by how much this process' loop is late meanwhile and when idle. */
async function timeCrowd(photo: Uint8Array, ours: Eyes, bursts: number) {
  const load = watchLoop();
  const start = performance.now();
  for (let burst = 0; burst < bursts; burst++)
    await Promise.all(Array.from({ length: AT_ONCE }, () => ours.look([photo])));
  const elapsed = performance.now() - start;
  const late = load();
  const idle = watchLoop();
  await sleep(elapsed);
  const idleLate = idle();
  return {
    event_loop_p99_ms: late,
    event_loop_idle_p99_ms: idleLate,
    event_loop_added_ms: late - idleLate,
    throughput_per_s: (AT_ONCE * bursts * 1000) / elapsed,
  };
}

/** Starts watching; the function ends it and tells the 99th percentile of the loop's delay in milliseconds. */
function watchLoop(): () => number {
  const histogram: IntervalHistogram = monitorEventLoopDelay({ resolution: TICK_MS });
  histogram.enable();
  return () => {
    histogram.disable();
    return Math.max(0, histogram.percentile(99) / 1e6 - TICK_MS);
  };
}

function comparison(peers: readonly TimedPeer[], series: Series) {
  const of = (peer: TimedPeer, what: 'crop' | 'photo') => series.quantile(`${peer.name} ${what}`, 0.5);
  const ratio = (peer: TimedPeer, what: 'crop' | 'photo') => of(peer, what) / series.quantile(what, 0.5);
  return {
    peers: Object.fromEntries(
      peers.map((peer) => [
        peer.name,
        {
          version: peer.version,
          crop_p50_ms: of(peer, 'crop'),
          photo_p50_ms: of(peer, 'photo'),
          crop_ratio: ratio(peer, 'crop'),
          photo_ratio: ratio(peer, 'photo'),
        },
      ]),
    ),
  };
}
