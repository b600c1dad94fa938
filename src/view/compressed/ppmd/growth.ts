import { ONLY, type PpmdContexts, STATE } from './contexts.ts';
import { sizeIndex } from './memory.ts';
import { LARGEST_FREQUENCY } from './rescale.ts';

/** Frequency of a symbol in longer contexts, from that in this one. */
export function firstFrequency(contexts: PpmdContexts, context: number, symbol: number): number {
  const state = contexts.stateOf(context, symbol);
  if (contexts.count(context) === 1) return contexts.frequency(state);
  const own = contexts.frequency(state) - 1;
  const others = contexts.sum(context) - contexts.count(context) - own;
  if (2 * own <= others) return 1 + (5 * own > others ? 1 : 0);
  return 1 + Math.floor((2 * own + 3 * others - 1) / (2 * others));
}

/** A symbol that longer contexts learn. */
interface Learned {
  readonly symbol: number;
  /** The context it leads to. */
  readonly successor: number;
  /** Frequency of the escape when a context gets its second symbol. */
  readonly firstEscape: number;
}

/**
 * Adds a symbol to all contexts from the longest one down to the one that knew it.
 *
 * @param known that context, and the symbol's frequency in it
 * @returns false if there is no memory left
 */
export function addToLonger(
  contexts: PpmdContexts,
  longest: number,
  known: { readonly context: number; readonly frequency: number },
  { symbol, successor, firstEscape }: Learned,
): boolean {
  const count = contexts.count(known.context);
  const others = contexts.sum(known.context) - count - (known.frequency - 1);
  for (let context = longest; context !== known.context; context = contexts.shorter(context)) {
    const own = contexts.count(context);
    const hasRoom =
      own === 1 ? makeMany(contexts, context, firstEscape + (count > 3 ? 1 : 0)) : makeRoom(contexts, context, count);
    if (!hasRoom) return false;
    const sum = contexts.sum(context);
    const weight = 2 * known.frequency * (sum + 6);
    const whole = others + sum;
    const isRare = weight < 6 * whole;
    const frequency = isRare
      ? 1 + Number(weight > whole) + Number(weight >= 4 * whole)
      : 4 + Number(weight >= 9 * whole) + Number(weight >= 12 * whole) + Number(weight >= 15 * whole);
    contexts.setSum(context, sum + (isRare ? 3 : frequency));
    const state = contexts.symbols(context) + own * STATE;
    contexts.setFollowing(state, successor);
    contexts.setSymbol(state, symbol);
    contexts.setFrequency(state, frequency);
    contexts.setCount(context, own + 1);
  }
  return true;
}

/** Moves the only symbol of a context to memory with room for two. */
function makeMany(contexts: PpmdContexts, context: number, escape: number): boolean {
  const state = contexts.allocate(0);
  if (state === 0) return false;
  contexts.copyState(context + ONLY, state);
  const before = contexts.frequency(state);
  const frequency = before < LARGEST_FREQUENCY / 4 - 1 ? before * 2 : LARGEST_FREQUENCY - 4;
  contexts.setFrequency(state, frequency);
  contexts.setSymbols(context, state);
  contexts.setSum(context, frequency + escape);
  return true;
}

/** Makes room for one more symbol. @param count symbols of the context that knew it */
function makeRoom(contexts: PpmdContexts, context: number, count: number): boolean {
  const own = contexts.count(context);
  const units = own >> 1;
  const index = sizeIndex(units);
  if ((own & 1) === 0 && index !== sizeIndex(units + 1)) {
    const into = contexts.allocate(index + 1);
    if (into === 0) return false;
    const from = contexts.symbols(context);
    contexts.bytes.copyWithin(into, from, from + own * STATE);
    contexts.release(from, index);
    contexts.setSymbols(context, into);
  }
  const sum = contexts.sum(context);
  const isSmall = 4 * own <= count && sum <= 8 * own;
  contexts.setSum(context, sum + (2 * own < count ? 1 : 0) + (isSmall ? 2 : 0));
  return true;
}
