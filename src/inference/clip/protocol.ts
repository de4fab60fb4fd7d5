/** What the eyes and the process that takes clips apart say to each other. */
import type { ErrorContext } from '../../errors.ts';
import type { ClipFormat } from '../image/format.ts';

export interface ClipLimits {
  /** Of a clip from its first to its last frame. */
  readonly maxSeconds: number;
  /** Of one frame, or of a photo. */
  readonly maxPixels: number;
  /** Resident memory of the process, MiB. */
  readonly memoryMib: number;
  /** From its start to its answer. */
  readonly timeoutMs: number;
}

export interface ClipRequest {
  readonly file: Uint8Array;
  readonly format: ClipFormat;
  /** Frames wanted, at most. */
  readonly frames: number;
  readonly limits: Pick<ClipLimits, 'maxSeconds' | 'maxPixels'>;
}

/** One picture of a clip as a JPEG, turned by its EXIF tag. */
export interface Still {
  readonly jpeg: Uint8Array;
  /** Size of the upright picture as sent, in pixels. */
  readonly width: number;
  readonly height: number;
}

export type ClipReply =
  | { readonly ok: true; readonly stills: readonly Still[] }
  | { readonly ok: false; readonly code: string; readonly context: ErrorContext; readonly cause: string };

/** The process ends itself with this status when it needs more memory than it may have. */
export const EXIT_MEMORY = 70;
