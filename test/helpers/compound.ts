/** Compound files for tests ([MS-CFB], version 3), built in memory. */

export interface StreamSpec {
  /** Storages and name, joined by `/`. */
  readonly path: string;
  readonly data: Buffer;
}

const [SECTOR, SMALL, CUTOFF] = [512, 64, 4096] as const;
const [FREE, END, FAT] = [0xffffffff, 0xfffffffe, 0xfffffffd] as const;

interface Item {
  readonly name: string;
  readonly type: number;
  readonly data?: Buffer;
  child: number;
  next: number;
  start: number;
}

/** Sectors, of which chains are made; what is appended is cut into pieces that lie in an order of their own. */
class Sectors {
  readonly size: number;
  readonly table: number[] = [];
  readonly parts: Buffer[] = [];

  constructor(size: number) {
    this.size = size;
  }

  /** @param scatter whether the pieces lie backwards */
  append(data: Buffer, scatter: boolean): number {
    const count = Math.ceil(data.length / this.size);
    if (count === 0) return END;
    const first = this.parts.length;
    const places = Array.from({ length: count }, (_, index) => first + (scatter ? count - 1 - index : index));
    places.forEach((place, index) => {
      const part = Buffer.alloc(this.size);
      data.copy(part, 0, index * this.size, (index + 1) * this.size);
      this.parts[place] = part;
      this.table[place] = places[index + 1] ?? END;
    });
    return places[0] ?? END;
  }
}

function words(values: readonly number[], size: number): Buffer {
  const bytes = Buffer.alloc(Math.ceil((values.length * 4) / size) * size, 0xff);
  values.forEach((value, index) => bytes.writeUInt32LE(value, index * 4));
  return bytes;
}

/** Storages and streams as a tree in which every entry leads to the next one on its right. */
function itemsOf(streams: readonly StreamSpec[]): Item[] {
  const items: Item[] = [{ name: 'Root Entry', type: 5, child: FREE, next: FREE, start: END }];
  const folders = new Map<string, number>([['', 0]]);
  const add = (path: string, data?: Buffer): number => {
    const at = path.lastIndexOf('/');
    const folder = path.slice(0, Math.max(0, at));
    const parent = folders.get(folder) ?? add(folder);
    const index =
      items.push({
        name: path.slice(at + 1),
        type: data === undefined ? 1 : 2,
        ...(data && { data }),
        child: FREE,
        next: items[parent]?.child ?? FREE,
        start: END,
      }) - 1;
    if (items[parent] !== undefined) items[parent].child = index;
    if (data === undefined) folders.set(path, index);
    return index;
  };
  for (const { path, data } of streams) add(path, data);
  return items;
}

function entry({ name, type, child, next, start }: Item, size: number): Buffer {
  const bytes = Buffer.alloc(128);
  bytes.write(name, 'utf16le');
  bytes.writeUInt16LE(name.length * 2 + 2, 64);
  bytes[66] = type;
  bytes.writeUInt32LE(FREE, 68);
  bytes.writeUInt32LE(next, 72);
  bytes.writeUInt32LE(child, 76);
  bytes.writeUInt32LE(start, 116);
  bytes.writeUInt32LE(size, 120);
  return bytes;
}

/** A compound file; its streams lie in sectors from back to front. */
export function makeCompound(streams: readonly StreamSpec[]): Buffer {
  const [large, small] = [new Sectors(SECTOR), new Sectors(SMALL)];
  const items = itemsOf(streams);
  for (const item of items) {
    if (item.data !== undefined) item.start = (item.data.length < CUTOFF ? small : large).append(item.data, true);
  }
  const smallData = Buffer.concat(small.parts);
  const root = items[0] as Item;
  root.start = large.append(smallData, true);
  const smallTable = large.append(words(small.table, SECTOR), false);
  const directory = Buffer.concat(
    items.map((item) => entry(item, item === root ? smallData.length : (item.data?.length ?? 0))),
  );
  const directoryStart = large.append(directory, false);
  const count = Math.ceil((large.parts.length + 1) / (SECTOR / 4 - 1));
  const tableStart = large.parts.length;
  const table = words([...large.table, ...Array.from({ length: count }, () => FAT)], SECTOR);
  const header = Buffer.alloc(SECTOR);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(header);
  header.writeUInt16LE(0x3e, 24);
  header.writeUInt16LE(3, 26);
  header.writeUInt16LE(0xfffe, 28);
  header.writeUInt16LE(9, 30);
  header.writeUInt16LE(6, 32);
  header.writeUInt32LE(count, 44);
  header.writeUInt32LE(directoryStart, 48);
  header.writeUInt32LE(CUTOFF, 56);
  header.writeUInt32LE(smallTable, 60);
  header.writeUInt32LE(1, 64);
  header.writeUInt32LE(END, 68);
  header.fill(0xff, 76);
  for (let index = 0; index < count; index++) header.writeUInt32LE(tableStart + index, 76 + 4 * index);
  return Buffer.concat([header, ...large.parts, table]);
}

/** A module's stream: compiled code, then the source in one chunk of literals ([MS-OVBA] 2.4.1). */
export function makeVbaModule(source: string): Buffer {
  const literals: number[] = [];
  for (let at = 0; at < source.length; at += 8) literals.push(0, ...Buffer.from(source.slice(at, at + 8), 'latin1'));
  const header = Buffer.alloc(2);
  header.writeUInt16LE(0xb000 | (literals.length - 1));
  return Buffer.concat([Buffer.from([0xff, 0xfe, 0x80]), Buffer.from([1]), header, Buffer.from(literals)]);
}

/** Compressed RTF of literals ([MS-OXRTFCP] 2.1.3.1). */
export function makeRtf(text: string): Buffer {
  const parts: number[] = [];
  for (let at = 0; at < text.length; at += 8) parts.push(0, ...Buffer.from(text.slice(at, at + 8), 'latin1'));
  const header = Buffer.alloc(16);
  header.writeUInt32LE(0x75465a4c, 8);
  return Buffer.concat([header, Buffer.from(parts)]);
}
