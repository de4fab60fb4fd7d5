/**
 * Transport encryption of RTP packets, the two modes Discord has left (docs, "Transport Encryption Modes"): the
 * header is sent in the clear and authenticated, a 4-byte counter at the end is the nonce's beginning.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';

interface Aead {
  readonly nonceBytes: number;
  seal(key: Uint8Array, nonce: Uint8Array, header: Uint8Array, plain: Uint8Array): Uint8Array;
  /** @throws when the tag does not match */
  open(key: Uint8Array, nonce: Uint8Array, header: Uint8Array, sealed: Uint8Array): Uint8Array;
}

const TAG_BYTES = 16;
const COUNTER_BYTES = 4;

const MODES = {
  aead_aes256_gcm_rtpsize: {
    nonceBytes: 12,
    seal(key, nonce, header, plain) {
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(header);
      return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    },
    open(key, nonce, header, sealed) {
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(
        header,
      );
      decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
      return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
    },
  },
  aead_xchacha20_poly1305_rtpsize: {
    nonceBytes: 24,
    seal: (key, nonce, header, plain) => xchacha20poly1305(key, nonce, header).encrypt(plain),
    open: (key, nonce, header, sealed) => xchacha20poly1305(key, nonce, header).decrypt(sealed),
  },
} as const satisfies Record<string, Aead>;

export type TransportMode = keyof typeof MODES;
export const TRANSPORT_MODES = Object.keys(MODES) as TransportMode[];

export const isTransportMode = (name: string): name is TransportMode => Object.hasOwn(MODES, name);

export interface TransportCipher {
  /** header || ciphertext || tag || counter; the counter goes up by one a packet. */
  seal(header: Uint8Array, plain: Uint8Array): Buffer;
  /**
   * @param packet a whole datagram
   * @param headerBytes how much of its front is in the clear
   * @returns the plaintext, or undefined when it is damaged or not for this key
   */
  open(packet: Buffer, headerBytes: number): Buffer | undefined;
}

/** @param key 32 bytes, the `secret_key` of op 4 */
export function createTransportCipher(mode: TransportMode, key: Uint8Array): TransportCipher {
  const aead: Aead = MODES[mode];
  const sending = Buffer.alloc(aead.nonceBytes);
  return {
    seal(header, plain) {
      sending.writeUInt32BE((sending.readUInt32BE() + 1) >>> 0);
      const counter = Buffer.from(sending.subarray(0, COUNTER_BYTES));
      return Buffer.concat([header, aead.seal(key, sending, header, plain), counter]);
    },
    open(packet, headerBytes) {
      const end = packet.length - COUNTER_BYTES;
      if (end < headerBytes + TAG_BYTES) return undefined;
      const nonce = Buffer.alloc(aead.nonceBytes);
      packet.copy(nonce, 0, end);
      try {
        return Buffer.from(
          aead.open(key, nonce, packet.subarray(0, headerBytes), packet.subarray(headerBytes, end)),
        );
      } catch {
        return undefined;
      }
    },
  };
}
