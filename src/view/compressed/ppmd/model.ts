import type { PpmdCoder } from './coder.ts';
import { Estimates, highBits } from './estimates.ts';
import { ONLY, PpmdContexts, STATE } from './contexts.ts';
import { addToLonger, firstFrequency } from './growth.ts';
import { sizeIndex } from './memory.ts';
import { LARGEST_FREQUENCY, rescale } from './rescale.ts';

/** Thrown if data is not valid output of a packer with this model. */
export class BadPpmd extends Error {}

const NONE = -1;

/** A model of what follows the last bytes of a text (PPMd variant H of D. Shkarin; Ppmd7 of the LZMA SDK). */
export class PpmdModel {
  readonly #memory: PpmdContexts;
  readonly #estimates = new Estimates();
  readonly #order: number;
  readonly #masked = new Uint8Array(256);
  readonly #unmasked = new Uint32Array(256);
  /** The current context, and the longest one used. */
  #context = 0;
  #longest = 0;
  /** The last symbol. */
  #found = 0;
  #orderFall = 0;
  #runLength = 0;
  #firstRun = 0;
  #wasRight = 0;
  #firstEscape = 0;
  #highBits = 0;

  /**
   * @param order maximum number of bytes in a context, 2 to 64
   * @param memory in bytes, at least 2 KiB
   */
  constructor(order: number, memory: number) {
    this.#order = order;
    this.#memory = new PpmdContexts(memory);
    this.#restart();
  }

  /** The next byte; undefined at the end mark. Throws {@link BadPpmd}, and whatever the coder throws. */
  next(coder: PpmdCoder): number | undefined {
    const symbol = this.#memory.count(this.#context) === 1 ? this.#nextOfOne(coder) : this.#nextOfMany(coder);
    if (symbol !== NONE) return symbol;
    this.#masked.fill(0);
    for (;;) {
      this.#mask();
      const count = this.#memory.count(this.#context);
      do {
        this.#orderFall++;
        const shorter = this.#memory.shorter(this.#context);
        if (shorter === 0) return undefined;
        this.#context = shorter;
      } while (this.#memory.count(this.#context) === count);
      const found = this.#nextUnmasked(coder, count);
      if (found !== NONE) return found;
    }
  }

  #restart(): void {
    const memory = this.#memory;
    memory.restart();
    this.#estimates.restart();
    this.#orderFall = this.#order;
    this.#firstRun = -Math.min(this.#order, 12) - 1;
    this.#runLength = this.#firstRun;
    this.#wasRight = 0;
    this.#context = this.#longest = memory.allocateContext();
    this.#found = memory.allocate(sizeIndex(128));
    memory.setCount(this.#context, 256);
    memory.setSum(this.#context, 257);
    memory.setSymbols(this.#context, this.#found);
    memory.setShorter(this.#context, 0);
    for (let symbol = 0; symbol < 256; symbol++) {
      const state = this.#found + symbol * STATE;
      memory.setSymbol(state, symbol);
      this.#memory.setFrequency(state, 1);
      this.#memory.setFollowing(state, 0);
    }
  }

  #nextOfOne(coder: PpmdCoder): number {
    const state = this.#context + ONLY;
    this.#highBits = highBits(this.#memory.symbol(this.#found));
    const flags =
      this.#wasRight + this.#highBits + 2 * highBits(this.#memory.symbol(state)) + ((this.#runLength >> 26) & 0x20);
    const shorter = this.#memory.count(this.#memory.shorter(this.#context));
    const at = this.#estimates.binaryAt(this.#memory.frequency(state), shorter, flags);
    if (coder.isBehind(this.#estimates.binary(at))) {
      this.#firstEscape = this.#estimates.refute(at);
      this.#wasRight = 0;
      return NONE;
    }
    this.#estimates.confirm(at);
    this.#found = state;
    const symbol = this.#memory.symbol(state);
    const frequency = this.#memory.frequency(state);
    if (frequency < 128) this.#memory.setFrequency(state, frequency + 1);
    this.#wasRight = 1;
    this.#runLength++;
    this.#goOn();
    return symbol;
  }

  #nextOfMany(coder: PpmdCoder): number {
    const sum = this.#memory.sum(this.#context);
    const place = coder.threshold(sum);
    const first = this.#memory.symbols(this.#context);
    const end = first + this.#memory.count(this.#context) * STATE;
    let reached = 0;
    for (let state = first; state < end; state += STATE) {
      const frequency = this.#memory.frequency(state);
      reached += frequency;
      if (reached <= place) continue;
      coder.take(reached - frequency, frequency);
      this.#found = state;
      const symbol = this.#memory.symbol(state);
      if (state === first) this.#raiseFirst();
      else this.#raise();
      return symbol;
    }
    this.#wasRight = 0;
    if (place >= sum) throw new BadPpmd();
    this.#highBits = highBits(this.#memory.symbol(this.#found));
    coder.take(reached, sum - reached);
    return NONE;
  }

  /** Counts the first symbol of a context. */
  #raiseFirst(): void {
    const frequency = this.#memory.frequency(this.#found);
    this.#wasRight = 2 * frequency > this.#memory.sum(this.#context) ? 1 : 0;
    this.#runLength += this.#wasRight;
    this.#memory.addToSum(this.#context, 4);
    this.#memory.setFrequency(this.#found, frequency + 4);
    if (frequency + 4 > LARGEST_FREQUENCY) this.#rescale();
    this.#goOn();
  }

  /** Counts another symbol of a context, and moves it forward if it is more frequent than the one before it. */
  #raise(): void {
    this.#wasRight = 0;
    const frequency = this.#memory.frequency(this.#found) + 4;
    this.#memory.setFrequency(this.#found, frequency);
    this.#memory.addToSum(this.#context, 4);
    if (frequency > this.#memory.frequency(this.#found - STATE)) {
      this.#memory.swap(this.#found);
      this.#found -= STATE;
      if (frequency > LARGEST_FREQUENCY) this.#rescale();
    }
    this.#goOn();
  }

  /** Marks the symbols of the context as excluded. */
  #mask(): void {
    const count = this.#memory.count(this.#context);
    const first = count === 1 ? this.#context + ONLY : this.#memory.symbols(this.#context);
    for (let index = 0; index < count; index++) this.#masked[this.#memory.symbol(first + index * STATE)] = 1;
  }

