import { isWordCharacter } from '../../ascii.ts';
import type { Program, Step } from './program.ts';
import type { Assertion } from './syntax.ts';

/** Longest match in bytes: longer ones are abandoned. */
export const LONGEST: number = 16 * 1024;

/** Threads in order of priority, at most one for each step, with their captures. */
class Threads {
  readonly steps: Int32Array;
  count = 0;
  /** `slots` numbers for each step. */
  readonly captures: Int32Array;
  /** The generation in which a step was last added. */
  readonly added: Int32Array;

  constructor(steps: number, slots: number) {
    this.steps = new Int32Array(steps);
    this.added = new Int32Array(steps).fill(-1);
    this.captures = new Int32Array(steps * slots);
  }
}

const KINDS = ['byte', 'split', 'save', 'assertion', 'match'] as const;
const [BYTE, SPLIT, SAVE, ASSERTION] = [0, 1, 2, 3] as const;

/** The steps of a program as numbers, because reading them is most of the work. */
class Code {
  readonly kind: Uint8Array;
  readonly next: Int32Array;
  /** For a split the other step, for a save the slot, for a byte the start of its set in `sets`. */
  readonly more: Int32Array;
  readonly sets: Uint8Array;

  constructor({ steps, sets }: Program) {
    this.kind = Uint8Array.from(steps, ({ kind }) => KINDS.indexOf(kind));
    this.next = Int32Array.from(steps, (step) => (step.kind === 'match' ? 0 : step.next));
    this.more = Int32Array.from(steps, (step) => {
      if (step.kind === 'split') return step.other;
      if (step.kind === 'save') return step.slot;
      return step.kind === 'byte' ? step.set * 256 : 0;
    });
    this.sets = new Uint8Array(sets.length * 256);
    sets.forEach((set, index) => this.sets.set(set, index * 256));
  }
}

/**
 * Runs a program over bytes: all ways to read the text at once, so that the time is bounded by text times program. The leftmost match is
 * taken; of several at one position, the one that a backtracking engine would try first.
 */
export class Machine {
  readonly #program: Program;
  readonly #code: Code;
  readonly #width: number;
  #now: Threads;
  #next: Threads;
  #generation = 0;
  /** Bytes with which a match can begin; undefined if it can be empty. */
  readonly #first: Uint8Array | undefined;
  readonly #slots: Int32Array;
  readonly #stack: number[] = [];

  constructor(program: Program) {
    this.#program = program;
    this.#code = new Code(program);
    this.#width = program.slots;
    this.#now = new Threads(program.steps.length, program.slots);
    this.#next = new Threads(program.steps.length, program.slots);
    this.#first = firstBytes(program);
    this.#slots = new Int32Array(program.slots);
  }

