import { PpmdMemory } from './memory.ts';

/** Fields of a context: number of its symbols, sum of their frequencies, their address, the next shorter context. */
const SUM = 2;
const SYMBOLS = 4;
const SHORTER = 8;
/** Position of the only symbol of a context: in place of the two middle fields. */
export const ONLY = 2;
/** Bytes of a symbol: its byte, its frequency, and the next context, or a position in the text if there is no context yet. */
export const STATE = 6;
const FREQUENCY = 1;
const FOLLOWING = 2;

/** The contexts of a PPMd model and their symbols, by address in memory. */
export class PpmdContexts extends PpmdMemory {
  /** Number of symbols that follow a context. */
  count(context: number): number {
    return this.short(context);
  }

  setCount(context: number, count: number): void {
    this.setShort(context, count);
  }

  /** Sum of the frequencies of symbols and escape, in a context with several symbols. */
  sum(context: number): number {
    return this.short(context + SUM);
  }

  setSum(context: number, sum: number): void {
    this.setShort(context + SUM, sum);
  }

  addToSum(context: number, value: number): void {
    this.setSum(context, this.sum(context) + value);
  }

  /** The first symbol of a context with several symbols. */
  symbols(context: number): number {
    return this.long(context + SYMBOLS);
  }

  setSymbols(context: number, at: number): void {
    this.setLong(context + SYMBOLS, at);
  }

  /** The next shorter context; 0 if there is none. */
  shorter(context: number): number {
    return this.long(context + SHORTER);
  }

  setShorter(context: number, at: number): void {
    this.setLong(context + SHORTER, at);
  }

  /** The symbol of a context for this byte, which must exist. */
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

  /** Swaps a symbol with the one before it. */
  swap(state: number): void {
    this.moveTo(state, state - STATE);
  }

  /** Moves a symbol forward; those in between move back. */
  moveTo(state: number, to: number): void {
    const [first, second, third] = [this.short(state), this.short(state + 2), this.short(state + 4)];
    for (let at = state; at > to; at -= STATE) this.copyState(at - STATE, at);
    this.setShort(to, first);
    this.setShort(to + 2, second);
    this.setShort(to + 4, third);
  }
}
