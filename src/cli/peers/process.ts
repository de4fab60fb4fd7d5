/** The process of one peer. Started by open.ts with the peer's name and the folder of the installed packages. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { messageOf } from '../../errors.ts';
import { openFaceApi } from './faceapi.ts';
import { openHuman } from './human.ts';
import type { Peer } from './peer.ts';
import type { PeerGreeting, PeerModels, PeerReply, PeerRequest } from './protocol.ts';

const OPENERS: Readonly<
  Record<
    Peer['name'],
    { package: string; open: (r: NodeJS.Require, packages: string) => Promise<PeerModels> }
  >
> = {
  human: { package: '@vladmandic/human', open: openHuman },
  faceapi: { package: '@vladmandic/face-api', open: openFaceApi },
};

const [name, packages = ''] = process.argv.slice(2);
const opener = OPENERS[name as Peer['name']];

function send(message: PeerGreeting | PeerReply): void {
  process.send?.(message);
}

async function answer(request: PeerRequest, models: PeerModels): Promise<void> {
  const start = performance.now();
  try {
    const reading =
      request.kind === 'crop' ? await models.readCrop(request.grey48) : await models.readPhoto(request.photo);
    send({ ok: true, answer: reading, ms: performance.now() - start });
  } catch (error) {
    send({ ok: false, problem: messageOf(error) });
  }
}

process.once('disconnect', () => process.exit());
try {
  const require = createRequire(path.join(packages, 'x.js'));
  const models = await opener.open(require, packages);
  process.on('message', (request: PeerRequest) => void answer(request, models));
  process.channel?.ref();
  const { version } = require(path.join(packages, opener.package, 'package.json')) as { version: string };
  const tensorflow = require('@tensorflow/tfjs-core/package.json') as { version: string };
  const backend = `TensorFlow.js ${tensorflow.version} on WebAssembly SIMD, one thread`;
  send({ ok: true, version: `${opener.package} ${version}, ${backend}` });
} catch (error) {
  send({ ok: false, problem: messageOf(error) });
}
