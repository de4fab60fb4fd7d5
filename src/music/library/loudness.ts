/** Brings a converted piece to the library's loudness: what to measure, what gain and limit to encode with. */
import { CEILING_DBTP, TARGET_LUFS } from '../loudness.ts';
import type { Converted } from './transcode-protocol.ts';

/** What an encode may miss the target by before it is done again. */
const TOLERANCE_LU = 0.5;
/** Opus moves peaks by a little; the limiter leaves this much room before the first measurement. */
const FIRST_ROOM_DB = 0.5;
const MOST_TRIES = 4;
/** EBU R128's absolute gate is -70 LUFS; near it there is only noise to make louder. */
const SILENCE_LUFS = -60;

export interface Settings {
  readonly gainDb: number;
  /** The limiter's ceiling, or undefined when no peak comes near it. */
  readonly limitDb: number | undefined;
  readonly tries: number;
}

/** The form everything is measured and encoded in. */
export const PREPARE = 'aresample=48000,aformat=sample_fmts=flt:sample_rates=48000:channel_layouts=stereo';

/** @returns undefined for silence */
export function startSettings(source: Converted): Settings | undefined {
  if (!(source.loudnessLufs > SILENCE_LUFS)) return undefined;
  const gainDb = TARGET_LUFS - source.loudnessLufs;
  return { gainDb, limitDb: limitFor(source.truePeakDbtp + gainDb, CEILING_DBTP - FIRST_ROOM_DB), tries: 1 };
}

/** @returns what to try next, or undefined when the result is right, or as right as it gets */
export function nextTry(last: Settings, result: Converted): Settings | undefined {
  const over = result.truePeakDbtp - CEILING_DBTP;
  const off = TARGET_LUFS - result.loudnessLufs;
  if (last.tries >= MOST_TRIES || (over <= 0 && Math.abs(off) <= TOLERANCE_LU)) return undefined;
  const room = CEILING_DBTP - FIRST_ROOM_DB;
  return {
    gainDb: last.gainDb + (Math.abs(off) > TOLERANCE_LU ? off : 0),
    limitDb:
      over > 0
        ? (last.limitDb ?? room) - over - 0.1
        : (last.limitDb ?? limitFor(result.truePeakDbtp + off, room)),
    tries: last.tries + 1,
  };
}

function limitFor(peakDb: number, ceilingDb: number): number | undefined {
  return peakDb > ceilingDb ? ceilingDb : undefined;
}

/** FFmpeg's filter graph. The limiter works at four times the rate, so that it sees the peaks between the samples. */
export function toLoudness({ gainDb, limitDb }: Settings): string {
  const limiter =
    limitDb === undefined
      ? ''
      : `,aresample=192000,alimiter=limit=${(10 ** (limitDb / 20)).toFixed(6)}:level=false:latency=true`;
  return `${PREPARE},volume=${gainDb.toFixed(3)}dB:precision=float${limiter},asetpts=N/SR/TB,${PREPARE}`;
}
