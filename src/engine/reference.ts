import type { Prefilter } from './prefilter.ts';

const LOWER = (byte: number): number => (byte >= 65 && byte <= 90 ? byte + 32 : byte);

/** A keyword automaton as flat tables: `next[state + classOf[byte]]` is the next state; states from `firstFinal` on have hits. */
interface Automaton {
  readonly classOf: Uint8Array;
  readonly next: Int32Array;
  readonly firstFinal: number;
  readonly stride: number;
  /** Keyword numbers that end in a final state, by state number. */
  readonly hits: readonly (readonly number[])[];
}

interface Trie {
  readonly children: Map<number, number>[];
  readonly ends: number[][];
}

function buildTrie(keywords: readonly Uint8Array[]): Trie {
  const trie: Trie = { children: [new Map()], ends: [[]] };
  keywords.forEach((keyword, id) => {
    let state = 0;
    for (const raw of keyword) {
      const byte = LOWER(raw);
      let child = trie.children[state]?.get(byte);
      if (child === undefined) {
        child = trie.children.push(new Map()) - 1;
        trie.ends.push([]);
        trie.children[state]?.set(byte, child);
      }
      state = child;
    }
    trie.ends[state]?.push(id);
  });
  return trie;
}

function byteClasses(keywords: readonly Uint8Array[]): { classOf: Uint8Array; count: number } {
  const classOf = new Uint8Array(256);
  let count = 1;
  for (const keyword of keywords)
    for (const raw of keyword) {
      const byte = LOWER(raw);
      if (classOf[byte] === 0) classOf[byte] = count++;
    }
  for (let byte = 65; byte <= 90; byte++) classOf[byte] = classOf[byte + 32] ?? 0;
  return { classOf, count };
}

/** Breadth-first completion of the trie to a dense automaton (Aho and Corasick, 1975), final states numbered last. */
function buildAutomaton(keywords: readonly Uint8Array[]): Automaton {
  const trie = buildTrie(keywords);
  const { classOf, count: stride } = byteClasses(keywords);
  const size = trie.children.length;
  const table = new Int32Array(size * stride);
  const order = complete(trie, table, classOf, stride);
  return withFinalsLast({ table, stride, classOf, order, ends: trie.ends });
}

/** Fills `table` breadth-first and returns the states in that order. */
function complete(trie: Trie, table: Int32Array, classOf: Uint8Array, stride: number): number[] {
  const fail = new Int32Array(trie.children.length);
  const order: number[] = [0];
  for (let at = 0; at < order.length; at++) {
    const state = order[at] ?? 0;
    const back = (fail[state] ?? 0) * stride;
    if (state > 0) table.copyWithin(state * stride, back, back + stride);
    for (const [byte, child] of trie.children[state] ?? []) {
      const cell = state * stride + (classOf[byte] ?? 0);
      fail[child] = state === 0 ? 0 : (table[cell] ?? 0);
      table[cell] = child;
      order.push(child);
    }
    if (state > 0) inheritEnds(trie, state, fail[state] ?? 0);
  }
  return order;
}

function inheritEnds({ ends }: Trie, state: number, from: number): void {
  ends[state]?.push(...(ends[from] ?? []));
}

interface Completed {
  readonly table: Int32Array;
  readonly stride: number;
  readonly classOf: Uint8Array;
  readonly order: readonly number[];
  readonly ends: readonly (readonly number[])[];
}

/** Renumbers the states so that those with hits come last and a single comparison identifies them. */
function withFinalsLast({ table, stride, classOf, order, ends }: Completed): Automaton {
  const size = order.length;
  const finals = order.filter((state) => (ends[state]?.length ?? 0) > 0);
  const renumbered = new Int32Array(size);
  const sorted = [...order.filter((state) => ends[state]?.length === 0), ...finals];
  sorted.forEach((state, index) => (renumbered[state] = index * stride));
  const next = new Int32Array(size * stride);
  sorted.forEach((state, index) => {
    for (let cls = 0; cls < stride; cls++)
      next[index * stride + cls] = renumbered[table[state * stride + cls] ?? 0] ?? 0;
  });
  const hits = sorted.map((state) => ends[state] ?? []);
  return { classOf, next, firstFinal: (size - finals.length) * stride, stride, hits };
}

/** Bytes whose hits are sorted at a time. */
const PIECE = 64 * 1024;

/** The prefilter in plain TypeScript: a dense automaton over bytes, case-insensitive for ASCII letters. */
export class ReferencePrefilter implements Prefilter {
  readonly #automaton: Automaton;
  readonly #lengths: readonly number[];
  readonly #longest: number;
  #bytes: Uint8Array = new Uint8Array();
  #at = 0;
  #to = 0;
  /** Sorted hits of the last piece, each as `start * 2 ** 21 + keyword`, and the index of the first one not yet returned. */
  #hits: Float64Array = new Float64Array();
  #next = 0;

  /** @param keywords non-empty lower-case ASCII texts, at most 2 ** 21; a hit gives the index. */
  constructor(keywords: readonly string[]) {
    const encoded = keywords.map((keyword) => Buffer.from(keyword, 'latin1'));
    if (encoded.some((keyword) => keyword.length === 0))
      throw new RangeError('Cannot build a prefilter: empty keyword');
    this.#automaton = buildAutomaton(encoded);
    this.#lengths = encoded.map((keyword) => keyword.length);
    this.#longest = this.#lengths.reduce((longest, length) => Math.max(longest, length), 1);
  }

  begin(bytes: Uint8Array, from: number, to: number): void {
    this.#bytes = bytes;
    this.#at = from;
    this.#to = Math.min(to, bytes.length);
    this.#hits = new Float64Array();
    this.#next = 0;
  }

  next(out: Uint32Array): number {
    while (this.#next === this.#hits.length) {
      if (this.#at >= this.#to) return 0;
      const end = Math.min(this.#to, this.#at + PIECE);
      this.#hits = this.#scan(this.#at, end);
      this.#at = end;
      this.#next = 0;
    }
    const count = Math.min(this.#hits.length - this.#next, out.length >> 1);
    for (let i = 0; i < count; i++) {
      const hit = this.#hits[this.#next + i] ?? 0;
      out[2 * i] = Math.floor(hit / KEYWORDS);
      out[2 * i + 1] = hit % KEYWORDS;
    }
    this.#next += count;
    return count;
  }

  /** Hits that begin in `[from, to)`, in order. */
  #scan(from: number, to: number): Float64Array {
    const { classOf, next, firstFinal, hits, stride } = this.#automaton;
    const bytes = this.#bytes;
    const limit = Math.min(bytes.length, to + this.#longest - 1);
    const found: number[] = [];
    let state = 0;
    for (let at = from; at < limit; at++) {
      state = next[state + (classOf[bytes[at] ?? 0] ?? 0)] ?? 0;
      if (state < firstFinal) continue;
      for (const id of hits[state / stride] ?? []) {
        const start = at + 1 - (this.#lengths[id] ?? 0);
        if (start >= from && start < to) found.push(start * KEYWORDS + id);
      }
    }
    return Float64Array.from(found).sort();
  }
}

/** Greater than the number of keywords. */
const KEYWORDS: number = 2 ** 21;
