/** The identification header of an Ogg/Opus stream (RFC 7845 section 5.1). */
export interface OpusHead {
  readonly channels: number;
  /** Samples at 48 kHz to drop at the start: the encoder's lead-in. */
  readonly preSkip: number;
  /** Q7.8 decibels that a player is to add. */
  readonly gain: number;
  /** 0 is mono or stereo in one Opus stream; other families carry several streams. */
  readonly mapping: number;
}

const MAGIC = Buffer.from('OpusHead', 'latin1');
/** Of mapping family 0; others have a table behind it. */
const HEAD_BYTES = 19;

/** Whether a packet begins like the header, whole or not. */
export function isOpusHead(packet: Buffer): boolean {
  return packet.subarray(0, MAGIC.length).equals(MAGIC);
}

/** @returns undefined when the packet is no such header, or too short for one */
export function parseOpusHead(packet: Buffer): OpusHead | undefined {
  if (packet.length < HEAD_BYTES || !isOpusHead(packet)) return undefined;
  return {
    channels: packet[9] ?? 0,
    preSkip: packet.readUInt16LE(10),
    gain: packet.readInt16LE(16),
    mapping: packet[18] ?? 0,
  };
}

/** A header of mapping family 0 for sound that was recorded at 48 kHz. */
export function writeOpusHead(o: { channels: 1 | 2; preSkip: number }): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.set(MAGIC);
  head[8] = 1;
  head[9] = o.channels;
  head.writeUInt16LE(o.preSkip, 10);
  head.writeUInt32LE(48_000, 12);
  return head;
}
