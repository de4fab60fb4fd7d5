/** What a peer's process is asked and answers. */
import type { Fer2013Scores, Peer, PeerReading } from './peer.ts';

/** What an adapter makes of a package. */
export type PeerModels = Pick<Peer, 'readCrop' | 'readPhoto'>;

export type PeerRequest =
  | { readonly kind: 'crop'; readonly grey48: Float32Array }
  | { readonly kind: 'photo'; readonly photo: Uint8Array };

export type PeerReply =
  | {
      readonly ok: true;
      /** Probabilities for a crop, a reading for a photo. */
      readonly answer: Fer2013Scores | PeerReading;
      /** Within the process, without the way there and back. */
      readonly ms: number;
    }
  | { readonly ok: false; readonly problem: string };

/** The first message. */
export type PeerGreeting =
  | { readonly ok: true; readonly version: string }
  | { readonly ok: false; readonly problem: string };
