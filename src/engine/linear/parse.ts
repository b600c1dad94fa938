import { folded, merged, negated } from './char-class.ts';
import { Cursor, readClass, readEscape } from './parse-class.ts';
import type { Assertion, CodeRange, Node } from './syntax.ts';

/** Maximum number of repetitions, nested ones multiplied; the limit of Go's package `regexp`. */
const MOST_REPEATS = 1000;
/** Maximum nesting of groups. */
const DEEPEST = 250;

/** `i`: case-insensitive; `m`: anchors match at lines; `s`: the dot matches line breaks; `U`: repetitions are lazy. */
interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
  readonly U: boolean;
}

/** A parsed pattern. */
export interface Parsed {
  readonly node: Node;
  /** Number of capturing groups. */
  readonly groups: number;
  /** Numbers of the named groups, from 1. */
  readonly names: ReadonlyMap<string, number>;
}

const NEWLINE: readonly CodeRange[] = [{ min: 10, max: 10 }];
const ASSERTIONS: Readonly<Record<string, Assertion>> = {
  A: 'text-start',
  z: 'text-end',
  b: 'word-edge',
  B: 'no-word-edge',
};

/**
 * Reads a pattern in the syntax of RE2 and Go's package `regexp` (https://github.com/google/re2/wiki/Syntax).
 *
 * @throws {SyntaxError} stating the problem and its position, without the pattern, which may contain a value
 */
export function parsePattern(source: string): Parsed {
  return new Parser(source).parse();
}

class Parser {
  readonly #cursor: Cursor;
  #flags: Flags = { i: false, m: false, s: false, U: false };
  #groups = 0;
  #depth = 0;
  readonly #names: Map<string, number> = new Map();

  constructor(source: string) {
    this.#cursor = new Cursor(source);
  }

