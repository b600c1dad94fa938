import type { Span } from '../../types.ts';
import { badHeader, HeaderReader } from './header-reader.ts';
import { SIGNATURE_HEADER } from './signature.ts';

/** A step in unpacking a folder: a method, by its id in hexadecimal digits. */
export interface Coder {
  readonly method: string;
  readonly inputs: number;
  readonly properties: Buffer;
}

/** How a stream is produced from packed ones. */
export interface Recipe {
  readonly coders: readonly Coder[];
  /** For an input (counted over all coders), the coder whose output it is. */
  readonly bonds: ReadonlyMap<number, number>;
  /** The input for each packed stream. */
  readonly packed: readonly number[];
  /** The coder that gives the stream. */
  readonly main: number;
}

/** Packed streams and the coders that make one stream of them, which contains members one after the other. */
export interface Folder {
  readonly recipe: Recipe;
  /** Spans of the packed streams in the file. */
  packs: readonly Span[];
  /** Output size of each coder. */
  sizes: readonly number[];
  crc: number | undefined;
}

/** A member's data in the stream of a folder, in order. */
export interface SubStream {
  readonly folder: number;
  readonly start: number;
  readonly size: number;
  readonly crc: number | undefined;
}

/** Folders and their contents. */
export interface Streams {
  readonly folders: readonly Folder[];
  readonly substreams: readonly SubStream[];
}

/** A header: what is packed and where, and the names of files. */
export interface Header {
  /** Whether the header itself is packed. */
  readonly isPacked: boolean;
  readonly streams: Streams;
  /** For each file, whether it has no data. */
  readonly isEmpty: readonly boolean[];
  /** NUL-terminated names in UTF-16. */
  readonly names: Buffer;
  /** Parts of the header that nothing reads. */
  readonly unused: readonly Buffer[];
}

/** Ids of properties. */
const END = 0;
const HEADER = 1;
const ARCHIVE_PROPERTIES = 2;
const ADDITIONAL_STREAMS = 3;
const MAIN_STREAMS = 4;
const FILES = 5;
const PACKS = 6;
const UNPACKS = 7;
const SUBSTREAMS = 8;
const SIZES = 9;
const DIGESTS = 10;
const FOLDERS = 11;
const UNPACKED_SIZES = 12;
const SUBSTREAM_COUNTS = 13;
const EMPTY_STREAMS = 14;
const NAMES = 17;
const PACKED_HEADER = 23;
/** Marks of empty and deleted files, times, attributes, positions. */
const PASSED_OVER: ReadonlySet<number> = new Set([15, 16, 18, 19, 20, 21, 24]);
/** The longest chain that 7-Zip makes: a filter with four streams, a compression for each, encryption. */
const MOST_CODERS = 16;
/** Larger archives are not opened: the budget limits members too, but a folder takes up more memory than a member. */
const MOST_MEMBERS = 1_000_000;
const MOST_FOLDERS = 262_144;
const MOST_PACKS = 2 * MOST_FOLDERS;

/** For an archive without files. */
export const NO_HEADER: Header = {
  isPacked: false,
  streams: { folders: [], substreams: [] },
  isEmpty: [],
  names: Buffer.alloc(0),
  unused: [],
};

/** Reads the header of an archive. Throws `corrupt`. */
export function readHeader(bytes: Buffer): Header {
  const reader = new HeaderReader(bytes);
  const id = reader.number();
  if (id === PACKED_HEADER) return { ...NO_HEADER, isPacked: true, streams: readStreams(reader) };
  if (id !== HEADER) throw badHeader();
  const unused: Buffer[] = [];
  let header: Header = { ...NO_HEADER, unused };
  for (const part of partsIn(reader)) {
    if (part === ARCHIVE_PROPERTIES) for (const property of propertiesIn(reader)) unused.push(property.data);
    else if (part === ADDITIONAL_STREAMS) readStreams(reader);
    else if (part === MAIN_STREAMS) header = { ...header, streams: readStreams(reader) };
    else if (part === FILES) header = { ...header, ...readFiles(reader, unused) };
    else throw badHeader();
  }
  return header;
}

