import type { ChunkSource, Loss } from '../nested-blob.ts';
import type { RandomAccess } from '../random-access.ts';
import { HEADER } from './header.ts';

/** Sectors of the table that are named in the header. */
const HEADER_FAT_SECTORS = 109;
/** Special sector numbers ([MS-CFB] 2.1): the end of a chain, and the lowest of all special ones. */
const END_OF_CHAIN = 0xfffffffe;
const LEAST_SPECIAL = 0xfffffffa;
const ENTRY = 128;
const NO_ENTRY = 0xffffffff;
const [STORAGE, STREAM, ROOT] = [1, 2, 5] as const;
/** Adjacent sectors are read together, up to this number of bytes. */
const CHUNK = 256 * 1024;
/** Maximum number of directory entries read; more are malicious. */
const MOST_ENTRIES = 1_000_000;

/** A stream of a compound file. */
export interface CompoundStream {
  /** Names of its storages and its own, joined by `/`, without their leading control characters. */
  readonly path: string;
  readonly size: number;
  readonly start: number;
}

interface Entry {
  readonly name: string;
  readonly type: number;
  readonly left: number;
  readonly right: number;
  readonly child: number;
  readonly start: number;
  readonly size: number;
}

/** For each sector, the number of the next one. */
type Table = Uint32Array;

/** The bytes of a stream, sector by sector. */
class SectorChunks implements ChunkSource {
  readonly #read: (sector: number, count: number) => Buffer;
  readonly #table: Table;
  readonly #size: number;
  #sector: number;
  #left: number;
  #steps = 0;
  #isBroken = false;

  constructor(
    read: (sector: number, count: number) => Buffer,
    table: Table,
    size: number,
    { start, size: length }: Pick<CompoundStream, 'start' | 'size'>,
  ) {
    this.#read = read;
    this.#table = table;
    this.#size = size;
    this.#sector = start;
    this.#left = length;
  }

  next(): Promise<Buffer | undefined> {
    return Promise.resolve(this.take());
  }

