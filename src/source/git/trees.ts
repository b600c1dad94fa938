import type { IdTable } from './id-table.ts';
import { type Listing, TREE } from './listing.ts';
import { HASH_START, HASH_STEP, NameTable } from './name-table.ts';
import { PairTable } from './pair-table.ts';

/** Instead of an object's index: the entry's object is not in the listing. */
const ABSENT = -2;
/** Instead of an object's index: there is no such entry. */
export const NO_ENTRY = -1;

const SPACE = 0x20;
/** Maximum number of entries for which room is made at once. */
const MOST_FREE = 1024 * 1024;

/**
 * The trees of a repository in memory: for each, the names and objects of its entries, as indexes of a listing.
 * Together with the commits they give the history without asking git again.
 */
export class Trees {
  readonly names: NameTable = new NameTable();
  /** Whether a tree names an object that is not in the listing; submodules' commits are ignored. */
  namesAbsent = false;
  /** Number of trees taken. */
  count = 0;
  readonly #listing: Listing;
  readonly #table: IdTable;
  /** First and last entry + 1 of each tree, by index in the listing. */
  readonly #first: Uint32Array;
  readonly #last: Uint32Array;
  /** Numbers of pairs: most entries of a tree also occur in other trees. */
  #entries: Uint32Array = new Uint32Array(4096);
  #length = 0;
  readonly #pairs: PairTable;

  constructor(listing: Listing, table: IdTable) {
    this.#listing = listing;
    this.#table = table;
    this.#first = new Uint32Array(listing.length);
    this.#last = new Uint32Array(listing.length);
    this.#pairs = new PairTable(listing.length);
  }

  /** Takes tree `index` of the listing: `mode name NUL id` for each entry (gitformat-index and git-mktree have the modes). */
  add(index: number, bytes: Buffer): void {
    const { width } = this.#listing.ids;
    this.#first[index] = this.#length;
    for (let at = 0; at < bytes.length;) {
      const start = nameStart(bytes, at);
      let hash = HASH_START;
      let end = start;
      for (; end < bytes.length && bytes[end] !== 0; end++) hash = Math.imul(hash ^ (bytes[end] as number), HASH_STEP);
      if (start === 0 || end === bytes.length) break;
      const name = this.names.add(bytes, start, end, hash | 0);
      this.#push(name, isSubmodule(bytes, at) ? ABSENT : this.#child(bytes, end + 1));
      at = end + 1 + width;
    }
    this.#last[index] = this.#length;
    this.count++;
  }

  /** Releases the room reserved for more trees. */
  trim(): void {
    this.#resize(this.#length);
  }

  isTree(index: number): boolean {
    return index >= 0 && this.#listing.type(index) === TREE;
  }

  /** Calls back for each entry of a tree, in its order; not at all if it is not a tree. */
  each(index: number, visit: (child: number, name: number) => void): void {
    if (!this.isTree(index)) return;
    const last = this.#last[index] as number;
    for (let at = this.#first[index] as number; at < last; at++)
      visit(this.#pairs.child(this.#entries[at] as number), this.#pairs.name(this.#entries[at] as number));
  }

  /** The entry of a tree with a name, or {@link NO_ENTRY}. */
  childOf(index: number, name: number): number {
    if (!this.isTree(index)) return NO_ENTRY;
    const last = this.#last[index] as number;
    for (let at = this.#first[index] as number; at < last; at++)
      if (this.#pairs.name(this.#entries[at] as number) === name) return this.#pairs.child(this.#entries[at] as number);
    return NO_ENTRY;
  }

  #child(bytes: Buffer, start: number): number {
    const child = start + this.#listing.ids.width > bytes.length ? -1 : this.#table.findBytes(bytes, start);
    if (child >= 0) return child;
    this.namesAbsent = true;
    return ABSENT;
  }

  #push(name: number, child: number): void {
    const at = this.#length++;
    if (at === this.#entries.length) this.#resize(at + Math.min(at, MOST_FREE));
    this.#entries[at] = this.#pairs.add(child, name);
  }

  #resize(length: number): void {
    const entries = new Uint32Array(length);
    entries.set(this.#entries.subarray(0, length));
    this.#entries = entries;
  }
}

/** Where the name after the mode begins, or 0 if there is none. */
function nameStart(bytes: Buffer, at: number): number {
  if (bytes[at + 5] === SPACE) return at + 6;
  return bytes[at + 6] === SPACE ? at + 7 : bytes.indexOf(SPACE, at) + 1;
}

/** Mode 160000. */
function isSubmodule(bytes: Buffer, at: number): boolean {
  return bytes[at] === 0x31 && bytes[at + 1] === 0x36;
}
