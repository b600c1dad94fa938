import { HEADER } from './header.ts';
import { type Pages, type Payload, varint } from './pages.ts';

/** Types of b-tree pages (https://www.sqlite.org/fileformat2.html#b_tree_pages). */
const [INDEX_INNER, TABLE_INNER, INDEX_LEAF, TABLE_LEAF] = [2, 5, 10, 13] as const;
const MOST_DEPTH = 40;

/** A row: its row id (0 in tables without) and its payload. */
export interface Row {
  readonly id: number;
  readonly payload: Payload;
  /** Number of the page on which it begins, and position of its payload on it. */
  readonly page: number;
  readonly at: number;
}

/** Reports a part of a tree that could not be read. */
export type OnLost = (page: number) => void;

/** Bytes of a payload that are on the page itself. */
function localSize(size: number, usable: number, isTable: boolean): number {
  const most = isTable ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23;
  if (size <= most) return size;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const wanted = least + ((size - least) % (usable - 4));
  return wanted <= most ? wanted : least;
}

function payloadAt(page: Buffer, at: number, size: number, usable: number, isTable: boolean): Payload {
  const length = localSize(size, usable, isTable);
  const end = at + length;
  const overflow = length < size && end + 4 <= page.length ? page.readUInt32BE(end) : 0;
  return { size, local: page.subarray(at, end), overflow };
}

/** A page of a b-tree, from its header. */
interface TreePage {
  readonly number: number;
  readonly bytes: Buffer;
  readonly isInner: boolean;
  /** Whether rows have row ids; otherwise it belongs to an index or a table without them. */
  readonly isTable: boolean;
  /** Positions of the cells. */
  readonly cells: readonly number[];
  /** Child page after the last cell, for inner pages. */
  readonly last: number;
}

function treePage(bytes: Buffer, number: number): TreePage | undefined {
  const start = number === 1 ? HEADER : 0;
  const kind = bytes[start] ?? 0;
  const isInner = kind === INDEX_INNER || kind === TABLE_INNER;
  if (bytes.length < start + 12 || (!isInner && kind !== INDEX_LEAF && kind !== TABLE_LEAF)) return undefined;
  const pointers = start + (isInner ? 12 : 8);
  const count = Math.min(bytes.readUInt16BE(start + 3), (bytes.length - pointers) >> 1);
  const cells = Array.from({ length: count }, (_, index) => bytes.readUInt16BE(pointers + 2 * index));
  const isTable = kind === TABLE_INNER || kind === TABLE_LEAF;
  return { number, bytes, isInner, isTable, cells, last: isInner ? bytes.readUInt32BE(start + 8) : 0 };
}

function* cellAt({ number, bytes, isTable }: TreePage, at: number, usable: number): Generator<Row> {
  const [size, behindSize] = varint(bytes, at);
  const [id, body] = isTable && behindSize >= 0 ? varint(bytes, behindSize) : [0, behindSize];
  if (body >= 0 && size > 0)
    yield { id, payload: payloadAt(bytes, body, size, usable, isTable), page: number, at: body };
}

/** The rows on a single page, if it is a leaf of a b-tree. */
export function* rowsOnPage(bytes: Buffer, number: number, usable: number): Generator<Row> {
  const page = treePage(bytes, number);
  if (page === undefined || page.isInner) return;
  for (const at of page.cells) yield* cellAt(page, at, usable);
}

/** The rows of a b-tree in order. A page that occurs twice, or is not a tree page, is lost together with its children. */
export function rowsOf(pages: Pages, root: number, onLost: OnLost): Generator<Row> {
  return new TreeWalk(pages, onLost).below(root, 0);
}

class TreeWalk {
  readonly #pages: Pages;
  readonly #onLost: OnLost;
  readonly #seen: Set<number> = new Set();

  constructor(pages: Pages, onLost: OnLost) {
    this.#pages = pages;
    this.#onLost = onLost;
  }

  *below(number: number, depth: number): Generator<Row> {
    const isNew = !this.#seen.has(number) && depth <= MOST_DEPTH;
    const page = isNew ? treePage(this.#pages.read(number), number) : undefined;
    if (page === undefined) return this.#onLost(number);
    this.#seen.add(number);
    for (const at of page.cells) {
      if (page.isInner && at + 4 <= page.bytes.length) yield* this.below(page.bytes.readUInt32BE(at), depth + 1);
      // Inner pages of tables contain only row ids.
      if (!page.isInner || !page.isTable) yield* cellAt(page, page.isInner ? at + 4 : at, this.#pages.usable);
    }
    if (page.isInner) yield* this.below(page.last, depth + 1);
  }
}
