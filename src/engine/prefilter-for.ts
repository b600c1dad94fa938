import type { Prefilter } from './prefilter.ts';
import { ReferencePrefilter } from './reference.ts';
import { WasmPrefilter } from './wasm-prefilter.ts';

/** The fastest prefilter that this machine and these keywords allow; all of them give the same hits. */
export function prefilterFor(keywords: readonly string[]): Prefilter {
  const { shortest, longest } = WasmPrefilter;
  if (keywords.some(({ length }) => length < shortest || length > longest)) return new ReferencePrefilter(keywords);
  try {
    return new WasmPrefilter(keywords);
  } catch (error) {
    // No WebAssembly at all, or none with SIMD.
    if (error instanceof RangeError) throw error;
    return new ReferencePrefilter(keywords);
  }
}
