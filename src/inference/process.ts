/**
 * The process in which photos are read, one after the other. A process and not a thread: onnxruntime-node aborts the
 * whole process when a thread that runs it is terminated, and a photo that takes a decoder down must not take the
 * music with it. Started by eyes.ts with the models' folder and the limits as arguments.
 */
import { flushCompileCache } from 'node:module';
import { constants, setPriority } from 'node:os';
import { AppError, messageOf } from '../errors.ts';
import { explainMoment } from './explain.ts';
import { openModels } from './health.ts';
import { confineDecoders } from './image/decode.ts';
import type { PhotoLimits } from './image/limits.ts';
import type { EyesAnswers, EyesReply, EyesRequest, Greeting } from './protocol.ts';
import { type ReaderParts, readMoment } from './reader.ts';

const [modelsFolder = '', limits = ''] = process.argv.slice(2);
const photoLimits = JSON.parse(limits) as PhotoLimits;

function send(message: Greeting | EyesReply): void {
  process.send?.(message);
}

/** What each kind of request is done with. */
const PERFORM: {
  readonly [K in EyesRequest['kind']]: (
    files: EyesRequest['files'],
    parts: ReaderParts,
  ) => Promise<EyesAnswers[K]>;
} = {
  look: (files, parts) => readMoment(files, parts, photoLimits),
  explain: (files, parts) => explainMoment(files, parts, photoLimits),
};

/** Nobody waits for an answer that long after the last one. */
const IDLE_MS = 100;
let idle: NodeJS.Timeout | undefined;

/** Sends the answer, or the failure in a form that survives the way to the other process. */
async function answer(request: EyesRequest, parts: ReaderParts): Promise<void> {
  clearTimeout(idle);
  try {
    send({ ok: true, answer: await PERFORM[request.kind](request.files, parts) });
  } catch (error) {
    const known = error instanceof AppError ? error : new AppError('eyes.crashed', {}, { cause: error });
    send({ ok: false, code: known.code, context: known.context, cause: messageOf(known.cause) });
  }
  collect();
}

/** Bytes outside the heap, of which half are there when nothing is read. */
const MOST_OUTSIDE = 24e6;

/**
 * Pixels and model files lie outside the heap that V8 watches, so of itself it would let many of them gather. The young
 * ones, a photo's, go after each photo, once nothing holds them. What has grown old goes when it has become much, or
 * when nobody waits, since that is dear beside a reading.
 */
function collect(): void {
  setImmediate(() => {
    globalThis.gc?.({ type: 'minor' });
    if (process.memoryUsage().external > MOST_OUTSIDE) globalThis.gc?.();
  });
  idle = setTimeout(() => globalThis.gc?.(), IDLE_MS);
}

// The process that plays music goes first.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
confineDecoders();
process.once('disconnect', () => process.exit());

const { health, parts } = await openModels(modelsFolder);
if (parts !== undefined) process.on('message', (request: EyesRequest) => void answer(request, parts));
// Stays until it is ended, even with nothing to listen for.
process.channel?.ref();
send({ health });
// It is ended by a signal, so Node would never come to save what it compiled.
flushCompileCache();
collect();
