/** The TLS presentation language as MLS uses it: big-endian integers and vectors with variable-size lengths. */

/** Unsigned big-endian integer of `bytes` bytes. */
export function uint(value: number | bigint, bytes: 1 | 2 | 4 | 8): Buffer {
  const out = Buffer.alloc(bytes);
  if (bytes === 8) out.writeBigUInt64BE(BigInt(value));
  else out.writeUIntBE(Number(value), 0, bytes);
  return out;
}

/**
 * `opaque data<V>`: the length in 1, 2 or 4 bytes, its two highest bits telling which (RFC 9420, section 2.1.2).
 * @throws RangeError beyond 2^30 - 1 bytes
 */
export function vector(...parts: readonly Uint8Array[]): Buffer {
  const data = Buffer.concat(parts);
  const n = data.length;
  if (n >= 2 ** 30) throw new RangeError(`Expected a vector below 2^30 bytes, received ${n}`);
  const length = n < 0x40 ? uint(n, 1) : n < 0x4000 ? uint(n + 0x4000, 2) : uint(n + 0x8000_0000, 4);
  return Buffer.concat([length, data]);
}

/** Reads such structures front to back; every read throws RangeError where the bytes end too early. */
export class Reader {
  readonly bytes: Buffer;
  offset = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get atEnd(): boolean {
    return this.offset >= this.bytes.length;
  }

  uint(bytes: 1 | 2 | 4): number {
    return this.take(bytes).readUIntBE(0, bytes);
  }

  uint64(): bigint {
    return this.take(8).readBigUInt64BE();
  }

  vector(): Buffer {
    const prefix = 1 << (this.take(1).readUInt8() >> 6);
    if (prefix === 8) throw new RangeError('Expected a length prefix of 1, 2 or 4 bytes, received 8');
    this.offset -= 1;
    const length = this.take(prefix).readUIntBE(0, prefix) & (2 ** (8 * prefix - 2) - 1);
    return this.take(length);
  }

  take(length: number): Buffer {
    const end = this.offset + length;
    if (end > this.bytes.length) {
      throw new RangeError(
        `Expected ${length} bytes at ${this.offset}, received ${this.bytes.length - this.offset}`,
      );
    }
    const taken = this.bytes.subarray(this.offset, end);
    this.offset = end;
    return taken;
  }
}
