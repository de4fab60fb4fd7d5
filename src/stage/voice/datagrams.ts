/** The datagrams of a voice connection: RTP packets, address discovery, keepalives. */

const OPUS_PAYLOAD_TYPE = 120;
const DISCOVERY_BYTES = 74;
const DISCOVERY_REQUEST = 1;
const DISCOVERY_RESPONSE = 2;
const KEEPALIVE_BYTES = 8;

export interface RtpHeader {
  /** 16 bit, one up a packet. */
  readonly sequence: number;
  /** 32 bit, in samples of 48 kHz. */
  readonly timestamp: number;
  readonly ssrc: number;
  /** Fixed header, CSRC list and the first word of a header extension: what rtpsize modes leave in the clear. */
  readonly clearBytes: number;
  /** Bytes of the header extension itself, which come first in the plaintext. */
  readonly extensionBytes: number;
}

export type Datagram =
  | { readonly kind: 'discovery'; readonly ssrc: number }
  | { readonly kind: 'keepalive' }
  | { readonly kind: 'rtp'; readonly header: RtpHeader }
  | { readonly kind: 'unknown' };

/** Tells datagrams apart; RTP by its version bits (RFC 3550, section 5.1) and Discord's Opus payload type 120. */
export function readDatagram(bytes: Buffer): Datagram {
  if (bytes.length === KEEPALIVE_BYTES) return { kind: 'keepalive' };
  if (bytes.length === DISCOVERY_BYTES && bytes.readUInt16BE(0) === DISCOVERY_REQUEST) {
    return { kind: 'discovery', ssrc: bytes.readUInt32BE(4) };
  }
  const header = readRtpHeader(bytes);
  return header === undefined ? { kind: 'unknown' } : { kind: 'rtp', header };
}

function readRtpHeader(bytes: Buffer): RtpHeader | undefined {
  if (bytes.length < 12) return undefined;
  const first = bytes.readUInt8(0);
  if (first >> 6 !== 2 || (bytes.readUInt8(1) & 0x7f) !== OPUS_PAYLOAD_TYPE) return undefined;
  const extended = (first & 0x10) !== 0;
  const extensionAt = 12 + 4 * (first & 0x0f);
  const clearBytes = extensionAt + (extended ? 4 : 0);
  if (bytes.length < clearBytes) return undefined;
  return {
    sequence: bytes.readUInt16BE(2),
    timestamp: bytes.readUInt32BE(4),
    ssrc: bytes.readUInt32BE(8),
    clearBytes,
    extensionBytes: extended ? 4 * bytes.readUInt16BE(extensionAt + 2) : 0,
  };
}

/** A plain 12-byte header (RFC 3550, section 5.1) for one packet of Opus. */
export function rtpHeader(packet: { sequence: number; timestamp: number; ssrc: number }): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt8(0x80, 0);
  header.writeUInt8(OPUS_PAYLOAD_TYPE, 1);
  header.writeUInt16BE(packet.sequence, 2);
  header.writeUInt32BE(packet.timestamp, 4);
  header.writeUInt32BE(packet.ssrc, 8);
  return header;
}

/** The answer to address discovery (docs, "IP Discovery"): type, length 70, SSRC, address ending in NUL, port. */
export function discoveryResponse(ssrc: number, address: string, port: number): Buffer {
  const out = Buffer.alloc(DISCOVERY_BYTES);
  out.writeUInt16BE(DISCOVERY_RESPONSE, 0);
  out.writeUInt16BE(DISCOVERY_BYTES - 4, 2);
  out.writeUInt32BE(ssrc, 4);
  out.write(address, 8, 'latin1');
  out.writeUInt16BE(port, DISCOVERY_BYTES - 2);
  return out;
}

/** 20 ms of silence that the protocol lets through unencrypted (DAVE protocol, "Silence Packets"). */
const SILENCE_FRAME = Buffer.from([0xf8, 0xff, 0xfe]);

export type FrameKind = 'encrypted' | 'silence' | 'plain';

/**
 * What a frame is, judged from outside (DAVE protocol, "Protocol Frame Check"): magic marker 0xFAFA at the end and a
 * plausible size of the supplemental data (tag 8, nonce 1 or more, size 1, marker 2).
 */
export function frameKind(frame: Buffer): FrameKind {
  if (frame.equals(SILENCE_FRAME)) return 'silence';
  const marked = frame.length > 12 && frame.readUInt16BE(frame.length - 2) === 0xfafa;
  const supplemental = marked ? frame.readUInt8(frame.length - 3) : 0;
  return supplemental >= 12 && supplemental < frame.length ? 'encrypted' : 'plain';
}
