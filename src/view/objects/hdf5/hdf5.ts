import { BrokenParts } from '../../access-cursor.ts';
import type { Loss } from '../../nested-blob.ts';
import type { RandomAccess } from '../../random-access.ts';
import { BrokenTable } from '../../rows/broken-table.ts';
import { LARGEST_PART } from '../../rows/effort.ts';
import type { JsonLines } from '../../rows/json-lines.ts';
import type { StoredObject } from '../stored-object.ts';
import { Composite, type StoredValue } from '../values.ts';
import { chunksOf, type Filter, isByTree, readFilters } from './chunks.ts';
import { DenseBlocks } from './dense.ts';
import { BlockCursor, Hdf5File } from './file.ts';
import { type Link, readLink, symbolLinks } from './links.ts';
import { messagesOf } from './messages.ts';
import { SharedTexts } from './shared-texts.ts';
import { type DataType, holdsFixedText, holdsText, readType, ValueReader } from './types.ts';

/** Message types that are read (HDF5 File Format Specification, IV.A.2). */
const [SPACE, LINKS, TYPE, LINK, LAYOUT, FILTERS, ATTRIBUTE, SYMBOLS, ATTRIBUTES] = [
  1, 2, 3, 6, 8, 11, 12, 17, 21,
] as const;
/** Maximum number of objects in a file, and maximum number of value bytes read from one object. */
const [MOST_OBJECTS, LONGEST] = [1_000_000, 16 * 1024 * 1024] as const;
const [COMPACT, CONTIGUOUS, CHUNKED] = [0, 1, 2] as const;

/** Number of values in a shape. */
function countOf(cursor: BlockCursor): number {
  const [version, rank, flags] = [cursor.number(1), cursor.number(1), cursor.number(1)];
  const isNone = version === 2 && cursor.number(1) === 2;
  if (version === 1) cursor.take(5);
  let count = isNone ? 0 : 1;
  for (let left = rank; left > 0; left--) count *= cursor.length();
  if ((flags & 1) !== 0) for (let left = rank; left > 0; left--) cursor.length();
  return count;
}

/** What is known of an object so far. */
interface Known {
  readonly attributes: Composite;
  readonly links: Link[];
  type?: DataType;
  count?: number;
  layout?: Buffer;
  filters?: readonly Filter[];
}

/** Walks through the objects of a file, starting at the root group. */
class Walk {
  readonly #file: Hdf5File;
  readonly #values: ValueReader;
  readonly #dense: DenseBlocks;
  readonly #waiting: Link[] = [];
  readonly #seen: Set<number> = new Set();

  constructor(file: Hdf5File) {
    this.#file = file;
    this.#values = new ValueReader(file, new SharedTexts(file));
    this.#dense = new DenseBlocks(file);
    this.#add({ name: '/', address: file.root });
  }

  *objects(): Generator<StoredObject> {
    for (let link = this.#waiting.shift(); link !== undefined; link = this.#waiting.shift()) {
      const known: Known = { attributes: new Composite(), links: [] };
      const loss = this.#read(known, link);
      for (const inner of known.links) this.#add(inner);
      const value = known.attributes.pairs === undefined ? null : known.attributes;
      if (value !== null || loss !== undefined) yield { value, ...(loss && { loss }) };
    }
  }

  #add(link: Link): void {
    if (this.#seen.has(link.address) || this.#seen.size >= MOST_OBJECTS) return;
    this.#seen.add(link.address);
    this.#waiting.push(link);
  }