/** Ids of parts up to their end. Each may occur once: otherwise a header of few bytes could request the same large part endlessly. */
function* partsIn(reader: HeaderReader): Generator<number> {
  const met = new Set<number>();
  for (let id = reader.number(); id !== END; id = reader.number()) {
    if (met.has(id)) throw badHeader();
    met.add(id);
    yield id;
  }
}

/** Properties preceded by their size. */
function* propertiesIn(reader: HeaderReader): Generator<{ readonly id: number; readonly data: Buffer }> {
  for (let id = reader.number(); id !== END; id = reader.number()) yield { id, data: reader.bytes(reader.number()) };
}

function readFiles(reader: HeaderReader, unused: Buffer[]): Pick<Header, 'isEmpty' | 'names'> {
  const count = reader.count(MOST_MEMBERS);
  let isEmpty: readonly boolean[] = Array.from({ length: count }, () => false);
  let names: Buffer = Buffer.alloc(0);
  for (const { id, data } of propertiesIn(reader)) {
    if (id === EMPTY_STREAMS) isEmpty = new HeaderReader(data).bits(count);
    else if (id === NAMES) names = data.subarray(1);
    else if (!PASSED_OVER.has(id)) unused.push(data);
  }
  return { isEmpty, names };
}

function readStreams(reader: HeaderReader): Streams {
  let packs: readonly Span[] = [];
  let folders: readonly Folder[] = [];
  let substreams: readonly SubStream[] | undefined;
  for (const id of partsIn(reader)) {
    if (id === PACKS) packs = readPacks(reader);
    else if (id === UNPACKS) folders = readFolders(reader);
    else if (id === SUBSTREAMS) substreams = readSubStreams(reader, folders);
    else throw badHeader();
  }
  let first = 0;
  for (const folder of folders) {
    const { packed } = folder.recipe;
    folder.packs = packs.slice(first, (first += packed.length));
    if (folder.packs.length < packed.length) throw badHeader();
  }
  return { folders, substreams: substreams ?? folders.map((folder, index) => wholeOf(folder, index)) };
}

function readPacks(reader: HeaderReader): Span[] {
  let start = SIGNATURE_HEADER + reader.number();
  const count = reader.count(MOST_PACKS);
  let spans: Span[] = [];
  for (const id of partsIn(reader)) {
    if (id === DIGESTS) reader.digests(count);
    else if (id !== SIZES) throw badHeader();
    else spans = reader.numbers(count).map((size) => ({ start, end: (start += size) }));
  }
  return spans;
}

function readFolders(reader: HeaderReader): Folder[] {
  let folders: Folder[] = [];
  for (const id of partsIn(reader)) {
    if (id === FOLDERS) {
      folders = recipes(reader).map((recipe) => ({ recipe, packs: [], sizes: [], crc: undefined }));
    } else if (id === UNPACKED_SIZES) {
      for (const folder of folders) folder.sizes = reader.numbers(folder.recipe.coders.length);
    } else if (id === DIGESTS) {
      const digests = reader.digests(folders.length);
      for (const [index, folder] of folders.entries()) folder.crc = digests[index];
    } else throw badHeader();
  }
  if (folders.some(({ sizes }) => sizes.length === 0)) throw badHeader();
  return folders;
}

/** The recipes of all folders; if each file has its own folder, these are equal, and stored once. */
function recipes(reader: HeaderReader): Recipe[] {
  const count = reader.count(MOST_FOLDERS);
  // Folders may be described in another stream, but nobody writes that.
  if (reader.byte() !== 0) throw badHeader();
  const found: Recipe[] = [];
  let written: Buffer = Buffer.alloc(0);
  while (found.length < count) {
    const start = reader.position;
    const recipe = readRecipe(reader);
    const last = found.at(-1);
    found.push(last !== undefined && reader.since(start).equals(written) ? last : recipe);
    written = reader.since(start);
  }
  return found;
}

function readRecipe(reader: HeaderReader): Recipe {
  const count = reader.number();
  if (count === 0 || count > MOST_CODERS) throw badHeader();
  const coders = Array.from({ length: count }, () => readCoder(reader));
  const inputs = coders.reduce((sum, coder) => sum + coder.inputs, 0);
  const bonds = readBonds(reader, inputs, count);
  const bound = new Set(bonds.values());
  const free = Array.from({ length: inputs }, (_, index) => index).filter((input) => !bonds.has(input));
  const packed = free.length > 1 ? reader.numbers(free.length) : free;
  if (packed.length === 0 || new Set(packed).size < packed.length || packed.some((input) => !free.includes(input)))
    throw badHeader();
  const main = coders.findIndex((_, index) => !bound.has(index));
  return { coders, bonds, packed, main };
}

