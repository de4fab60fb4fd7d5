/** What the importer and its worker process say to each other over the pipe between them. */

/** FFmpeg demuxers that a file may be given to; which one is decided by our own look at its first bytes. */
export type Container = 'mp3' | 'flac' | 'wav' | 'mov' | 'ogg';

export type Job =
  | { readonly kind: 'health' }
  | { readonly kind: 'identify'; readonly input: string; readonly container: Container }
  | {
      readonly kind: 'convert';
      readonly input: string;
      readonly container: Container;
      readonly output: string;
    };

export type Request = Job & { readonly id: number };

export type Response =
  | { readonly id: number; readonly ok: true; readonly result: Health | Identity | Converted }
  | { readonly id: number; readonly ok: false; readonly code: TranscodeCode; readonly problem: string };

/** Without the prefix `import.` that the codes of errors have. */
export type TranscodeCode = 'ffmpeg_missing' | 'undecodable' | 'silent' | 'failed';

export interface Health {
  /** FFmpeg's version. */
  readonly version: string;
}

export interface Identity {
  /** SHA-256 of the coded audio, in hex: the same for a file whose tags or picture changed. */
  readonly audioSha256: string;
}

export interface Converted {
  /** Of the file that was written, measured in it: EBU R128 integrated loudness and true peak. */
  readonly loudnessLufs: number;
  readonly truePeakDbtp: number;
}

/** The worker ends itself with this status when it needs more memory than it may have. */
export const EXIT_MEMORY = 70;
