import type { Span } from '../../types.ts';
import { OutOfBits } from '../compressed/bit-reader.ts';
import { HistoryWindow } from '../compressed/history-window.ts';
import type { Budget } from '../budget.ts';
import type { Loss } from '../nested-blob.ts';
import type { RandomAccess } from '../random-access.ts';
import { BitStream } from './bit-stream.ts';
import { BadRarData, UnpaidRarData, UnreadRarData } from './code-table.ts';
import { FilteredOutput } from './filters.ts';

/** Largest window that is held. */
const LARGEST_WINDOW = 128 * 1024 * 1024;
/** Room for the maximum output of one symbol. */
const ONE_SYMBOL = 16 * 1024;
const UNPAID = 'unpacking RAR data costs more than the budget allows';

/** Work charged for reading a block's tables. */
export const TABLES: number = 4096;

/** Packed data of one member. */
export interface Packed {
  readonly span: Span;
  /** Unpacked size; undefined if the header does not contain it. */
  readonly size: number | undefined;
  /** Maximum distance of its matches, in bytes. */
  readonly window: number;
  /** Whether it uses the longer distance table of version 1 of the RAR 5 method. */
  readonly isLong: boolean;
  /** Whether it continues with the state that the previous member left. */
  readonly isSolid: boolean;
}

/** Unpacks the members of an archive one after the other. Everything before damage is given first. */
export abstract class RarUnpacker {
  protected window: HistoryWindow = new HistoryWindow(0);
  protected bits!: BitStream;
  protected readonly output: FilteredOutput;
  readonly #access: RandomAccess;
  readonly #budget: Budget;
  #isCapped = false;
  #hasWindow = false;
  /** Bytes that the window had given before this member. */
  #before = 0;
  #size: number | undefined;
  #isOver = true;
  #loss: Loss | undefined;

  constructor(access: RandomAccess, budget: Budget) {
    this.#access = access;
    this.#budget = budget;
    this.output = new FilteredOutput(budget);
  }

  /** Begins a member. */
  open(packed: Packed): void {
    const { span, size, window, isSolid } = packed;
    const goesOn = isSolid && this.#hasWindow;
    if (!goesOn) {
      this.window = new HistoryWindow(Math.min(window, LARGEST_WINDOW));
      this.#isCapped = window > LARGEST_WINDOW;
      this.#hasWindow = true;
    }
    this.bits = new BitStream(this.#access, span);
    this.output.reset();
    this.#before = this.window.total;
    this.#size = size;
    this.#isOver = false;
    this.#loss = undefined;
    this.begin(goesOn, packed);
  }

  /** Whether all of the member was given. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** What was lost of the member, once it was read to its end. */
  get loss(): Loss | undefined {
    if (this.#loss === undefined && this.output.isUnpaid) return { reason: 'too-expanded', detail: UNPAID };
    if (this.#loss !== undefined || !this.output.isPartly) return this.#loss;
    return { reason: 'unsupported-format', detail: 'a filter of pictures, sound or programs was not undone' };
  }

  /** The next unpacked bytes, never empty; undefined at the end. */
  next(): Buffer | undefined {
    while (!this.#isOver) {
      this.window.makeRoom(4 * ONE_SYMBOL);
      this.#isOver = this.#run();
      const given = this.output.push(this.window.take());
      const whole = this.#isOver ? Buffer.concat([given, this.output.rest()]) : given;
      if (whole.length > 0) return whole;
    }
    return undefined;
  }

  /** Bytes of this member unpacked so far. */
  protected get unpacked(): number {
    return this.window.total - this.#before;
  }

  /** Charges work that yields no bytes. Throws {@link UnpaidRarData}. */
  protected pay(work: number): void {
    if (!this.#budget.work(work)) throw new UnpaidRarData();
  }

  /** Copies bytes from `distance` back. Throws {@link BadRarData} and others if there are none. */
  protected copy(distance: number, length: number): void {
    if (!this.window.reaches(distance))
      throw this.#isCapped ? new UnreadRarData(`a dictionary of over ${LARGEST_WINDOW} bytes`) : new BadRarData();
    this.window.copy(distance, length);
  }

  /** @param goesOn whether the tables and distances of the previous member remain valid */
  protected abstract begin(goesOn: boolean, packed: Packed): void;

  /** Unpacks one symbol. @returns false at the end of the data */
  protected abstract step(): boolean;

  /** Unpacks while there is room. @returns whether the end was reached */
  #run(): boolean {
    try {
      while (this.window.room > ONE_SYMBOL) {
        // After the last byte, the data may contain state for the next member.
        if (this.unpacked > (this.#size ?? Infinity) || !this.step()) return this.#end();
      }
      return false;
    } catch (error) {
      if (!(error instanceof OutOfBits) || this.unpacked !== this.#size) this.#loss = this.#lossOf(error);
      return true;
    }
  }

  #end(): true {
    if (this.#size !== undefined && this.unpacked !== this.#size)
      this.#loss = { reason: 'corrupt', detail: `${this.unpacked} bytes where the header says ${this.#size}` };
    return true;
  }

  #lossOf(error: unknown): Loss {
    const place = `at byte ${this.bits.position >> 3} of the member`;
    if (error instanceof OutOfBits) return { reason: 'truncated', detail: `RAR data is cut ${place}` };
    if (error instanceof UnpaidRarData) return { reason: 'too-expanded', detail: `${UNPAID} ${place}` };
    if (error instanceof BadRarData) return { reason: 'corrupt', detail: `RAR data is broken ${place}` };
    if (!(error instanceof UnreadRarData)) throw error;
    return { reason: 'unsupported-format', detail: `RAR data needs ${error.message} ${place}` };
  }
}
