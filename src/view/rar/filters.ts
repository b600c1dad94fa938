import type { Budget } from '../budget.ts';
import { BadRarData } from './code-table.ts';

/** A transformation that was applied to part of the data to make it more compressible. */
export interface Filter {
  readonly kind: 'delta' | 'e8' | 'e8e9' | 'arm';
  /** First byte, from the start of the member. */
  readonly start: number;
  readonly length: number;
  /** Number of interleaved channels, for `delta`. */
  readonly channels: number;
  /** Whether positions in programs are counted modulo 16 MiB, as in RAR 5. */
  readonly wraps: boolean;
}

/** Maximum size of a filter (technical note of RAR 5), and maximum number of pending filters. */
const LONGEST = 4 * 1024 * 1024;
const MOST_WAITING = 8192;
/** Work charged for a filter, in addition to its bytes. */
const FILTER = 256;
/** Size of the address space in which program addresses are converted. */
const PROGRAM = 0x1000000;

function undoDelta(bytes: Buffer, channels: number): Buffer {
  const into = Buffer.allocUnsafe(bytes.length);
  let from = 0;
  for (let channel = 0; channel < channels; channel++) {
    let last = 0;
    for (let at = channel; at < bytes.length; at += channels) into[at] = last = (last - (bytes[from++] ?? 0)) & 0xff;
  }
  return into;
}

/** Calls of x86 programs, and jumps if `withJumps`: an absolute address becomes a relative one. */
function undoX86(bytes: Buffer, { start, kind, wraps }: Filter): Buffer {
  const withJumps = kind === 'e8e9';
  const into = Buffer.from(bytes);
  for (let at = 0; at + 4 < into.length;) {
    const code = into[at++];
    if (code !== 0xe8 && !(withJumps && code === 0xe9)) continue;
    const offset = wraps ? (at + start) % PROGRAM : at + start;
    const address = into.readInt32LE(at);
    if (address < 0) {
      if (address + offset >= 0) into.writeInt32LE((address + PROGRAM) | 0, at);
    } else if (address < PROGRAM) into.writeInt32LE((address - offset) | 0, at);
    at += 4;
  }
  return into;
}

/** Branch-with-link instructions of ARM programs. */
function undoArm(bytes: Buffer, start: number): Buffer {
  const into = Buffer.from(bytes);
  for (let at = 0; at + 3 < into.length; at += 4) {
    if (into[at + 3] !== 0xeb) continue;
    into.writeUIntLE((into.readUIntLE(at, 3) - ((start + at) >>> 2)) & 0xffffff, at, 3);
  }
  return into;
}

function undo(bytes: Buffer, filter: Filter): Buffer {
  if (filter.kind === 'delta') return undoDelta(bytes, filter.channels);
  return filter.kind === 'arm' ? undoArm(bytes, filter.start) : undoX86(bytes, filter);
}

/** Holds back unpacked bytes that a filter applies to until all of them are there. */
export class FilteredOutput {
  #filters: Filter[] = [];
  #waiting: Buffer = Buffer.alloc(0);
  /** Start of the waiting bytes in the member. */
  #start = 0;

  /** Whether there was an unsupported filter: its bytes stay as they were packed. */
  isPartly = false;
  /** The same for filters that would have cost more than the budget allows: thousands may apply to the same bytes. */
  isUnpaid = false;
  readonly #budget: Budget;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** Starts over for another member. */
  reset(): void {
    this.isPartly = this.isUnpaid = false;
    this.#filters = [];
    this.#waiting = Buffer.alloc(0);
    this.#start = 0;
  }

  /** Adds a filter. Filters come in order, each before its bytes. Throws {@link BadRarData}. */
  add(filter: Filter): void {
    if (filter.length > LONGEST || this.#filters.length >= MOST_WAITING) throw new BadRarData();
    this.#filters.push(filter);
  }

  /** Takes the next unpacked bytes; gives those that are finished. */
  push(bytes: Buffer): Buffer {
    if (this.#filters.length === 0 && this.#waiting.length === 0) {
      this.#start += bytes.length;
      return bytes;
    }
    this.#waiting = this.#waiting.length === 0 ? bytes : Buffer.concat([this.#waiting, bytes]);
    const given: Buffer[] = [];
    while (this.#waiting.length > 0 && this.#giveNext(given));
    return given.length === 1 ? (given[0] as Buffer) : Buffer.concat(given);
  }

  /** The bytes still held back at the end of the data. */
  rest(): Buffer {
    const bytes = this.#waiting;
    this.#filters = [];
    this.#waiting = Buffer.alloc(0);
    return bytes;
  }

  /** Gives the bytes before the next filter's, or those of that filter. @returns false if it has to wait */
  #giveNext(given: Buffer[]): boolean {
    const [filter] = this.#filters;
    const ahead = filter === undefined ? this.#waiting.length : filter.start - this.#start;
    if (ahead > 0) {
      given.push(this.#take(Math.min(ahead, this.#waiting.length)));
      return true;
    }
    if (filter === undefined || filter.length > this.#waiting.length) return false;
    this.#filters.shift();
    // No packer writes a filter that begins before bytes already given.
    if (ahead < 0) return true;
    const bytes = this.#take(filter.length);
    const [next] = this.#filters;
    this.isUnpaid ||= !this.#budget.work(FILTER + bytes.length);
    if (this.isUnpaid) return given.push(bytes) > 0;
    const filtered = undo(bytes, filter);
    if (next?.start === filter.start && next.length === filter.length) this.#putBack(filtered);
    else given.push(filtered);
    return true;
  }

  #take(length: number): Buffer {
    const bytes = this.#waiting.subarray(0, length);
    this.#waiting = this.#waiting.subarray(length);
    this.#start += length;
    return bytes;
  }

  /** Another filter applies to the same bytes. */
  #putBack(bytes: Buffer): void {
    this.#waiting = Buffer.concat([bytes, this.#waiting]);
    this.#start -= bytes.length;
  }
}
