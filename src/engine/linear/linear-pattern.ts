import { Gate } from './gate.ts';
import { Machine } from './machine.ts';
import { parsePattern } from './parse.ts';
import { compileProgram, type Program } from './program.ts';

/**
 * A pattern in the syntax of RE2, run in time that is linear in the text, over bytes that are UTF-8. Matches are those of
 * Go's package `regexp`, but for text that is no UTF-8, which nothing but a literal fits, and for matches of more than
 * 16 KiB.
 */
export class LinearPattern {
  readonly #program: Program;
  /** Capturing groups. */
  readonly groups: number;
  /** Numbers of the groups that have a name, from 1. */
  readonly names: ReadonlyMap<string, number>;
  #machine: Machine | undefined;
  #gate: Gate | undefined;

  /** @throws {SyntaxError} with what is wrong and where, without the pattern */
  constructor(source: string) {
    const parsed = parsePattern(source);
    this.#program = compileProgram(parsed);
    this.groups = parsed.groups;
    this.names = parsed.names;
  }

  /** Whether the bytes hold a match, be it an empty one. */
  test(bytes: Uint8Array): boolean {
    return this.find(bytes, 0, bytes.length + 1) !== undefined;
  }

  /**
   * The leftmost match that begins in `[from, to)`, as pairs of begin and end: of the match, then of each group, -1 for one
   * that took no part.
   */
  find(bytes: Uint8Array, from: number, to: number): Int32Array | undefined {
    const gate = (this.#gate ??= new Gate(this.#program));
    const machine = (this.#machine ??= new Machine(this.#program));
    for (let at = from; at < to;) {
      const promising = gate.next(bytes, at);
      if (promising === undefined || promising.from >= to) return undefined;
      // What began before the promised end is followed until it fails.
      const last = promising.end === bytes.length ? to : Math.min(to, promising.end);
      const match = machine.find(bytes, promising.from, last);
      if (match !== undefined) return match;
      at = Math.max(at + 1, last);
    }
    return undefined;
  }

  /** All matches that begin in `[from, to)` and are not empty, from left to right, none in another. */
  *findAll(bytes: Uint8Array, from: number, to: number): Generator<Int32Array> {
    for (let at = from; at < to;) {
      const match = this.find(bytes, at, to);
      if (match === undefined) return;
      const [start = at, end = at] = match;
      if (end > start) yield match;
      at = end > start ? end : end + 1;
    }
  }
}

/** A pattern that is known to be well-formed, compiled when it is first needed: a run needs few of many rules. */
export function lazyPattern(source: string): () => LinearPattern {
  let pattern: LinearPattern | undefined;
  return () => (pattern ??= new LinearPattern(source));
}
