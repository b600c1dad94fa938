import { Gate } from './gate.ts';
import { Machine } from './machine.ts';
import { parsePattern } from './parse.ts';
import { compileProgram, type Program } from './program.ts';

/**
 * A pattern in RE2 syntax, run over UTF-8 bytes in time linear in the text. Matches are those of Go's package `regexp`, except for text
 * that is not UTF-8, which only literals match, and for matches of more than 16 KiB.
 */
export class LinearPattern {
  readonly #program: Program;
  /** Number of capturing groups. */
  readonly groups: number;
  /** Numbers of the named groups, from 1. */
  readonly names: ReadonlyMap<string, number>;
  #machine: Machine | undefined;
  #gate: Gate | undefined;

  /** @throws {SyntaxError} stating the problem and its position, without the pattern */
  constructor(source: string) {
    const parsed = parsePattern(source);
    this.#program = compileProgram(parsed);
    this.groups = parsed.groups;
    this.names = parsed.names;
  }

  /** Whether the bytes hold a match, even an empty one. */
  test(bytes: Uint8Array): boolean {
    return this.find(bytes, 0, bytes.length + 1) !== undefined;
  }

  /**
   * The leftmost match that begins in `[from, to)`, as pairs of start and end: of the match, then of each group, -1 for one that did not
   * participate.
   */
  find(bytes: Uint8Array, from: number, to: number): Int32Array | undefined {
    const gate = (this.#gate ??= new Gate(this.#program));
    const machine = (this.#machine ??= new Machine(this.#program));
    for (let at = from; at < to;) {
      const promising = gate.next(bytes, at);
      if (promising === undefined || promising.from >= to) return undefined;
      // Matches that began before the promised end are followed until they fail.
      const last = promising.end === bytes.length ? to : Math.min(to, promising.end);
      const match = machine.find(bytes, promising.from, last);
      if (match !== undefined) return match;
      at = Math.max(at + 1, last);
    }
    return undefined;
  }

  /** All non-empty matches that begin in `[from, to)`, from left to right, without overlaps. */
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

/** A pattern known to be well-formed, compiled on first use: a run needs few of many rules. */
export function lazyPattern(source: string): () => LinearPattern {
  let pattern: LinearPattern | undefined;
  return () => (pattern ??= new LinearPattern(source));
}