/** Bonds of inputs with outputs: each is bound once, so that the coders leading to the unbound output form a tree. */
function readBonds(reader: HeaderReader, inputs: number, outputs: number): Map<number, number> {
  const bonds = new Map<number, number>();
  const bound = new Set<number>();
  for (let left = outputs - 1; left > 0; left--) {
    const [input = 0, output = 0] = reader.numbers(2);
    if (input >= inputs || output >= outputs || bonds.has(input) || bound.has(output)) throw badHeader();
    bonds.set(input, output);
    bound.add(output);
  }
  return bonds;
}

const ID_LENGTH = 0x0f;
const HAS_COUNTS = 0x10;
const HAS_PROPERTIES = 0x20;
/** Maximum number of inputs of a filter. */
const MOST_INPUTS = 4;

function readCoder(reader: HeaderReader): Coder {
  const flags = reader.byte();
  const method = reader.bytes(flags & ID_LENGTH).toString('hex');
  const [inputs = 1, outputs = 1] = flags & HAS_COUNTS ? reader.numbers(2) : [];
  const properties = flags & HAS_PROPERTIES ? reader.bytes(reader.number()) : Buffer.alloc(0);
  if (flags & 0x80 || outputs !== 1 || inputs < 1 || inputs > MOST_INPUTS) throw badHeader();
  return { method, inputs, properties };
}

/** Size of the stream of a folder. */
export function sizeOf({ sizes, recipe }: Folder): number {
  return sizes[recipe.main] ?? 0;
}

function wholeOf(folder: Folder, index: number): SubStream {
  return { folder: index, start: 0, size: sizeOf(folder), crc: folder.crc };
}

function readSubStreams(reader: HeaderReader, folders: readonly Folder[]): SubStream[] {
  let counts: readonly number[] = folders.map(() => 1);
  let sizes: readonly (readonly number[])[] = [];
  let digests: readonly (number | undefined)[] = [];
  for (const id of partsIn(reader)) {
    if (id === SUBSTREAM_COUNTS) counts = countsIn(reader, folders.length);
    else if (id === SIZES) sizes = counts.map((count) => reader.numbers(Math.max(0, count - 1)));
    else if (id === DIGESTS) digests = reader.digests(unknown(folders, counts));
    else throw badHeader();
  }
  return substreamsOf(folders, { counts, sizes, digests });
}

/** Number of members in each folder; the total is limited. Throws `too-large`. */
function countsIn(reader: HeaderReader, folders: number): number[] {
  const counts: number[] = [];
  for (let left = MOST_MEMBERS; counts.length < folders;) {
    const count = reader.count(left);
    counts.push(count);
    left -= count;
  }
  return counts;
}

function isKnown({ crc }: Folder, count: number): boolean {
  return count === 1 && crc !== undefined;
}

/** Number of streams whose checksum is not that of their folder. */
function unknown(folders: readonly Folder[], counts: readonly number[]): number {
  return folders.reduce(
    (sum, folder, index) => sum + (isKnown(folder, counts[index] ?? 0) ? 0 : (counts[index] ?? 0)),
    0,
  );
}

function substreamsOf(
  folders: readonly Folder[],
  told: {
    readonly counts: readonly number[];
    readonly sizes: readonly (readonly number[])[];
    readonly digests: readonly (number | undefined)[];
  },
): SubStream[] {
  const substreams: SubStream[] = [];
  let next = 0;
  for (const [folder, one] of folders.entries()) {
    const count = told.counts[folder] ?? 0;
    const sizes = told.sizes[folder] ?? [];
    // The last one has what is left.
    if (count > sizes.length + 1) throw badHeader();
    let start = 0;
    for (let index = 0; index < count; index++) {
      const size = sizes[index] ?? sizeOf(one) - start;
      if (size < 0) throw badHeader();
      const crc = isKnown(one, count) ? one.crc : told.digests[next++];
      substreams.push({ folder, start, size, crc });
      start += size;
    }
  }
  return substreams;
}
