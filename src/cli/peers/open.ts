/** Opens the peers that are installed in benchmarks/peers, each in a process of its own. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../errors.ts';
import { startWorkerProcess } from '../../inference/worker-process.ts';
import type { Logger } from '../../logger.ts';
import type { Fer2013Scores, Peer, PeerReading } from './peer.ts';
import type { PeerGreeting, PeerReply, PeerRequest } from './protocol.ts';

/** A peer that tells how long it took. */
export interface TimedPeer extends Peer {
  /** Milliseconds of the last request within the peer's process: without the way there and back. */
  readonly lastMs: number;
}

const FOLDER = path.join(import.meta.dirname, '../../../benchmarks/peers');
const NAMES = ['human', 'faceapi'] as const satisfies readonly Peer['name'][];
const PACKAGES = ['@vladmandic/human', '@vladmandic/face-api', '@tensorflow/tfjs-backend-wasm'];

/** Compiling the models' kernels takes most of the first request. */
const START_MS = 60_000;
const REPLY_MS = 60_000;
const MAX_WAITING = 64;

/**
 * @param folder where the peers' package.json is
 * @throws AppError `peers.missing` {problem, remedy} when one is not installed or does not start
 */
export async function openPeers({
  logger,
  folder = FOLDER,
}: {
  readonly logger: Logger;
  readonly folder?: string;
}): Promise<readonly TimedPeer[]> {
  const packages = path.join(folder, 'node_modules');
  const missing = PACKAGES.filter((name) => !existsSync(path.join(packages, name, 'package.json')));
  if (missing.length > 0) throw notInstalled(`not installed: ${missing.join(', ')}`);
  const started = await Promise.allSettled(NAMES.map((name) => openPeer(name, packages, logger)));
  const failed = started.find((result) => result.status === 'rejected');
  const peers = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  if (failed === undefined) return peers;
  await Promise.all(peers.map((peer) => peer.close()));
  throw failed.reason;
}

async function openPeer(name: Peer['name'], packages: string, logger: Logger): Promise<TimedPeer> {
  const { worker, greeting } = await startWorkerProcess<PeerGreeting, PeerRequest, PeerReply>({
    name,
    file: new URL('./process.ts', import.meta.url),
    args: [name, packages],
    execArgv: [],
    env: {},
    startTimeoutMs: START_MS,
    replyTimeoutMs: REPLY_MS,
    maxWaiting: MAX_WAITING,
    logger,
  });
  if (!greeting.ok) {
    await worker.close();
    throw notInstalled(`${name} does not start: ${greeting.problem}`);
  }
  let lastMs = Number.NaN;
  const ask = async (request: PeerRequest) => {
    const reply = await worker.ask(request);
    if (!reply.ok) throw new AppError('peers.failed', { peer: name, problem: reply.problem });
    lastMs = reply.ms;
    return reply.answer;
  };
  return {
    name,
    version: greeting.version,
    get lastMs() {
      return lastMs;
    },
    readCrop: async (grey48) => (await ask({ kind: 'crop', grey48 })) as Fer2013Scores,
    readPhoto: async (photo) => (await ask({ kind: 'photo', photo })) as PeerReading,
    close: () => worker.close(),
  };
}

function notInstalled(problem: string): AppError {
  return new AppError('peers.missing', {
    problem,
    remedy: 'install them with npm ci --prefix benchmarks/peers --ignore-scripts (about 380 MB)',
  });
}
