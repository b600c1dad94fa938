import { isDecimalDigit } from '../../ascii.ts';
import type { IdTable } from './id-table.ts';
import { COMMIT, type Listing } from './listing.ts';
import { type Person, personOf } from './objects.ts';

const NEWLINE = 10;
/** Maximum number of bytes kept of an author line. */
const LONGEST_AUTHOR = 1024;

/** What attribution needs of a repository's commits, in little memory: numbers are indexes in the listing. */
export class Commits {
  /** Whether a commit names an object that is not in the listing. */
  namesAbsent = false;
  /** Indexes of the commits taken, in order of arrival. */
  readonly taken: number[] = [];
  readonly #listing: Listing;
  readonly #table: IdTable;
  /** For each object, its position among the commits + 1. */
  readonly #numbers: Uint32Array;
  readonly #trees: number[] = [];
  readonly #parents: (readonly number[])[] = [];
  readonly #times: number[] = [];
  readonly #authorEnds: number[] = [];
  #authors: Buffer = Buffer.alloc(64 * 1024);
  #used = 0;

  constructor(listing: Listing, table: IdTable) {
    this.#listing = listing;
    this.#table = table;
    this.#numbers = new Uint32Array(listing.length);
  }

  /** Takes commit `index` of the listing; its header is read as far as it is well-formed. */
  add(index: number, bytes: Buffer): void {
    const digits = 2 * this.#listing.ids.width;
    const hasTree = startsWith(bytes, 0, 'tree ');
    let at = hasTree ? 5 + digits + 1 : 0;
    const parents: number[] = [];
    for (; startsWith(bytes, at, 'parent '); at += 7 + digits + 1) parents.push(this.#find(bytes, at + 7));
    const hasAuthor = startsWith(bytes, at, 'author ');
    const end = hasAuthor ? lineEnd(bytes, at) : at;
    this.#keepAuthor(bytes.subarray(hasAuthor ? at + 7 : at, end));
    this.#trees.push(hasTree ? this.#find(bytes, 5) : -1);
    this.#parents.push(parents.length === 0 ? NONE : parents.filter((parent) => parent >= 0));
    this.#times.push(startsWith(bytes, end + 1, 'committer ') ? timeOf(bytes, lineEnd(bytes, end + 1)) : 0);
    this.taken.push(index);
    this.#numbers[index] = this.taken.length;
  }

  has(index: number): boolean {
    return index >= 0 && this.#numbers[index] !== 0;
  }

  /** Index of the commit's tree, or -1 if it is missing. */
  tree(index: number): number {
    return this.#trees[this.#number(index)] ?? -1;
  }

  /** Indexes of the parents that are present. */
  parents(index: number): readonly number[] {
    return this.#parents[this.#number(index)] ?? NONE;
  }

  /** Commit time in seconds since 1970; 0 if not given. */
  time(index: number): number {
    return this.#times[this.#number(index)] ?? 0;
  }

  author(index: number): Person {
    const number = this.#number(index);
    const start = this.#authorEnds[number - 1] ?? 0;
    return personOf(this.#authors.toString('utf8', start, this.#authorEnds[number] ?? start));
  }

  /** Index of the commit with an id, or -1 if it was not taken. */
  indexOf(id: string): number {
    const index = this.#table.findId(id);
    return this.has(index) ? index : -1;
  }

  id(index: number): string {
    return this.#listing.ids.at(index);
  }

  /** Whether all commits of the listing were taken. */
  get isWhole(): boolean {
    return this.taken.length === this.#listing.count(COMMIT);
  }

  /**
   * Indexes of the commits, newest first, each followed by its first parent unless that was already listed: this way,
   * neighbours differ least.
   */
  inChains(): readonly number[] {
    const times = new Map(this.taken.map((index, number) => [index, this.#times[number] ?? 0]));
    const given = new Uint8Array(this.taken.length);
    const order: number[] = [];
    for (const newest of [...this.taken].sort((one, other) => (times.get(other) ?? 0) - (times.get(one) ?? 0))) {
      for (
        let index: number | undefined = newest;
        index !== undefined && this.has(index);
        [index] = this.parents(index)
      ) {
        const number = this.#number(index);
        if (given[number] === 1) break;
        given[number] = 1;
        order.push(index);
      }
    }
    return order;
  }

  #number(index: number): number {
    return (this.#numbers[index] ?? 0) - 1;
  }

  #find(bytes: Buffer, start: number): number {
    const index = start + 2 * this.#listing.ids.width > bytes.length ? -1 : this.#table.findHex(bytes, start);
    if (index < 0) this.namesAbsent = true;
    return index;
  }

  #keepAuthor(line: Buffer): void {
    const length = Math.min(line.length, LONGEST_AUTHOR);
    const next = this.#used + length;
    if (next > this.#authors.length) this.#authors = Buffer.concat([this.#authors], Math.max(next, 2 * this.#used));
    line.copy(this.#authors, this.#used, 0, length);
    this.#used = next;
    this.#authorEnds.push(next);
  }
}

const NONE: readonly number[] = [];

function startsWith(bytes: Buffer, at: number, word: string): boolean {
  for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word.charCodeAt(i)) return false;
  return true;
}

function lineEnd(bytes: Buffer, start: number): number {
  const end = bytes.indexOf(NEWLINE, start);
  return end < 0 ? bytes.length : end;
}

/** The seconds of a line that ends with ` <seconds> <zone>`, or 0 for another line. */
function timeOf(bytes: Buffer, end: number): number {
  let at = end - 1;
  while (at > 0 && bytes[at] !== 0x20) at--;
  let seconds = 0;
  let unit = 1;
  for (at--; at > 0 && unit < 1e12 && isDecimalDigit(bytes[at]); at--, unit *= 10)
    seconds += ((bytes[at] ?? 48) - 48) * unit;
  return bytes[at] === 0x20 ? seconds : 0;
}