  /** Reads an object; gives what was lost of it. */
  #read(known: Known, { name, address }: Link): Loss | undefined {
    try {
      for (const { type, data } of messagesOf(this.#file, address)) this.#take(known, type, data);
      const own = this.#ownValues(known);
      if (own !== null) known.attributes.set(name, own);
      return undefined;
    } catch (error) {
      if (!(error instanceof BrokenParts)) throw error;
      return { reason: error.reason, detail: `not all of it is read: ${error.message}` };
    }
  }

  #take(known: Known, type: number, data: Buffer): void {
    const cursor = new BlockCursor(this.#file, data);
    switch (type) {
      case SPACE:
        known.count = countOf(cursor);
        break;
      case TYPE:
        known.type = readType(cursor);
        break;
      case LAYOUT:
        known.layout = data;
        break;
      case FILTERS:
        known.filters = readFilters(this.#file, data);
        break;
      case LINK:
        this.#takeLink(known, cursor);
        break;
      case SYMBOLS:
        known.links.push(...symbolLinks(this.#file, data));
        break;
      case ATTRIBUTE:
        this.#attribute(known, cursor);
        break;
      default:
        this.#takeDense(known, type, cursor);
    }
  }

  #takeLink(known: Known, cursor: BlockCursor): void {
    const link = readLink(cursor);
    if (link !== undefined) known.links.push(link);
  }

  /** Reads links or attributes that are too many for a header. */
  #takeDense(known: Known, type: number, cursor: BlockCursor): void {
    if (type !== LINKS && type !== ATTRIBUTES) return;
    cursor.take(1);
    if ((cursor.number(1) & 1) !== 0) cursor.take(type === LINKS ? 8 : 2);
    const heap = cursor.address();
    if (heap >= this.#file.access.size) return;
    for (const block of this.#dense.of(heap))
      while (block.left > 0 && block.bytes[block.at] !== 0) {
        if (type === LINKS) this.#takeLink(known, block);
        else this.#attribute(known, block);
      }
  }

  /** Reads an attribute: its name, the type and shape of its value, the value. */
  #attribute(known: Known, cursor: BlockCursor): void {
    const [version, flags] = [cursor.number(1), cursor.number(1)];
    const [nameSize, typeSize, spaceSize] = [cursor.number(2), cursor.number(2), cursor.number(2)];
    if (version === 3) cursor.take(1);
    const part = (size: number): BlockCursor => {
      const bytes = cursor.take(size);
      if (version === 1) cursor.take((8 - (size % 8)) % 8);
      return new BlockCursor(this.#file, bytes);
    };
    const name = part(nameSize)
      .bytes.toString()
      .replace(/\0[^]*$/, '');
    const [typePart, space] = [part(typeSize), part(spaceSize)];
    const count = countOf(space);
    // A type stored elsewhere.
    if (version > 1 && (flags & 1) !== 0) return void cursor.take(cursor.left);
    const type = readType(typePart);
    const bytes = cursor.take(count * type.size);
    if (holdsText(type)) known.attributes.set(name, this.#values.values(bytes, type));
  }

  /** The texts of an object that is not a group. */
  #ownValues({ type, count = 0, layout, filters = [] }: Known): StoredValue {
    if (type === undefined || layout === undefined || !holdsText(type)) return null;
    if (layout[1] === CHUNKED) return this.#inPieces(type, layout, filters);
    const size = count * type.size;
    const bytes = size > LONGEST || size === 0 ? undefined : this.#bytesAt(layout, size);
    return bytes === undefined ? null : this.#values.values(bytes, type);
  }

  #inPieces(type: DataType, layout: Buffer, filters: readonly Filter[]): StoredValue {
    // Variable-length texts, and uncompressed ones, are in the raw bytes.
    if (!isByTree(layout) && (filters.length === 0 || !holdsFixedText(type))) return null;
    const pieces: StoredValue[] = [];
    let size = 0;
    for (const bytes of chunksOf(this.#file, layout, filters)) {
      size += bytes.length;
      if (size > LARGEST_PART) throw new BrokenTable('too-large', 'texts of an object are too long');
      pieces.push(this.#values.values(bytes, type));
    }
    return pieces.length === 1 ? (pieces[0] ?? null) : new Composite(pieces);
  }

  #bytesAt(layout: Buffer, size: number): Buffer | undefined {
    const cursor = new BlockCursor(this.#file, layout);
    const [version, kind] = [cursor.number(1), cursor.number(1)];
    if (version < 3) return undefined;
    if (kind === COMPACT) return cursor.take(Math.min(size, cursor.number(2)));
    const address = kind === CONTIGUOUS ? cursor.address() : Number.POSITIVE_INFINITY;
    return address < this.#file.access.size ? this.#file.block(address, size).bytes : undefined;
  }
}

/** Reads the attributes of an HDF5 file's objects, and the texts of objects stored in one piece, each next to its name. */
export function* hdf5Values(access: RandomAccess, { effort }: JsonLines): Generator<StoredObject> {
  yield* new Walk(new Hdf5File(access, effort)).objects();
}