  /** The same, synchronously. */
  take(): Buffer | undefined {
    if (this.#left <= 0 || this.#isBroken) return undefined;
    const first = this.#sector;
    let count = 0;
    while (this.#sector === first + count && count * this.#size < Math.min(CHUNK, this.#left)) {
      // A circular chain has more steps than there are sectors.
      if (this.#sector >= this.#table.length || this.#steps++ > this.#table.length) break;
      this.#sector = this.#table[this.#sector] ?? END_OF_CHAIN;
      count++;
    }
    const chunk = this.#read(first, count).subarray(0, this.#left);
    this.#isBroken = count === 0 || chunk.length === 0;
    this.#left -= chunk.length;
    return chunk.length === 0 ? undefined : Buffer.from(chunk);
  }

  close(ended: boolean): Loss | undefined {
    if (!ended || this.#left <= 0) return undefined;
    return { reason: 'truncated', detail: `the chain of sectors ends ${this.#left} bytes before the stream does` };
  }
}

/** All of a chain, at most `most` bytes. */
function whole(chunks: SectorChunks, most: number): Buffer {
  const parts: Buffer[] = [];
  for (let total = 0; total < most;) {
    const part = chunks.take();
    if (part === undefined) break;
    parts.push(part);
    total += part.length;
  }
  return Buffer.concat(parts);
}

function numbers(bytes: Buffer): Table {
  const table = new Uint32Array(bytes.length >> 2);
  for (let index = 0; index < table.length; index++) table[index] = bytes.readUInt32LE(index * 4);
  return table;
}

/** Storages and streams in one file, as in older Office documents, Outlook messages and installers ([MS-CFB]). */
export class CompoundFile {
  readonly #access: RandomAccess;
  readonly #size: number;
  readonly #cutoff: number;
  readonly #table: Table;
  readonly #small: Table;
  readonly #entries: readonly Entry[];
  readonly #smallData: Buffer;

  /** @param access whose first bytes `isCompoundHeader` accepts */
  constructor(access: RandomAccess) {
    this.#access = access;
    const header = access.read(0, HEADER);
    this.#size = 2 ** header.readUInt16LE(30);
    this.#cutoff = header.readUInt32LE(56);
    this.#table = this.#readTable(header);
    this.#small = numbers(this.#chain(header.readUInt32LE(60), access.size));
    this.#entries = this.#readEntries(header.readUInt32LE(48));
    const root = this.#entries.find(({ type }) => type === ROOT);
    this.#smallData = root === undefined ? Buffer.alloc(0) : this.#chain(root.start, Math.min(root.size, access.size));
  }

  /** End of the last sector in use; a truncated file ends earlier. */
  get end(): number {
    let last = this.#table.length - 1;
    while (last >= 0 && this.#table[last] === NO_ENTRY) last--;
    return (last + 2) * this.#size;
  }

  /** Whether there is an empty directory: Word embeds such files in RTF. */
  get isEmpty(): boolean {
    return this.#entries.find(({ type }) => type === ROOT)?.child === NO_ENTRY;
  }

  get isCut(): boolean {
    return this.end > this.#access.size;
  }

  /** Every stream: those of the tree by their paths, then those no longer named by any storage. */
  *streams(): Generator<CompoundStream> {
    const seen = new Set<number>();
    const open: { readonly index: number; readonly folder: string }[] = [{ index: 0, folder: '' }];
    for (;;) {
      const next = open.pop();
      if (next === undefined) break;
      const entry = this.#entries[next.index];
      if (entry === undefined || seen.has(next.index)) continue;
      seen.add(next.index);
      const path = `${next.folder}${entry.name}`;
      if (entry.type === STREAM) yield { path, size: entry.size, start: entry.start };
      const inner = entry.type === ROOT ? '' : `${path}/`;
      // The last one pushed is visited first, which gives the order of names.
      open.push({ index: entry.right, folder: next.folder });
      if (entry.type === STORAGE || entry.type === ROOT) open.push({ index: entry.child, folder: inner });
      open.push({ index: entry.left, folder: next.folder });
    }
    for (const [index, { type, name, size, start }] of this.#entries.entries())
      if (type === STREAM && !seen.has(index)) yield { path: name, size, start };
  }

  /** The bytes of a stream. */
  chunks(stream: CompoundStream): ChunkSource {
    return this.#chunks(stream);
  }

  /** The bytes of a stream in memory, at most `most`. */
  read(stream: CompoundStream, most: number): Buffer {
    return whole(this.#chunks(stream), most).subarray(0, most);
  }

  #chunks(stream: CompoundStream): SectorChunks {
    if (stream.size >= this.#cutoff) return this.#large(stream);
    const [data, size] = [this.#smallData, 64];
    const read = (sector: number, count: number): Buffer => data.subarray(sector * size, (sector + count) * size);
    return new SectorChunks(read, this.#small, size, stream);
  }

  #large(stream: Pick<CompoundStream, 'start' | 'size'>): SectorChunks {
    return new SectorChunks((sector, count) => this.#sectors(sector, count), this.#table, this.#size, stream);
  }

  #chain(start: number, size: number): Buffer {
    return whole(this.#large({ start, size }), size);
  }

  /** The header takes up a sector. */
  #sectors(sector: number, count: number): Buffer {
    return this.#access.read((sector + 1) * this.#size, count * this.#size);
  }

  /** The table's own sectors are named in the header, then in a chain of sectors whose last number is the next one ([MS-CFB] 2.5). */
  #readTable(header: Buffer): Table {
    const most = Math.ceil(this.#access.size / this.#size);
    const named: number[] = [...numbers(header.subarray(76, 76 + 4 * HEADER_FAT_SECTORS))];
    let next = header.readUInt32LE(68);
    for (let count = 0; next < LEAST_SPECIAL && count < most && named.length < most; count++) {
      const list = numbers(this.#sectors(next, 1));
      named.push(...list.subarray(0, -1));
      next = list.at(-1) ?? END_OF_CHAIN;
    }
    const parts: Buffer[] = [];
    for (const sector of named) {
      if (sector >= LEAST_SPECIAL || parts.length * (this.#size / 4) > most) break;
      parts.push(Buffer.from(this.#sectors(sector, 1)));
    }
    return numbers(Buffer.concat(parts));
  }

  #readEntries(start: number): Entry[] {
    const bytes = this.#chain(start, Math.min(this.#access.size, MOST_ENTRIES * ENTRY));
    const entries: Entry[] = [];
    for (let at = 0; at + ENTRY <= bytes.length; at += ENTRY) entries.push(this.#entryAt(bytes, at));
    return entries;
  }

  #entryAt(bytes: Buffer, at: number): Entry {
    const length = Math.max(0, Math.min(64, bytes.readUInt16LE(at + 64)) - 2);
    const low = bytes.readUInt32LE(at + 120);
    return {
      // A leading control character marks reserved names.
      name: bytes.toString('utf16le', at, at + length).replace(/^[\u0001-\u001f]/, ''),
      type: bytes[at + 66] ?? 0,
      left: bytes.readUInt32LE(at + 68),
      right: bytes.readUInt32LE(at + 72),
      child: bytes.readUInt32LE(at + 76),
      start: bytes.readUInt32LE(at + 116),
      // Programs that write small sectors may leave anything in the upper half.
      size: this.#size === 512 ? low : low + bytes.readUInt32LE(at + 124) * 2 ** 32,
    };
  }
}
