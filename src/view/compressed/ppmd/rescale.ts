import { ONLY, type PpmdContexts, STATE } from './contexts.ts';
import { sizeIndex } from './memory.ts';

/** Frequency at which all frequencies of a context are halved. */
export const LARGEST_FREQUENCY = 124;

/**
 * Halves the frequencies of a context and sorts its symbols; those left with zero are dropped.
 *
 * @param adder rounds each frequency up: 1 if a shorter context was used
 * @returns the new position of the last symbol
 */
export function rescale(
  contexts: PpmdContexts,
  context: number,
  { found, adder }: { readonly found: number; readonly adder: number },
): number {
  const first = contexts.symbols(context);
  contexts.moveTo(found, first);
  let escape = contexts.sum(context) - contexts.frequency(first);
  contexts.setFrequency(first, (contexts.frequency(first) + 4 + adder) >> 1);
  let sum = contexts.frequency(first);
  const end = first + contexts.count(context) * STATE;
  for (let state = first + STATE; state < end; state += STATE) {
    escape -= contexts.frequency(state);
    const frequency = (contexts.frequency(state) + adder) >> 1;
    contexts.setFrequency(state, frequency);
    sum += frequency;
    let to = state;
    while (to > first && frequency > contexts.frequency(to - STATE)) to -= STATE;
    contexts.moveTo(state, to);
  }
  let gone = 0;
  while (contexts.frequency(end - (gone + 1) * STATE) === 0) gone++;
  escape += gone;
  if (gone > 0 && dropLast(contexts, context, { gone, escape })) return context + ONLY;
  contexts.setSum(context, sum + escape - (escape >> 1));
  return contexts.symbols(context);
}

/** Drops the last symbols. @returns whether only one is left, which is then stored in the context itself */
function dropLast(
  contexts: PpmdContexts,
  context: number,
  { gone, escape }: { readonly gone: number; readonly escape: number },
): boolean {
  const first = contexts.symbols(context);
  const before = contexts.count(context);
  const left = before - gone;
  contexts.setCount(context, left);
  const units = (before + 1) >> 1;
  if (left > 1) {
    const wanted = (left + 1) >> 1;
    if (wanted !== units) contexts.setSymbols(context, contexts.shrink(first, units, wanted));
    return false;
  }
  let frequency = contexts.frequency(first);
  let rest = escape;
  do {
    frequency -= frequency >> 1;
    rest >>= 1;
  } while (rest > 1);
  // The free block begins at the position of the symbol.
  const held = contexts.bytes.slice(first, first + STATE);
  contexts.release(first, sizeIndex(units));
  contexts.bytes.set(held, context + ONLY);
  contexts.setFrequency(context + ONLY, frequency);
  return true;
}
