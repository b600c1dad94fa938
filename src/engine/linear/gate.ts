import { reached } from './machine.ts';
import type { Program } from './program.ts';

/** Maximum number of cached states; beyond it, the cache is cleared. */
const MOST_STATES = 2000;
/** How often the cache may be cleared within one text before the machine takes over. */
const MOST_FLUSHES = 8;
const UNKNOWN = -1;
const MATCH = -2;
const GIVE_UP = -3;
/** The state in which no match has begun. */
const IDLE = 0;

/** Where a text may hold a match: none begins before `from`, and the first to end may end at `end`. */
export interface Promising {
  readonly from: number;
  readonly end: number;
}

/**
 * Quickly excludes texts without a match: an automaton whose states are created on demand. Assertions count as true, so there may be false
 * positives but no false negatives.
 */
export class Gate {
  readonly #program: Program;
  /** The class number of each byte: bytes that no set distinguishes share one. */
  readonly #classOf: Uint8Array;
  readonly #members: readonly number[];
  readonly #width: number;
  readonly #starts: readonly number[];
  #table: Int32Array;
  #states: (readonly number[])[] = [];
  readonly #numbers: Map<string, number> = new Map();
  #flushes = 0;

  constructor(program: Program) {
    this.#program = program;
    const { classOf, members } = byteClasses(program.sets);
    this.#classOf = classOf;
    this.#members = members;
    this.#width = members.length;
    this.#starts = reached(program, [program.start]);
    this.#table = new Int32Array(0);
  }

  /** The first position after `from` where a match may end, and the earliest position where it would begin; undefined for none. */
  next(bytes: Uint8Array, from: number): Promising | undefined {
    if (this.#isFinal(this.#starts)) return { from, end: bytes.length };
    if (this.#states.length === 0) this.#reset();
    const classOf = this.#classOf;
    const width = this.#width;
    let idle = from;
    let state = IDLE;
    this.#flushes = 0;
    for (let at = from; at < bytes.length; at++) {
      const kind = classOf[bytes[at] as number] as number;
      let next = this.#table[state * width + kind] as number;
      if (next === UNKNOWN) next = this.#step(state, kind);
      if (next === GIVE_UP) return { from: idle, end: bytes.length };
      if (next === MATCH) return { from: idle, end: at + 1 };
      if (next === IDLE) idle = at + 1;
      state = next;
    }
    return undefined;
  }

  /** The state after a byte, created if new; clears the cache if there are too many. */
  #step(state: number, kind: number): number {
    const byte = this.#members[kind] as number;
    const starts: number[] = [];
    for (const index of this.#states[state] ?? []) {
      const step = this.#program.steps[index];
      if (step?.kind === 'byte' && this.#program.sets[step.set]?.[byte] === 1) starts.push(step.next);
    }
    if (this.#states.length >= MOST_STATES) {
      if (++this.#flushes > MOST_FLUSHES) return GIVE_UP;
      this.#reset();
      return starts.length === 0 ? IDLE : this.#after(starts);
    }
    const next = starts.length === 0 ? IDLE : this.#after(starts);
    this.#table[state * this.#width + kind] = next;
    return next;
  }

  #after(starts: readonly number[]): number {
    const steps = reached(this.#program, [...starts, this.#program.start]);
    return this.#isFinal(steps) ? MATCH : this.#stateOf(steps);
  }

  #isFinal(steps: readonly number[]): boolean {
    return steps.some((index) => this.#program.steps[index]?.kind === 'match');
  }

  #stateOf(steps: readonly number[]): number {
    const key = steps.join(',');
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const state = this.#added(steps);
    this.#numbers.set(key, state);
    return state;
  }

  #added(steps: readonly number[]): number {
    const state = this.#states.push(steps) - 1;
    if ((state + 1) * this.#width > this.#table.length) {
      const grown = new Int32Array(Math.max(64, 2 * (state + 1)) * this.#width).fill(UNKNOWN);
      grown.set(this.#table);
      this.#table = grown;
    }
    return state;
  }

  #reset(): void {
    this.#states = [];
    this.#numbers.clear();
    this.#table = new Int32Array(0);
    // The same steps are a different state once a match has begun.
    this.#added(this.#starts);
  }
}

function byteClasses(sets: readonly Uint8Array[]): { readonly classOf: Uint8Array; readonly members: number[] } {
  const classOf = new Uint8Array(256);
  const members: number[] = [];
  const numbers = new Map<string, number>();
  for (let byte = 0; byte < 256; byte++) {
    const key = sets.map((set) => set[byte]).join('');
    let number = numbers.get(key);
    if (number === undefined) {
      number = members.push(byte) - 1;
      numbers.set(key, number);
    }
    classOf[byte] = number;
  }
  return { classOf, members };
}
