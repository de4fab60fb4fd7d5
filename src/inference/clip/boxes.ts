/** Boxes of the ISO base media file format (ISO/IEC 14496-12, section 4.2), read within their bounds. */
import { AppError } from '../../errors.ts';

/** Reads big-endian fields one after the other; what lies outside is damage, never a read past the end. */
export class Cursor {
  readonly bytes: Uint8Array;
  #at = 0;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.bytes.length - this.#at;
  }

  take(length: number): Uint8Array {
    if (length < 0 || length > this.left) throw damaged(`${length} bytes expected, ${this.left} left`);
    this.#at += length;
    return this.bytes.subarray(this.#at - length, this.#at);
  }

  /** @param size bytes of the field: 0 (always 0), 1, 2, 4 or 8 */
  uint(size: number): number {
    const at = this.#at;
    this.take(size);
    if (size === 0) return 0;
    if (size === 1) return this.#view.getUint8(at);
    if (size === 2) return this.#view.getUint16(at);
    if (size === 4) return this.#view.getUint32(at);
    if (size === 8) return Number(this.#view.getBigUint64(at));
    throw damaged(`a field of ${size} bytes`);
  }

  /** Version and flags of a full box. */
  header(): { version: number; flags: number } {
    const word = this.uint(4);
    return { version: word >>> 24, flags: word & 0xffffff };
  }

  fourCc(): string {
    return Buffer.from(this.take(4)).toString('latin1');
  }
}

export interface Box {
  readonly type: string;
  readonly body: Uint8Array;
}

/** The boxes that follow each other in `bytes`. */
export function* boxesIn(bytes: Uint8Array): Generator<Box> {
  const cursor = new Cursor(bytes);
  while (cursor.left >= 8) {
    const before = cursor.left;
    const short = cursor.uint(4);
    const type = cursor.fourCc();
    const size = short === 1 ? cursor.uint(8) : short === 0 ? before : short;
    yield { type, body: cursor.take(size - (before - cursor.left)) };
  }
}

export function damaged(problem: string): AppError {
  return new AppError('photo.truncated', { format: 'heic' }, { cause: new Error(problem) });
}