  /**
   * The first match that begins in `[from, to)`, as pairs of start and end for the match and each group, -1 for a group that did not
   * participate; undefined for none.
   */
  find(bytes: Uint8Array, from: number, to: number): Int32Array | undefined {
    let found: Int32Array | undefined;
    let limit = Infinity;
    this.#now.count = 0;
    this.#generation++;
    for (let at = from; at <= bytes.length && at <= limit; at++) {
      if (this.#now.count === 0) {
        if (found !== undefined) break;
        at = this.#skip(bytes, at, to);
      }
      if (found === undefined && at < to) this.#start(bytes, at);
      if (this.#now.count === 0 && at >= to) break;
      const match = this.#advance(bytes, at);
      if (match !== undefined) {
        found = match;
        limit = (match[0] ?? 0) + LONGEST;
      }
    }
    return found;
  }

  /** The next position at which a match can begin. */
  #skip(bytes: Uint8Array, from: number, to: number): number {
    if (this.#first === undefined) return from;
    let at = from;
    while (at < to && this.#first[bytes[at] ?? 0] !== 1) at++;
    return at;
  }

  /** Adds a thread of lowest priority that begins here. */
  #start(bytes: Uint8Array, at: number): void {
    this.#slots.fill(-1);
    this.#add(this.#now, this.#program.start, bytes, at);
  }

  /** Consumes the byte at `at`, or the end of the text; returns a match, which ends all threads of lower priority. */
  #advance(bytes: Uint8Array, at: number): Int32Array | undefined {
    const { kind } = this.#code;
    const now = this.#now;
    let match: Int32Array | undefined;
    this.#next.count = 0;
    this.#generation++;
    for (let i = 0; i < now.count; i++) {
      const step = now.steps[i] as number;
      if (kind[step] === BYTE) this.#take(step, bytes, at);
      else {
        match = now.captures.slice(step * this.#width, (step + 1) * this.#width);
        break;
      }
    }
    [this.#now, this.#next] = [this.#next, now];
    return match;
  }

  /** Lets a thread consume the byte, if it can. */
  #take(step: number, bytes: Uint8Array, at: number): void {
    const { next, more, sets } = this.#code;
    const { captures } = this.#now;
    if (at >= bytes.length || sets[(more[step] as number) + (bytes[at] as number)] !== 1) return;
    const from = step * this.#width;
    if (at - (captures[from] as number) >= LONGEST) return;
    for (let slot = 0; slot < this.#width; slot++) this.#slots[slot] = captures[from + slot] as number;
    this.#add(this.#next, next[step] as number, bytes, at + 1);
  }

  /** Follows all steps that consume no byte. Stack entries below -1 restore a capture: `-2 - slot`, then its value. */
  #add(threads: Threads, start: number, bytes: Uint8Array, at: number): void {
    const stack = this.#stack;
    stack.push(start);
    while (stack.length > 0) {
      const step = stack.pop() as number;
      if (step < -1) this.#slots[-2 - step] = stack.pop() as number;
      else if (threads.added[step] !== this.#generation) {
        threads.added[step] = this.#generation;
        this.#follow(threads, step, bytes, at);
      }
    }
  }

  #follow(threads: Threads, step: number, bytes: Uint8Array, at: number): void {
    const { kind, next, more } = this.#code;
    const then = next[step] as number;
    if (kind[step] === SPLIT) this.#stack.push(more[step] as number, then);
    else if (kind[step] === SAVE) this.#save(more[step] as number, at, then);
    else if (kind[step] !== ASSERTION) this.#wait(threads, step);
    else if (holds((this.#program.steps[step] as AssertionStep).assertion, bytes, at)) this.#stack.push(then);
  }

  #save(slot: number, at: number, then: number): void {
    this.#stack.push(this.#slots[slot] ?? -1, -2 - slot, then);
    this.#slots[slot] = at;
  }

  /** Adds a thread that consumes the next byte, or ends with a match. */
  #wait(threads: Threads, step: number): void {
    const from = step * this.#width;
    for (let slot = 0; slot < this.#width; slot++) threads.captures[from + slot] = this.#slots[slot] ?? -1;
    threads.steps[threads.count++] = step;
  }
}

type AssertionStep = Extract<Step, { kind: 'assertion' }>;

function holds(assertion: Assertion, bytes: Uint8Array, at: number): boolean {
  switch (assertion) {
    case 'text-start':
      return at === 0;
    case 'text-end':
      return at === bytes.length;
    case 'line-start':
      return at === 0 || bytes[at - 1] === 10;
    case 'line-end':
      return at === bytes.length || bytes[at] === 10;
    case 'word-edge':
      return isWordCharacter(bytes[at - 1]) !== isWordCharacter(bytes[at]);
    case 'no-word-edge':
      return isWordCharacter(bytes[at - 1]) === isWordCharacter(bytes[at]);
  }
}

/** Steps that consume a byte or end a match, reachable from `starts` without consuming one; assertions count as true. */
export function reached({ steps }: Program, starts: readonly number[]): number[] {
  const seen = new Set<number>();
  const found: number[] = [];
  const stack = [...starts];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    if (seen.has(top)) continue;
    seen.add(top);
    const step = steps[top];
    if (step === undefined) continue;
    if (step.kind === 'byte' || step.kind === 'match') found.push(top);
    else if (step.kind === 'split') stack.push(step.next, step.other);
    else stack.push(step.next);
  }
  return found.sort((a, b) => a - b);
}

function firstBytes(program: Program): Uint8Array | undefined {
  const first = new Uint8Array(256);
  for (const index of reached(program, [program.start])) {
    const step = program.steps[index];
    if (step?.kind !== 'byte') return undefined;
    program.sets[step.set]?.forEach((value, byte) => {
      if (value === 1) first[byte] = 1;
    });
  }
  return first;
}
