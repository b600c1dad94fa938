import type { Budget } from '../budget.ts';
import type { Loss } from '../nested-blob.ts';
import type { RandomAccess } from '../random-access.ts';
import type { RarEntry } from './entry.ts';
import { Rar3Unpacker } from './unpack3.ts';
import { Rar5Unpacker } from './unpack5.ts';
import type { RarUnpacker } from './unpacker.ts';

/** The source of a member's bytes. */
export interface MemberBytes {
  /** The next bytes, never empty; undefined at the end. */
  next(): Buffer | undefined;
  /** What was lost, once the end is reached. */
  readonly loss: Loss | undefined;
}

/** Work charged for restarting a member. */
const BEGIN = 16 * 1024;

const REFUSED: MemberBytes = {
  next: () => undefined,
  loss: { reason: 'too-expanded', detail: 'the members before it were not unpacked once more' },
};

/** Members that may copy from earlier ones: they are unpacked in order, each whenever requested. */
export class SolidRun {
  readonly #access: RandomAccess;
  readonly #budget: Budget;
  #entries: RarEntry[] = [];
  #unpacker: RarUnpacker | undefined;
  /** Number of members that the unpacker has begun. */
  #begun = 0;

  constructor(access: RandomAccess, budget: Budget) {
    this.#access = access;
    this.#budget = budget;
  }

  /** Adds the next member. The function returned begins to unpack it. */
  add(entry: RarEntry): () => MemberBytes {
    if (!entry.isSolid) {
      this.#entries = [];
      this.#begun = 0;
    }
    const entries = this.#entries;
    const index = entries.push(entry) - 1;
    return () => this.#open(entries, index);
  }

  #open(entries: readonly RarEntry[], index: number): MemberBytes {
    const isAgain = this.#begun > index;
    if (isAgain) this.#begun = 0;
    const unpacker = this.#unpackerOf(entries);
    for (; this.#begun <= index; this.#begun++) {
      if (!this.#passOver(unpacker, isAgain) || (isAgain && !this.#budget.work(BEGIN))) return REFUSED;
      unpacker.open(entries[this.#begun] as RarEntry);
    }
    return unpacker;
  }

  #unpackerOf([first]: readonly RarEntry[]): RarUnpacker {
    if (this.#unpacker === undefined || this.#begun === 0)
      this.#unpacker =
        first?.method === 'rar3'
          ? new Rar3Unpacker(this.#access, this.#budget)
          : new Rar5Unpacker(this.#access, this.#budget);
    return this.#unpacker;
  }

  /** Unpacks the rest of a member. Repeated unpacking is charged: a small archive might require it endlessly. */
  #passOver(unpacker: RarUnpacker, isCharged: boolean): boolean {
    for (let chunk = unpacker.next(); chunk !== undefined; chunk = unpacker.next())
      if (isCharged && !this.#budget.work(chunk.length)) return false;
    return true;
  }
}
