import { type JsonLines, nameOf } from '../rows/json-lines.ts';

/** Maximum nesting of values that are written. */
const DEEPEST = 64;
/** Maximum number of members shown in a name. */
const MOST_IN_NAME = 16;

/** A value written by a program: text, data, or a value that JSON can represent. */
export type StoredValue = null | boolean | number | bigint | string | Buffer | Composite;

/** A value that contains others: members, names with values, or both. */
export class Composite {
  /** What makes it, as module and name; undefined for lists and dictionaries. */
  readonly maker: string | undefined;
  readonly members: StoredValue[];
  /** Alternating names and values. */
  pairs: StoredValue[] | undefined;

  constructor(members: StoredValue[] = [], maker?: string) {
    this.members = members;
    this.maker = maker;
  }

  /** Adds a value under its name. */
  set(name: StoredValue, value: StoredValue): void {
    this.pairs ??= [];
    this.pairs.push(name, value);
  }

  /** The value under a name, which is compared as text. */
  get(name: string): StoredValue | undefined {
    const { pairs = [] } = this;
    for (let at = 0; at < pairs.length; at += 2) if (pairs[at] === name) return pairs[at + 1];
    return undefined;
  }
}

/** A name as text: numbers, data and composites of these may be names too. */
function textOf(value: StoredValue | undefined): string {
  if (typeof value === 'string') return value;
  if (value instanceof Buffer) return value.toString();
  if (!(value instanceof Composite)) return value === undefined ? '' : String(value);
  return value.members
    .slice(0, MOST_IN_NAME)
    .filter((member) => !(member instanceof Composite))
    .map((member) => textOf(member))
    .join(' ');
}

/**
 * Writes values as JSON. A composite is written only once, where it occurs first, so that the text grows with the file; an object of a
 * class is written as its contents, without the name of the class.
 */
export class ValueText {
  readonly #lines: JsonLines;
  readonly #met: Set<Composite> = new Set();
  /** Whether nothing was omitted for being nested too deeply. */
  isWhole = true;

  constructor(lines: JsonLines) {
    this.#lines = lines;
  }

  /** Yields whenever a piece of the text is ready. */
  *write(value: StoredValue, depth: number = 0): Generator<void> {
    if (!(value instanceof Composite)) return this.#leaf(value);
    if (depth >= DEEPEST) this.isWhole = false;
    if (depth >= DEEPEST || this.#met.has(value)) return this.#lines.put('null');
    this.#met.add(value);
    yield* this.#composite(value, depth + 1);
  }

  #leaf(value: Exclude<StoredValue, Composite>): void {
    if (typeof value === 'string') this.#lines.characters(value);
    else if (value instanceof Buffer) this.#lines.text(value, 0, value.length);
    else if (typeof value === 'number' && !Number.isFinite(value)) this.#lines.put('null');
    else this.#lines.put(String(value));
  }

  *#composite({ members, pairs, maker }: Composite, depth: number): Generator<void> {
    if (members.length === 0 && pairs !== undefined) return yield* this.#pairs(pairs, depth);
    // Something made of a single value is written as that value.
    if (members.length === 1 && pairs === undefined && maker !== undefined)
      return yield* this.write(members[0] as StoredValue, depth);
    this.#lines.put('[');
    for (const [position, member] of members.entries()) {
      if (position > 0) this.#between();
      yield* this.write(member, depth);
    }
    if (pairs !== undefined) {
      this.#between();
      yield* this.#pairs(pairs, depth);
    }
    this.#lines.put(']');
  }

  *#pairs(pairs: readonly StoredValue[], depth: number): Generator<void> {
    this.#lines.put('{');
    for (let at = 0; at < pairs.length; at += 2) {
      if (at > 0) this.#between();
      this.#lines.name(nameOf(textOf(pairs[at])));
      yield* this.write(pairs[at + 1] ?? null, depth);
      if (this.#lines.isReady) yield;
    }
    this.#lines.put('}');
  }

  #between(): void {
    this.#lines.effort.spend(1);
    this.#lines.put(',\n');
  }
}
