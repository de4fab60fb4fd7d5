/**
 * The process in which one clip is taken apart; started by unfold.ts for it alone and ended with it. It alone in the
 * eyes loads FFmpeg, so that a file made to break a decoder breaks this process and nothing else.
 */
import { constants, setPriority } from 'node:os';
import { AppError, messageOf } from '../../errors.ts';
import { loadFfmpeg } from './ffmpeg.ts';
import { stillOfHeic } from './heic.ts';
import { hasItems } from './heif.ts';
import { type ClipReply, type ClipRequest, EXIT_MEMORY, type Still } from './protocol.ts';
import { stillsOfVideo } from './video.ts';

const MEMORY_CHECK_MS = 50;

const memoryLimit = Number(process.argv[2]) * 2 ** 20;
setInterval(() => {
  if (process.memoryUsage.rss() > memoryLimit) process.exit(EXIT_MEMORY);
}, MEMORY_CHECK_MS).unref();

async function unfold(request: ClipRequest): Promise<readonly Still[]> {
  const av = await loadFfmpeg();
  const isPhoto = request.format === 'heic' && hasItems(request.file);
  return isPhoto ? [await stillOfHeic(av, request)] : await stillsOfVideo(av, request);
}

/** Sends the stills, or the failure in a form that survives the way to the other process. */
async function answer(request: ClipRequest): Promise<void> {
  let reply: ClipReply;
  try {
    reply = { ok: true, stills: await unfold(request) };
  } catch (error) {
    // FFmpeg's own errors are about the file.
    const known =
      error instanceof AppError
        ? error
        : new AppError('photo.truncated', { format: request.format }, { cause: error });
    reply = { ok: false, code: known.code, context: known.context, cause: messageOf(known.cause) };
  }
  process.send?.(reply);
}

// The process that plays music goes first.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
process.once('disconnect', () => process.exit());
process.once('message', (request: ClipRequest) => void answer(request));
