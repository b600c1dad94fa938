import { BlockCursor, type Hdf5File } from './file.ts';

/** A name in a group, and the object that it refers to. */
export interface Link {
  readonly name: string;
  readonly address: number;
}

/** Bytes read of a name node, and maximum number of nodes. */
const MOST_NODES = 65_536;
const ENTRY_REST = 24;

/** Reads a link stored in a message; undefined for one that refers to a name. */
export function readLink(cursor: BlockCursor): Link | undefined {
  cursor.take(1);
  const flags = cursor.number(1);
  const type = (flags & 8) === 0 ? 0 : cursor.number(1);
  cursor.take(((flags & 4) === 0 ? 0 : 8) + ((flags & 16) === 0 ? 0 : 1));
  const name = cursor.take(cursor.number(1 << (flags & 3))).toString();
  if (type === 0) return { name, address: cursor.address() };
  cursor.take(cursor.number(2));
  return undefined;
}

function nameIn(names: Buffer, at: number): string {
  const end = names.indexOf(0, at);
  return names.toString('utf8', at, end < 0 ? names.length : end);
}

/** The names of a group in earlier versions: a tree of nodes, and a heap of names. */
export function* symbolLinks(file: Hdf5File, data: Buffer): Generator<Link> {
  const message = new BlockCursor(file, data);
  const [tree, heap] = [message.address(), message.address()];
  const head = file.marked(heap, 'HEAP', 8 + 2 * file.lengthSize + file.offsetSize);
  head.take(4);
  const size = head.length();
  head.length();
  const names = file.block(head.address(), size).bytes;
  for (const node of nodesBelow(file, tree)) yield* nodeLinks(file, node, names);
}

/** Addresses of the leaves of a tree. */
function* nodesBelow(file: Hdf5File, root: number): Generator<number> {
  const waiting = [root];
  const seen = new Set(waiting);
  for (let address = waiting.pop(); address !== undefined; address = waiting.pop()) {
    const head = file.marked(address, 'TREE', 8 + 2 * file.offsetSize);
    const [, level, count] = [head.number(1), head.number(1), head.number(2)];
    const children = file.block(address + head.bytes.length, count * (file.lengthSize + file.offsetSize));
    for (let left = count; left > 0; left--) {
      children.length();
      const child = children.address();
      if (level === 0) yield child;
      else if (!seen.has(child) && seen.size < MOST_NODES) {
        seen.add(child);
        waiting.push(child);
      }
    }
  }
}

function* nodeLinks(file: Hdf5File, address: number, names: Buffer): Generator<Link> {
  const head = file.marked(address, 'SNOD', 8);
  head.take(2);
  const count = head.number(2);
  const entries = file.block(address + 8, count * (2 * file.offsetSize + ENTRY_REST));
  for (let left = count; left > 0; left--) {
    const name = nameIn(names, entries.length());
    yield { name, address: entries.address() };
    entries.take(ENTRY_REST);
  }
}
