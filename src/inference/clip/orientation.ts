/** How a picture must be turned to stand upright, from whatever a container says, to the EXIF tag that decoders obey. */

/** First mirrored left to right or not, then turned clockwise by quarters. */
export interface Orientation {
  readonly mirrored: boolean;
  readonly quarters: 0 | 1 | 2 | 3;
}

export const UPRIGHT: Orientation = { mirrored: false, quarters: 0 };

const quarters = (turns: number): Orientation['quarters'] =>
  (((turns % 4) + 4) % 4) as Orientation['quarters'];

/** @param turns clockwise, in quarters; below 0 is anticlockwise */
export function turned(from: Orientation, turns: number): Orientation {
  return { ...from, quarters: quarters(from.quarters + turns) };
}

/** Left and right exchanged, after what `from` does. */
export function mirroredSideways(from: Orientation): Orientation {
  return { mirrored: !from.mirrored, quarters: quarters(-from.quarters) };
}

/** Top and bottom exchanged, after what `from` does. */
export function mirroredUpsideDown(from: Orientation): Orientation {
  return turned(mirroredSideways(from), 2);
}

/** EXIF orientation tags (CIPA DC-008, section 4.6.5) by quarters, of pictures not mirrored and mirrored. */
const TAGS = { upright: [1, 6, 3, 8], mirrored: [2, 7, 4, 5] } as const;

export function exifTag({ mirrored, quarters }: Orientation): number {
  return TAGS[mirrored ? 'mirrored' : 'upright'][quarters];
}

/** Whether upright width and height are the stored height and width. */
export function liesSideways({ quarters }: Orientation): boolean {
  return quarters % 2 === 1;
}

const MATRIX_BYTES = 36;

/**
 * The orientation in a video track's matrix (ISO/IEC 14496-12, section 6.2.2), whose first column says where the
 * picture's x axis points on the screen and whose second column where its y axis does.
 * @param matrix nine 32-bit integers as FFmpeg hands them on, in the machine's byte order; shear is not looked at
 */
export function orientationOfMatrix(matrix: Uint8Array): Orientation {
  if (matrix.length < MATRIX_BYTES) return UPRIGHT;
  const view = new DataView(matrix.buffer, matrix.byteOffset, matrix.byteLength);
  const [a, b, c, d] = [0, 1, 3, 4].map((i) => view.getInt32(4 * i, true)) as [
    number,
    number,
    number,
    number,
  ];
  const mirrored = a * d - b * c < 0;
  const [x, y] = mirrored ? [-a, -b] : [a, b];
  const turn = Math.round(Math.atan2(y, x) / (Math.PI / 2));
  return { mirrored, quarters: quarters(turn) };
}

/** Puts the orientation into a JPEG as an EXIF segment right behind its first marker (CIPA DC-008, section 4.5.4). */
export function withExif(jpeg: Uint8Array, orientation: Orientation): Uint8Array {
  const tag = exifTag(orientation);
  if (tag === 1) return jpeg;
  // APP1 of 34 bytes, "Exif", a big-endian TIFF header, and one entry: tag 0x0112, one short.
  const segment = Buffer.from(
    'ffe10022457869660000' + '4d4d002a00000008' + '000101120003000000010000000000000000',
    'hex',
  );
  segment[29] = tag;
  return Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]);
}
