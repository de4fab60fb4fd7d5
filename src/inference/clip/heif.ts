/** What an HEIF file (ISO/IEC 23008-12) says of its picture: the HEVC tiles, how they lie, and how it is turned. */
import { AppError } from '../../errors.ts';
import { boxesIn, Cursor, damaged } from './boxes.ts';
import { mirroredSideways, mirroredUpsideDown, type Orientation, turned, UPRIGHT } from './orientation.ts';

/** One coded picture. */
export interface Tile {
  /** Decoder configuration, the body of `hvcC` (ISO/IEC 14496-15, section 8.3.3). */
  readonly config: Uint8Array;
  /** Length-prefixed NAL units. */
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export interface HeifPicture {
  /** Before it is turned. */
  readonly width: number;
  readonly height: number;
  /** Row by row from the top left; all of one size. */
  readonly tiles: readonly Tile[];
  readonly columns: number;
  readonly orientation: Orientation;
}

interface Property {
  readonly type: string;
  readonly body: Uint8Array;
}

/** An item's bytes lie in one or several places of the file or of `idat`. */
interface Place {
  readonly inFile: boolean;
  readonly extents: readonly { readonly offset: number; readonly length: number }[];
}

interface Items {
  readonly file: Uint8Array;
  readonly idat: Uint8Array;
  readonly primary: number;
  readonly types: ReadonlyMap<number, string>;
  readonly places: ReadonlyMap<number, Place>;
  /** What an item is derived from, in order. */
  readonly sources: ReadonlyMap<number, readonly number[]>;
  readonly properties: ReadonlyMap<number, readonly Property[]>;
}

/** 50 megapixels in tiles of 512 are 190; more is no photo. */
const MAX_TILES = 1024;
/** Places of all items together; a header of a few bytes could claim billions. */
const MAX_EXTENTS = 65_536;
/** An `iden` item may stand for another one that is turned once more; a chain of them is no photo. */
const MAX_DEPTH = 4;

/**
 * Reads the primary item: an HEVC picture, or a grid of them as phones write it.
 * @throws AppError `photo.truncated` {format}, `photo.codec` {codec}
 */
export function readHeif(file: Uint8Array): HeifPicture {
  const items = readItems(file);
  return pictureOf(items.primary, items, 0);
}

/** Whether the file holds still pictures at all; sequences alone have no `meta`. */
export function hasItems(file: Uint8Array): boolean {
  for (const { type } of boxesIn(file)) if (type === 'meta') return true;
  return false;
}

function pictureOf(id: number, items: Items, depth: number): HeifPicture {
  const type = items.types.get(id);
  const properties = items.properties.get(id) ?? [];
  if (type === 'hvc1' || type === 'hev1') {
    const tile = tileOf(id, items);
    return { ...tile, tiles: [tile], columns: 1, orientation: orient(UPRIGHT, properties) };
  }
  if (type === 'grid') return { ...gridOf(id, items), orientation: orient(UPRIGHT, properties) };
  const [source] = items.sources.get(id) ?? [];
  if (type === 'iden' && source !== undefined && depth < MAX_DEPTH) {
    const inner = pictureOf(source, items, depth + 1);
    return { ...inner, orientation: orient(inner.orientation, properties) };
  }
  throw new AppError('photo.codec', { codec: type ?? 'heif' });
}

/** The turns in the order in which they are listed (sections 6.5.10 and 6.5.12 of the edition of 2022). */
function orient(from: Orientation, properties: readonly Property[]): Orientation {
  return properties.reduce((orientation, { type, body }) => {
    const value = body[0] ?? 0;
    // Anticlockwise, in quarters.
    if (type === 'irot') return turned(orientation, -(value & 3));
    if (type === 'imir')
      return (value & 1) === 0 ? mirroredUpsideDown(orientation) : mirroredSideways(orientation);
    return orientation;
  }, from);
}

function tileOf(id: number, items: Items): Tile {
  const properties = items.properties.get(id) ?? [];
  const config = properties.find(({ type }) => type === 'hvcC')?.body;
  const extents = properties.find(({ type }) => type === 'ispe')?.body;
  if (config === undefined || extents === undefined) throw damaged(`item ${id} has no hvcC or no ispe`);
  const size = new Cursor(extents);
  size.header();
  return { config, data: dataOf(id, items), width: size.uint(4), height: size.uint(4) };
}

/** Section 6.6.2.3.2: rows and columns less one, and the size that the grid is cut to. */
function gridOf(id: number, items: Items): Omit<HeifPicture, 'orientation'> {
  const cursor = new Cursor(dataOf(id, items));
  cursor.uint(1);
  const size = (cursor.uint(1) & 1) === 1 ? 4 : 2;
  const rows = cursor.uint(1) + 1;
  const columns = cursor.uint(1) + 1;
  const width = cursor.uint(size);
  const height = cursor.uint(size);
  const sources = items.sources.get(id) ?? [];
  if (sources.length !== rows * columns || sources.length > MAX_TILES)
    throw damaged(`a grid of ${rows} x ${columns} has ${sources.length} tiles`);
  const tiles = sources.map((source) => {
    const type = items.types.get(source);
    if (type !== 'hvc1' && type !== 'hev1') throw new AppError('photo.codec', { codec: type ?? 'heif' });
    return tileOf(source, items);
  });
  const [first] = tiles as [Tile, ...Tile[]];
  if (tiles.some((tile) => tile.width !== first.width || tile.height !== first.height))
    throw damaged('tiles of different sizes');
  if (width > columns * first.width || height > rows * first.height)
    throw damaged('a grid larger than its tiles');
  return { width, height, tiles, columns };
}

function dataOf(id: number, { file, idat, places }: Items): Uint8Array {
  const place = places.get(id);
  if (place === undefined) throw damaged(`item ${id} lies nowhere`);
  const source = place.inFile ? file : idat;
  const parts = place.extents.map(({ offset, length }) => {
    const end = length === 0 ? source.length : offset + length;
    if (end > source.length) throw damaged(`item ${id} ends at ${end} of ${source.length} bytes`);
    return source.subarray(offset, end);
  });
  // Mostly one part, which is not copied.
  return parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts);
}

