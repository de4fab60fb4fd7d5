/** What the machine and the installation give: Node, FFmpeg, end-to-end encryption. */

import { messageOf } from '../../errors.ts';
import { ffmpegHealth } from '../../music/library/ffmpeg.ts';
import { type Finding, failed, fine, inform } from './finding.ts';

const NEEDED_NODE = 24;

export function checkRuntime(): Finding {
  const detail = `Node ${process.versions.node} on ${process.platform} ${process.arch}`;
  return Number(process.versions.node.split('.')[0]) >= NEEDED_NODE
    ? fine('runtime', detail)
    : failed('runtime', detail, `Node ${NEEDED_NODE} comes with the project: start it through npm run.`);
}

/** Without FFmpeg the bot plays all the same; only some formats cannot be imported, and clips and HEIC photos cannot be read. */
export async function checkFfmpeg(): Promise<Finding> {
  const health = await ffmpegHealth();
  return health.ok
    ? fine(
        'ffmpeg',
        `${health.version}: MP3, FLAC, M4A, WAV and Ogg Vorbis can be imported, clips and HEIC photos read`,
      )
    : inform(
        'ffmpeg',
        `${health.problem}: only Ogg/Opus can be imported, and no clips or HEIC photos can be read`,
        health.remedy,
      );
}

/** Discord refuses voice without DAVE (close code 4017). */
export async function checkEncryption(): Promise<Finding> {
  try {
    const { DAVE_PROTOCOL_VERSION } = await import('@snazzah/davey');
    return fine('encryption', `DAVE protocol version ${DAVE_PROTOCOL_VERSION}`);
  } catch (error) {
    const remedy = 'Install again with npm ci, without --omit=optional.';
    return failed('encryption', `@snazzah/davey does not load: ${messageOf(error)}`, remedy);
  }
}
