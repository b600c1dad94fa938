import { PpmdMemory } from './memory.ts';

/** Fields of a context: how many symbols follow it, their frequencies in sum, where they stand, the context of a byte less. */
const SUM = 2;
const SYMBOLS = 4;
const SHORTER = 8;
/** Where the symbol of a context stands that has but one: in place of the two fields in the middle. */
export const ONLY = 2;
/** Bytes of a symbol: its byte, its frequency, and the context that follows, or a place in the text where none is made yet. */
export const STATE = 6;
const FREQUENCY = 1;
const FOLLOWING = 2;

/** The contexts of a PPMd model and the symbols that follow them, by their places in memory. */
export class PpmdContexts extends PpmdMemory {
  /** How many symbols follow a context. */
  count(context: number): number {
    return this.short(context);
  }

  setCount(context: number, count: number): void {
    this.setShort(context, count);
  }

  /** Frequencies of the symbols of a context that has several, and of its escape. */
  sum(context: number): number {
    return this.short(context + SUM);
  }

  setSum(context: number, sum: number): void {
    this.setShort(context + SUM, sum);
  }

  addToSum(context: number, value: number): void {
    this.setSum(context, this.sum(context) + value);
  }

  /** The first symbol of a context that has several. */
  symbols(context: number): number {
    return this.long(context + SYMBOLS);
  }

  setSymbols(context: number, at: number): void {
    this.setLong(context + SYMBOLS, at);
  }

  /** The context that is a byte shorter; 0 for none. */
  shorter(context: number): number {
    return this.long(context + SHORTER);
  }

  setShorter(context: number, at: number): void {
    this.setLong(context + SHORTER, at);
  }

  /** The symbol of a context that is this byte, which it must have. */
  stateOf(context: number, symbol: number): number {
    if (this.count(context) === 1) return context + ONLY;
    let state = this.symbols(context);
    while (this.symbol(state) !== symbol) state += STATE;
    return state;
  }

  symbol(state: number): number {
    return this.bytes[state] as number;
  }

  setSymbol(state: number, symbol: number): void {
    this.bytes[state] = symbol;
  }

  frequency(state: number): number {
    return this.bytes[state + FREQUENCY] as number;
  }

  setFrequency(state: number, frequency: number): void {
    this.bytes[state + FREQUENCY] = frequency;
  }

  following(state: number): number {
    return (this.short(state + FOLLOWING) | (this.short(state + FOLLOWING + 2) << 16)) >>> 0;
  }

  setFollowing(state: number, to: number): void {
    this.setShort(state + FOLLOWING, to & 0xffff);
    this.setShort(state + FOLLOWING + 2, to >>> 16);
  }

  copyState(from: number, to: number): void {
    this.setShort(to, this.short(from));
    this.setShort(to + 2, this.short(from + 2));
    this.setShort(to + 4, this.short(from + 4));
  }

  /** Lets a symbol change places with the one in front of it. */
  swap(state: number): void {
    this.moveTo(state, state - STATE);
  }

  /** Moves a symbol forward; those between move back. */
  moveTo(state: number, to: number): void {
    const [first, second, third] = [this.short(state), this.short(state + 2), this.short(state + 4)];
    for (let at = state; at > to; at -= STATE) this.copyState(at - STATE, at);
    this.setShort(to, first);
    this.setShort(to + 2, second);
    this.setShort(to + 4, third);
  }
}
