/** HEIC files around HEVC pictures that are there already, written anew from ISO/IEC 23008-12 and 14496-12. */
import type { Tile } from '../../src/inference/clip/heif.ts';

export interface HeicOptions {
  readonly tiles: readonly Tile[];
  readonly columns: number;
  /** Of the grid, which may cut the last column and row. */
  readonly width: number;
  readonly height: number;
  /** Anticlockwise, in quarters. */
  readonly irot?: number;
  /** 0 exchanges top and bottom, 1 left and right; after the turn. */
  readonly imir?: 0 | 1;
}

const text = (value: string) => Buffer.from(value, 'latin1');
const u8 = (...values: number[]) => Buffer.from(values);
const u16 = (...values: number[]) => Buffer.concat(values.map((value) => u8(value >> 8, value & 255)));
const u32 = (...values: number[]) => Buffer.concat(values.map((value) => u16(value >>> 16, value & 0xffff)));

function box(type: string, ...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([u32(body.length + 8), text(type), body]);
}

const fullBox = (type: string, version: number, flags: number, ...parts: Uint8Array[]) =>
  box(type, u32(version * 2 ** 24 + flags), ...parts);

/** Item 1 is the grid, or the picture where there is one tile; the tiles of a grid are items 2, 3, ... */
export function writeHeic(o: HeicOptions): Buffer {
  const { tiles, columns, width, height } = o;
  const [first] = tiles as [Tile, ...Tile[]];
  const isGrid = tiles.length > 1;
  const tileIds = tiles.map((_, i) => (isGrid ? i + 2 : 1));

  const grid = Buffer.concat([u8(0, 0, tiles.length / columns - 1, columns - 1), u16(width, height)]);
  const entry = (id: number, type: string) =>
    fullBox('infe', 2, id > 1 ? 1 : 0, u16(id, 0), text(`${type}\0`));
  const entries = tileIds.map((id) => entry(id, 'hvc1'));
  if (isGrid) entries.unshift(entry(1, 'grid'));

  const turns = [
    ...(o.irot === undefined ? [] : [box('irot', u8(o.irot))]),
    ...(o.imir === undefined ? [] : [box('imir', u8(o.imir))]),
  ];
  const size = (w: number, h: number) => fullBox('ispe', 0, 0, u32(w, h));
  const properties = [
    box('hvcC', first.config),
    size(first.width, first.height),
    size(width, height),
    ...turns,
  ];
  const turnIndices = turns.map((_, i) => 0x80 | (4 + i));
  const own = (id: number, ...indices: number[]) => Buffer.concat([u16(id), u8(indices.length, ...indices)]);
  const owned = isGrid
    ? [own(1, 3, ...turnIndices), ...tileIds.map((id) => own(id, 0x81, 2))]
    : [own(1, 0x81, 2, ...turnIndices)];

  const meta = (offset: number) => {
    let at = offset;
    const places = tiles.map(({ data }, i) => {
      const place = Buffer.concat([u16(tileIds[i] ?? 0, 0, 0, 1), u32(at, data.length)]);
      at += data.length;
      return place;
    });
    // Method 1: in `idat`.
    if (isGrid) places.unshift(Buffer.concat([u16(1, 1, 0, 1), u32(0, grid.length)]));
    return fullBox(
      'meta',
      0,
      0,
      fullBox('hdlr', 0, 0, u32(0), text('pict'), Buffer.alloc(13)),
      fullBox('pitm', 0, 0, u16(1)),
      fullBox('iinf', 0, 0, u16(entries.length), ...entries),
      ...(isGrid ? [fullBox('iref', 0, 0, box('dimg', u16(1, tiles.length, ...tileIds)))] : []),
      box('iprp', box('ipco', ...properties), fullBox('ipma', 0, 0, u32(owned.length), ...owned)),
      ...(isGrid ? [box('idat', grid)] : []),
      fullBox('iloc', 1, 0, u8(0x44, 0), u16(places.length), ...places),
    );
  };
  const start = box('ftyp', text('heic'), u32(0), text('mif1heic'));
  const before = start.length + meta(0).length + 8;
  return Buffer.concat([start, meta(before), box('mdat', ...tiles.map(({ data }) => data))]);
}
