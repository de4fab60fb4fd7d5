/**
 * What is asked of another project's emotion model when it is measured beside ours: `evaluate emotion --peers`,
 * `evaluate faces --peers` and `bench eyes --peers`. Types alone; `open.ts` beside this file opens those installed.
 */
import type { Fer2013Label } from '../../inference/emotion/classifier.ts';
import type { Logger } from '../../logger.ts';

/** The package's own seven probabilities under FER2013's names, each 0..1; they need not sum to 1. */
export type Fer2013Scores = Readonly<Record<Fer2013Label, number>>;

export type PeerReading =
  | { readonly found: false }
  /** The largest face's probabilities. */
  | { readonly found: true; readonly probabilities: Fer2013Scores };

export interface Peer {
  /** Its key in `peers: {human: ..., faceapi: ...}`. */
  readonly name: 'human' | 'faceapi';
  /** The package that was measured and its version, e.g. `@vladmandic/human 3.3.6`, and the backend it ran on. */
  readonly version: string;
  /**
   * Reads one face that is already cut out, without looking for a face in it: the emotion model alone, prepared as the
   * package itself prepares a face.
   * @param grey48 48 x 48 grey floats, 0..255, row by row
   */
  readCrop(grey48: Float32Array): Promise<Fer2013Scores>;
  /**
   * Reads an encoded photo from beginning to end with the package's own detector and its defaults.
   * @param photo the bytes of an upright JPEG, PNG or WebP
   */
  readPhoto(photo: Uint8Array): Promise<PeerReading>;
  /** Ends its process. */
  close(): Promise<void>;
}

/**
 * Opens the peers, each in a process of its own. Every request has a time limit of its own and throws when it is over.
 * @throws AppError `peers.missing` {problem, remedy} when they are not installed; the remedy names the command
 */
export type OpenPeers = (options: { readonly logger: Logger }) => Promise<readonly Peer[]>;