  #nextUnmasked(coder: PpmdCoder, masked: number): number {
    const known = this.#listUnmasked();
    const estimate = this.#escapeEstimate(masked);
    const total = known + (estimate === NONE ? 1 : this.#estimates.escape(estimate));
    const place = coder.threshold(total);
    if (place >= total) throw new BadPpmd();
    if (place >= known) {
      coder.take(known, total - known);
      if (estimate !== NONE) this.#estimates.add(estimate, total);
      return NONE;
    }
    for (let index = 0, reached = 0; ; index++) {
      const state = this.#unmasked[index] as number;
      const frequency = this.#memory.frequency(state);
      reached += frequency;
      if (reached <= place) continue;
      coder.take(reached - frequency, frequency);
      if (estimate !== NONE) this.#estimates.settle(estimate);
      this.#found = state;
      return this.#afterEscape();
    }
  }

  /** Lists the symbols of the context that may still come. @returns the sum of their frequencies */
  #listUnmasked(): number {
    const { bytes } = this.#memory;
    const masked = this.#masked;
    const list = this.#unmasked;
    const first = this.#memory.symbols(this.#context);
    const end = first + this.#memory.count(this.#context) * STATE;
    let known = 0;
    let count = 0;
    for (let state = first; state < end; state += STATE) {
      if (masked[bytes[state] as number] !== 0) continue;
      known += bytes[state + 1] as number;
      list[count++] = state;
    }
    return known;
  }

  #escapeEstimate(masked: number): number {
    const count = this.#memory.count(this.#context);
    if (count === 256) return NONE;
    const unmasked = count - masked;
    const shorter = this.#memory.count(this.#memory.shorter(this.#context));
    const column =
      (unmasked < shorter - count ? 1 : 0) +
      (this.#memory.sum(this.#context) < 11 * count ? 2 : 0) +
      (masked > unmasked ? 4 : 0);
    return this.#estimates.escapeAt(unmasked, column + this.#highBits);
  }

  #afterEscape(): number {
    const symbol = this.#memory.symbol(this.#found);
    this.#memory.addToSum(this.#context, 4);
    const frequency = this.#memory.frequency(this.#found) + 4;
    this.#memory.setFrequency(this.#found, frequency);
    if (frequency > LARGEST_FREQUENCY) this.#rescale();
    this.#runLength = this.#firstRun;
    this.#update();
    return symbol;
  }

  /** Continues with the next context. */
  #goOn(): void {
    const following = this.#memory.following(this.#found);
    if (this.#orderFall === 0 && following > this.#memory.text) this.#context = this.#longest = following;
    else this.#update();
  }

  #rescale(): void {
    this.#found = rescale(this.#memory, this.#context, { found: this.#found, adder: this.#orderFall === 0 ? 0 : 1 });
  }

  /** Learns the symbol in all contexts that did not know it. */
  #update(): void {
    const memory = this.#memory;
    const symbol = this.#memory.symbol(this.#found);
    const following = this.#memory.following(this.#found);
    this.#raiseInShorter(symbol);
    if (this.#orderFall === 0) {
      const made = this.#makeFollowing(true);
      if (made === 0) return this.#restart();
      this.#context = this.#longest = made;
      this.#memory.setFollowing(this.#found, made);
      return;
    }
    memory.bytes[memory.text++] = symbol;
    if (memory.text >= memory.unitsStart) return this.#restart();
    const next = this.#nextContext(following);
    if (next === undefined) return this.#restart();
    if (!this.#learn(symbol, next.successor)) return this.#restart();
    this.#context = this.#longest = next.context;
  }

  /** The context with which the model continues, and the one that learned symbols lead to; undefined if memory runs out. */
  #nextContext(following: number): { readonly context: number; readonly successor: number } | undefined {
    const memory = this.#memory;
    const successor = memory.text;
    if (following === 0) {
      this.#memory.setFollowing(this.#found, successor);
      return { context: this.#context, successor };
    }
    const context = following <= successor ? this.#makeFollowing(false) : following;
    if (context === 0) return undefined;
    if (--this.#orderFall > 0) return { context, successor };
    if (this.#longest !== this.#context) memory.text--;
    return { context, successor: context };
  }

  #raiseInShorter(symbol: number): void {
    const shorter = this.#memory.shorter(this.#context);
    if (this.#memory.frequency(this.#found) >= LARGEST_FREQUENCY / 4 || shorter === 0) return;
    let state = this.#memory.stateOf(shorter, symbol);
    if (this.#memory.count(shorter) === 1) {
      if (this.#memory.frequency(state) < 32) this.#memory.setFrequency(state, this.#memory.frequency(state) + 1);
      return;
    }
    const isFirst = state === this.#memory.symbols(shorter);
    if (!isFirst && this.#memory.frequency(state) >= this.#memory.frequency(state - STATE)) {
      this.#memory.swap(state);
      state -= STATE;
    }
    if (this.#memory.frequency(state) >= LARGEST_FREQUENCY - 9) return;
    this.#memory.setFrequency(state, this.#memory.frequency(state) + 2);
    this.#memory.addToSum(shorter, 2);
  }

  /**
   * Creates the contexts after the symbol for this context and shorter ones; gives the longest. 0 if memory runs out.
   *
   * @param isKnown whether the symbol of this context already has one
   */
  #makeFollowing(isKnown: boolean): number {
    const memory = this.#memory;
    const symbol = this.#memory.symbol(this.#found);
    const branch = this.#memory.following(this.#found);
    const states: number[] = isKnown ? [] : [this.#found];
    let context = this.#context;
    for (let shorter = memory.shorter(context); shorter !== 0; shorter = memory.shorter(context)) {
      context = shorter;
      const state = this.#memory.stateOf(context, symbol);
      const following = this.#memory.following(state);
      if (following !== branch) {
        context = following;
        if (states.length === 0) return context;
        break;
      }
      states.push(state);
    }
    const next = memory.bytes[branch] as number;
    const frequency = firstFrequency(memory, context, next);
    for (let state = states.pop(); state !== undefined; state = states.pop()) {
      const made = memory.allocateContext();
      if (made === 0) return 0;
      memory.setCount(made, 1);
      memory.setSymbol(made + ONLY, next);
      this.#memory.setFrequency(made + ONLY, frequency);
      this.#memory.setFollowing(made + ONLY, branch + 1);
      memory.setShorter(made, context);
      this.#memory.setFollowing(state, made);
      context = made;
    }
    return context;
  }

  /** Adds the symbol to the contexts tried before the one that knew it. @returns false if memory runs out */
  #learn(symbol: number, successor: number): boolean {
    const known = { context: this.#context, frequency: this.#memory.frequency(this.#found) };
    return addToLonger(this.#memory, this.#longest, known, { symbol, successor, firstEscape: this.#firstEscape });
  }
}