function readItems(file: Uint8Array): Items {
  const meta = bodyOf(file, 'meta');
  const children = meta.subarray(4);
  const optional = (type: string) => [...boxesIn(children)].find((box) => box.type === type)?.body;
  const primary = new Cursor(bodyOf(children, 'pitm'));
  return {
    file,
    idat: optional('idat') ?? new Uint8Array(),
    primary: primary.uint(primary.header().version === 0 ? 2 : 4),
    types: readTypes(bodyOf(children, 'iinf')),
    places: readPlaces(bodyOf(children, 'iloc')),
    sources: readSources(optional('iref')),
    properties: readProperties(bodyOf(children, 'iprp')),
  };
}

function bodyOf(bytes: Uint8Array, wanted: string): Uint8Array {
  for (const { type, body } of boxesIn(bytes)) if (type === wanted) return body;
  throw damaged(`no box ${wanted}`);
}

/** ISO/IEC 14496-12, section 8.11.6. */
function readTypes(iinf: Uint8Array): Map<number, string> {
  const cursor = new Cursor(iinf);
  cursor.uint(cursor.header().version === 0 ? 2 : 4);
  const types = new Map<number, string>();
  for (const { type, body } of boxesIn(cursor.take(cursor.left))) {
    if (type !== 'infe') continue;
    const entry = new Cursor(body);
    const { version } = entry.header();
    // Older entries name a MIME type, which no HEIF picture does.
    if (version < 2) continue;
    const id = entry.uint(version === 2 ? 2 : 4);
    entry.uint(2);
    types.set(id, entry.fourCc());
  }
  return types;
}

/** ISO/IEC 14496-12, section 8.11.3. */
function readPlaces(iloc: Uint8Array): Map<number, Place> {
  const cursor = new Cursor(iloc);
  const { version } = cursor.header();
  const sizes = cursor.uint(2);
  const [offsetSize, lengthSize, baseSize, indexSize] = [12, 8, 4, 0].map(
    (shift) => (sizes >> shift) & 15,
  ) as [number, number, number, number];
  const idSize = version < 2 ? 2 : 4;
  const places = new Map<number, Place>();
  let total = 0;
  for (let count = cursor.uint(idSize); count > 0; count--) {
    const id = cursor.uint(idSize);
    const method = version === 0 ? 0 : cursor.uint(2) & 15;
    const reference = cursor.uint(2);
    const base = cursor.uint(baseSize);
    const extents: { offset: number; length: number }[] = [];
    for (let left = cursor.uint(2); left > 0; left--) {
      if (++total > MAX_EXTENTS) throw damaged(`more than ${MAX_EXTENTS} extents`);
      if (version > 0) cursor.uint(indexSize);
      extents.push({ offset: base + cursor.uint(offsetSize), length: cursor.uint(lengthSize) });
    }
    // Bytes of other files and of other items are not followed.
    if (reference === 0 && method < 2) places.set(id, { inFile: method === 0, extents });
  }
  return places;
}

/** Derivations alone, ISO/IEC 14496-12, section 8.11.12. */
function readSources(iref: Uint8Array | undefined): Map<number, number[]> {
  const sources = new Map<number, number[]>();
  if (iref === undefined) return sources;
  const cursor = new Cursor(iref);
  const size = cursor.header().version === 0 ? 2 : 4;
  for (const { type, body } of boxesIn(cursor.take(cursor.left))) {
    if (type !== 'dimg') continue;
    const entry = new Cursor(body);
    const from = entry.uint(size);
    sources.set(
      from,
      Array.from({ length: entry.uint(2) }, () => entry.uint(size)),
    );
  }
  return sources;
}

/** ISO/IEC 23008-12, section 9.3: a list of properties, and which of them each item has. */
function readProperties(iprp: Uint8Array): Map<number, Property[]> {
  const all = [...boxesIn(bodyOf(iprp, 'ipco'))];
  const properties = new Map<number, Property[]>();
  for (const { type, body } of boxesIn(iprp)) {
    if (type !== 'ipma') continue;
    const cursor = new Cursor(body);
    const { version, flags } = cursor.header();
    const wide = (flags & 1) === 1;
    for (let count = cursor.uint(4); count > 0; count--) {
      const id = cursor.uint(version === 0 ? 2 : 4);
      const own: Property[] = [];
      for (let left = cursor.uint(1); left > 0; left--) {
        const index = wide ? cursor.uint(2) & 0x7fff : cursor.uint(1) & 0x7f;
        const property = all[index - 1];
        if (property !== undefined) own.push(property);
      }
      properties.set(id, own);
    }
  }
  return properties;
}
