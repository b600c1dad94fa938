import { newProbabilities, RangeDecoder, startAnew } from './range-decoder.ts';
import type { HistoryWindow } from '../history-window.ts';

const STATES = 12;
/** Shortest match. */
const SHORTEST = 2;
/** States below this one follow a literal. */
const AFTER_LITERAL = 7;
/** Number of probabilities for the bits of a literal. */
const LITERALS = 0x300;
const LENGTH_SLOTS = 4;
const END_POSITION_MODEL = 14;
const ALIGN_BITS = 4;
/** Distances below this one are coded only with probabilities. */
const FULL_DISTANCES = 128;
const END_MARK = 0xffffffff;
/** Maximum number of input bytes per symbol. */
export const LONGEST_SYMBOL = 24;

/** Length codes: a choice of three ranges, two of which depend on the position. */
class LengthDecoder {
  readonly #choice: Uint16Array = newProbabilities(2);
  readonly #low: Uint16Array = newProbabilities(16 << 3);
  readonly #middle: Uint16Array = newProbabilities(16 << 3);
  readonly #high: Uint16Array = newProbabilities(256);

  reset(): void {
    for (const each of [this.#choice, this.#low, this.#middle, this.#high]) startAnew(each);
  }

  read(range: RangeDecoder, position: number): number {
    if (range.bit(this.#choice, 0) === 0) return range.tree(this.#low, position << 3, 3);
    if (range.bit(this.#choice, 1) === 0) return 8 + range.tree(this.#middle, position << 3, 3);
    return 16 + range.tree(this.#high, 0, 8);
  }
}

/** Everything that a state reset clears. */
class State {
  readonly isMatch: Uint16Array = newProbabilities(STATES << 4);
  readonly isRepeat: Uint16Array = newProbabilities(STATES);
  readonly isRepeat0: Uint16Array = newProbabilities(STATES);
  readonly isRepeat1: Uint16Array = newProbabilities(STATES);
  readonly isRepeat2: Uint16Array = newProbabilities(STATES);
  readonly isLongRepeat: Uint16Array = newProbabilities(STATES << 4);
  readonly slots: Uint16Array = newProbabilities(LENGTH_SLOTS << 6);
  readonly positions: Uint16Array = newProbabilities(FULL_DISTANCES + 1);
  readonly align: Uint16Array = newProbabilities(1 << ALIGN_BITS);
  readonly lengths: LengthDecoder = new LengthDecoder();
  readonly repeatLengths: LengthDecoder = new LengthDecoder();
  /** Probabilities of literals by context, created on first use: there may be 4096 of them. */
  literals: (Uint16Array | undefined)[] = [];
  /** The last four distances, the latest first, less 1. */
  readonly distances: [number, number, number, number] = [0, 0, 0, 0];
  number = 0;

  /** Resets the state in the same memory: data may request that every few bytes. */
  reset(): void {
    for (const each of this.#all) startAnew(each);
    this.lengths.reset();
    this.repeatLengths.reset();
    this.literals = [];
    this.distances.fill(0);
    this.number = 0;
  }

  get #all(): readonly Uint16Array[] {
    const { isMatch, isRepeat, isRepeat0, isRepeat1, isRepeat2, isLongRepeat, slots, positions, align } = this;
    return [isMatch, isRepeat, isRepeat0, isRepeat1, isRepeat2, isLongRepeat, slots, positions, align];
  }
}

/** Why a decoder stopped. */
export type LzmaStop = 'more' | 'end' | 'broken';

/** Decodes LZMA symbols (LZMA specification by Igor Pavlov) into a window. */
export class LzmaDecoder {
  readonly range: RangeDecoder = new RangeDecoder();
  readonly #window: HistoryWindow;
  readonly #state: State = new State();
  #literalContext = 0;
  #literalPosition = 0;
  #position = 0;
  /** Bytes of a match for which there has been no room yet. */
  #pending = 0;

  constructor(window: HistoryWindow) {
    this.#window = window;
  }

  /** Sets the properties byte and resets the state; false if no encoder writes it. */
  setProperties(byte: number): boolean {
    if (byte >= 9 * 5 * 5) return false;
    this.#literalContext = byte % 9;
    this.#literalPosition = Math.floor(byte / 9) % 5;
    this.#position = Math.floor(byte / 45);
    if (this.#literalContext + this.#literalPosition > 12) return false;
    this.resetState();
    return true;
  }

  resetState(): void {
    this.#state.reset();
    this.#pending = 0;
  }

  /**
   * Decodes until `most` bytes were written or input from `inputEnd` on would be needed.
   *
   * @param most at most the room in the window
   */
  decode(most: number, inputEnd: number): { readonly stop: LzmaStop; readonly written: number } {
    let left = most - this.#copyPending(most);
    while (left > 0 && this.range.at < inputEnd) {
      const { number } = this.#state;
      const position = this.#window.total & ((1 << this.#position) - 1);
      if (this.range.bit(this.#state.isMatch, (number << 4) + position) === 0) {
        this.#literal();
        left--;
        continue;
      }
      const length = this.#match(position);
      if (length <= 0) return { stop: length === 0 ? 'end' : 'broken', written: most - left };
      if (!this.#window.reaches(this.#state.distances[0] + 1)) return { stop: 'broken', written: most - left };
      this.#pending = length;
      left -= this.#copyPending(left);
    }
    return { stop: 'more', written: most - left };
  }

  #copyPending(room: number): number {
    const count = Math.min(room, this.#pending);
    if (count > 0) this.#window.copy(this.#state.distances[0] + 1, count);
    this.#pending -= count;
    return count;
  }

  #literal(): void {
    const state = this.#state;
    const window = this.#window;
    const before = window.total > 0 ? window.back(1) : 0;
    const low = window.total & ((1 << this.#literalPosition) - 1);
    const context = (low << this.#literalContext) + (before >> (8 - this.#literalContext));
    const literals = (state.literals[context] ??= newProbabilities(LITERALS));
    let symbol = 1;
    if (state.number >= AFTER_LITERAL) {
      let matched = window.back(state.distances[0] + 1);
      while (symbol < 0x100) {
        const expected = (matched >> 7) & 1;
        matched <<= 1;
        const bit = this.range.bit(literals, ((1 + expected) << 8) + symbol);
        symbol = (symbol << 1) | bit;
        if (bit !== expected) break;
      }
    }
    while (symbol < 0x100) symbol = (symbol << 1) | this.range.bit(literals, symbol);
    window.write(symbol & 0xff);
    state.number = state.number < 4 ? 0 : state.number < 10 ? state.number - 3 : state.number - 6;
  }

  /** Length of the next match, whose distance becomes the latest; 0 for the end mark, -1 if it is impossible. */
  #match(position: number): number {
    const state = this.#state;
    if (this.range.bit(state.isRepeat, state.number) === 1) return this.#repeat(position);
    const length = state.lengths.read(this.range, position);
    state.number = state.number < AFTER_LITERAL ? 7 : 10;
    const distance = this.#distance(length);
    if (distance === END_MARK) return 0;
    state.distances.copyWithin(1, 0, 3);
    state.distances[0] = distance;
    return length + SHORTEST;
  }

  #repeat(position: number): number {
    const state = this.#state;
    if (this.#window.total === 0) return -1;
    const { number } = state;
    if (this.range.bit(state.isRepeat0, number) === 0) {
      if (this.range.bit(state.isLongRepeat, (number << 4) + position) === 0) {
        state.number = number < AFTER_LITERAL ? 9 : 11;
        return 1;
      }
    } else this.#useEarlier(number);
    const length = state.repeatLengths.read(this.range, position);
    state.number = number < AFTER_LITERAL ? 8 : 11;
    return length + SHORTEST;
  }

  /** Makes one of the three earlier distances the latest. */
  #useEarlier(number: number): void {
    const { distances, isRepeat1, isRepeat2 } = this.#state;
    let index = 1;
    if (this.range.bit(isRepeat1, number) === 1) index = 2 + this.range.bit(isRepeat2, number);
    const distance = distances[index] ?? 0;
    distances.copyWithin(1, 0, index);
    distances[0] = distance;
  }

  #distance(length: number): number {
    const { slots, positions, align } = this.#state;
    const lengthSlot = Math.min(length, LENGTH_SLOTS - 1);
    const slot = this.range.tree(slots, lengthSlot << 6, 6);
    if (slot < 4) return slot;
    const directBits = (slot >> 1) - 1;
    const base = (2 | (slot & 1)) * 2 ** directBits;
    if (slot < END_POSITION_MODEL) return base + this.range.reverseTree(positions, base - slot, directBits);
    const high = this.range.direct(directBits - ALIGN_BITS) * 2 ** ALIGN_BITS;
    return base + high + this.range.reverseTree(align, 0, ALIGN_BITS);
  }
}