  parse(): Parsed {
    const node = this.#choice();
    if (!this.#cursor.done) throw this.#cursor.error("unexpected ')'");
    return { node, groups: this.#groups, names: this.#names };
  }

  #choice(): Node {
    const nodes = [this.#sequence()];
    while (this.#cursor.take('|')) nodes.push(this.#sequence());
    const [only] = nodes;
    return nodes.length === 1 && only !== undefined ? only : { kind: 'choice', nodes };
  }

  #sequence(): Node {
    const nodes: Node[] = [];
    while (!this.#cursor.done && !this.#cursor.sees('|') && !this.#cursor.sees(')')) {
      if (this.#cursor.take('\\Q')) nodes.push(...this.#quoted());
      else nodes.push(this.#repeated(this.#atom()));
    }
    return nodes.length === 0 ? { kind: 'empty' } : { kind: 'sequence', nodes };
  }

  /** `\Q…\E`: literal characters; a following quantifier applies to the last one. */
  #quoted(): Node[] {
    const nodes: Node[] = [];
    while (!this.#cursor.done && !this.#cursor.take('\\E')) nodes.push(this.#chars([this.#cursor.char()]));
    const last = nodes.pop();
    return last === undefined ? [] : [...nodes, this.#repeated(last)];
  }

  #repeated(node: Node): Node {
    const bounds = this.#bounds();
    if (bounds === undefined) return node;
    const lazy = this.#cursor.take('?');
    if (this.#bounds() !== undefined) throw this.#cursor.error('a repetition of a repetition');
    const repeat: Node = { kind: 'repeat', node, ...bounds, greedy: lazy === this.#flags.U };
    if (repeats(repeat) > MOST_REPEATS) throw this.#cursor.error(`more than ${MOST_REPEATS} repetitions`);
    return repeat;
  }

  #bounds(): { readonly min: number; readonly max: number } | undefined {
    if (this.#cursor.take('*')) return { min: 0, max: Infinity };
    if (this.#cursor.take('+')) return { min: 1, max: Infinity };
    if (this.#cursor.take('?')) return { min: 0, max: 1 };
    const counts = this.#cursor.match(/\{(\d{1,9})(?:(,)(\d{1,9})?)?\}/y);
    if (counts === undefined) return undefined;
    const min = Number(counts[1]);
    const max = counts[3] !== undefined ? Number(counts[3]) : counts[2] === undefined ? min : Infinity;
    if (max < min) throw this.#cursor.error('a repetition that ends before it begins');
    return { min, max };
  }

  #atom(): Node {
    const cursor = this.#cursor;
    if (cursor.take('(')) return this.#group();
    if (cursor.match(/(?=[*+?])/y) !== undefined) throw cursor.error('a repetition with nothing before it');
    if (cursor.take('[')) return { kind: 'chars', ranges: readClass(cursor, this.#flags.i) };
    if (cursor.take('.')) return { kind: 'chars', ranges: this.#flags.s ? negated([]) : negated(NEWLINE) };
    const edge = cursor.match(/[$^]/y)?.[0];
    if (edge !== undefined) return this.#edge(edge === '^' ? 'start' : 'end');
    if (!cursor.take('\\')) return this.#chars([cursor.char()]);
    return this.#escape();
  }

  #edge(side: 'start' | 'end'): Node {
    return { kind: 'assertion', assertion: this.#flags.m ? `line-${side}` : `text-${side}` };
  }

  #escape(): Node {
    const letter = this.#cursor.match(/[AzbB]/y)?.[0];
    if (letter !== undefined) return { kind: 'assertion', assertion: ASSERTIONS[letter] ?? 'text-end' };
    return this.#ranges(readEscape(this.#cursor));
  }

  #group(): Node {
    const outer = this.#flags;
    if (++this.#depth > DEEPEST) throw this.#cursor.error('groups are nested too deeply');
    const index = this.#groupHead();
    // `(?i)` has no body: its flags apply up to the end of the enclosing group.
    if (index === undefined) {
      this.#depth--;
      return { kind: 'empty' };
    }
    const node = this.#choice();
    if (!this.#cursor.take(')')) throw this.#cursor.error("')' is missing");
    this.#flags = outer;
    this.#depth--;
    return index === 0 ? node : { kind: 'group', index, node };
  }

  /** Reads up to the body: the group's number, 0 for none; undefined for flags without a body. */
  #groupHead(): number | undefined {
    if (!this.#cursor.take('?')) return ++this.#groups;
    const name = this.#cursor.match(/P?<([^>]{0,64})>/y);
    if (name !== undefined) return this.#named(name[1] ?? '');
    const flags = this.#cursor.match(/([imsU]*)(?:-([imsU]+))?([:)])/y);
    if (flags === undefined) throw this.#cursor.error('a group of an unknown kind: lookaround is not part of RE2');
    this.#setFlags(flags[1] ?? '', true);
    this.#setFlags(flags[2] ?? '', false);
    return flags[3] === ':' ? 0 : undefined;
  }

  #named(name: string): number {
    if (!/^\w+$/.test(name)) throw this.#cursor.error('a malformed name of a group');
    if (this.#names.has(name)) throw this.#cursor.error('two groups of one name');
    this.#names.set(name, ++this.#groups);
    return this.#groups;
  }

  #setFlags(letters: string, value: boolean): void {
    for (const letter of letters) this.#flags = { ...this.#flags, [letter]: value };
  }

  #chars(codes: readonly number[]): Node {
    return this.#ranges(codes.map((code) => ({ min: code, max: code })));
  }

  #ranges(ranges: readonly CodeRange[]): Node {
    return { kind: 'chars', ranges: this.#flags.i ? folded(ranges) : merged(ranges) };
  }
}

/** The number of times that the innermost part can be repeated. */
function repeats(node: Node): number {
  if (node.kind === 'repeat') {
    const own = node.max === Infinity ? Math.max(1, node.min) : Math.max(1, node.max);
    return own * repeats(node.node);
  }
  if (node.kind === 'group') return repeats(node.node);
  if (node.kind === 'sequence' || node.kind === 'choice') return Math.max(1, ...node.nodes.map(repeats));
  return 1;
}
