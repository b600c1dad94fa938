import type { Parsed } from './parse.ts';
import type { Assertion, CodeRange, Node } from './syntax.ts';
import { byteSequences } from './utf8.ts';

/** Maximum steps of a program: many times what a pattern with a thousand repetitions of a class needs. */
const MOST_STEPS = 60_000;
const BEYOND_ASCII = 0x80;
const LAST_CODE = 0x10ffff;

/** One step. `next` and `other` are indices of steps; `other` is tried after `next`. */
export type Step =
  | { readonly kind: 'byte'; readonly set: number; next: number }
  | { readonly kind: 'split'; next: number; other: number }
  | { readonly kind: 'save'; readonly slot: number; next: number }
  | { readonly kind: 'assertion'; readonly assertion: Assertion; next: number }
  | { readonly kind: 'match' };

/** A pattern as steps over bytes, following Thompson (1968) and Pike. */
export interface Program {
  readonly steps: readonly Step[];
  readonly start: number;
  /** Byte sets, 1 for each member; equal sets are shared. */
  readonly sets: readonly Uint8Array[];
  /** Two for the match and two for each group: start and end. */
  readonly slots: number;
}

/** @throws {SyntaxError} for a pattern whose program would be too large */
export function compileProgram({ node, groups }: Parsed): Program {
  const compiler = new Compiler();
  const end = compiler.add({ kind: 'save', slot: 1, next: compiler.add({ kind: 'match' }) });
  const start = compiler.add({ kind: 'save', slot: 0, next: compiler.node(node, end) });
  return { steps: compiler.steps, start, sets: compiler.sets, slots: 2 * (groups + 1) };
}

/** Compiles from the end to the beginning: each part is given the step that follows it. */
class Compiler {
  readonly steps: Step[] = [];
  readonly sets: Uint8Array[] = [];
  readonly #numbers: Map<string, number> = new Map();

  add(step: Step): number {
    if (this.steps.length >= MOST_STEPS) throw new SyntaxError('the pattern is too large');
    return this.steps.push(step) - 1;
  }

  node(node: Node, next: number): number {
    switch (node.kind) {
      case 'empty':
        return next;
      case 'chars':
        return this.#chars(node.ranges, next);
      case 'assertion':
        return this.add({ kind: 'assertion', assertion: node.assertion, next });
      case 'group': {
        const end = this.add({ kind: 'save', slot: 2 * node.index + 1, next });
        return this.add({ kind: 'save', slot: 2 * node.index, next: this.node(node.node, end) });
      }
      case 'sequence':
        return node.nodes.reduceRight((after, part) => this.node(part, after), next);
      case 'choice':
        return this.#choice(node.nodes.map((part) => this.node(part, next)));
      case 'repeat':
        return this.#repeat(node, next);
    }
  }

  /** The entry step of a choice between starts. */
  #choice(starts: readonly number[]): number {
    return starts.reduceRight((other, start) => this.add({ kind: 'split', next: start, other }));
  }

  #repeat({ node, min, max, greedy }: Extract<Node, { kind: 'repeat' }>, next: number): number {
    let at = max === Infinity ? this.#loop(node, next, greedy) : this.#optional(node, max - min, next, greedy);
    for (let count = 0; count < min; count++) at = this.node(node, at);
    return at;
  }

  #loop(node: Node, next: number, greedy: boolean): number {
    const split: Step = { kind: 'split', next, other: next };
    const loop = this.add(split);
    const body = this.node(node, loop);
    [split.next, split.other] = greedy ? [body, next] : [next, body];
    return loop;
  }

  #optional(node: Node, count: number, next: number, greedy: boolean): number {
    let at = next;
    for (let i = 0; i < count; i++) {
      const body = this.node(node, at);
      at = this.add({ kind: 'split', next: greedy ? body : next, other: greedy ? next : body });
    }
    return at;
  }

  #chars(ranges: readonly CodeRange[], next: number): number {
    const ascii = ranges
      .filter(({ min }) => min < BEYOND_ASCII)
      .map(({ min, max }) => ({ min, max: Math.min(max, BEYOND_ASCII - 1) }));
    const starts: number[] = [];
    if (ascii.length > 0) starts.push(this.#bytes(ascii, next));
    const beyond = ranges.filter(({ max }) => max >= BEYOND_ASCII);
    if (beyond.some(({ min, max }) => min <= BEYOND_ASCII && max === LAST_CODE)) starts.push(...this.#anyBeyond(next));
    else {
      const sequences = beyond.flatMap(({ min, max }) => byteSequences({ min: Math.max(min, BEYOND_ASCII), max }));
      for (const bytes of sequences)
        starts.push(bytes.reduceRight((after, range) => this.#bytes([range], after), next));
    }
    // A class without characters, such as [^\x00-\x{10FFFF}], is a step that accepts no byte.
    return starts.length === 0 ? this.#bytes([], next) : this.#choice(starts);
  }

  /** Every character of two to four bytes; they share their last steps. */
  #anyBeyond(next: number): readonly number[] {
    const tail = [{ min: 0x80, max: 0xbf }];
    const last = this.#bytes(tail, next);
    const third = this.#bytes(tail, last);
    const second = this.#bytes(tail, third);
    return [
      this.#bytes([{ min: 0xc2, max: 0xdf }], last),
      this.#bytes([{ min: 0xe0, max: 0xef }], third),
      this.#bytes([{ min: 0xf0, max: 0xf4 }], second),
    ];
  }

  #bytes(ranges: readonly CodeRange[], next: number): number {
    const key = ranges.map(({ min, max }) => `${min}-${max}`).join(' ');
    let set = this.#numbers.get(key);
    if (set === undefined) {
      const bytes = new Uint8Array(256);
      for (const { min, max } of ranges) bytes.fill(1, min, max + 1);
      set = this.sets.push(bytes) - 1;
      this.#numbers.set(key, set);
    }
    return this.add({ kind: 'byte', set, next });
  }
}
