import { LONGEST_KEYWORD, type PrefilterTables, SHORTEST_KEYWORD } from './prefilter-tables.ts';
import type { Prefilter } from './prefilter.ts';
import { ReferencePrefilter } from './reference.ts';
import { tablesFor } from './stored-tables.ts';
import { WasmPrefilter } from './wasm-prefilter.ts';

/**
 * The fastest prefilter that this machine and these keywords allow; all of them return the same hits.
 *
 * @param tables of the keywords, if built earlier
 */
export function prefilterFor(keywords: () => readonly string[], tables?: PrefilterTables): Prefilter {
  if (tables === undefined && !keywords().every(hasRoom)) return new ReferencePrefilter(keywords());
  try {
    return new WasmPrefilter(tables ?? tablesFor(keywords()));
  } catch (error) {
    // WebAssembly is missing, or has no SIMD.
    if (error instanceof RangeError) throw error;
    return new ReferencePrefilter(keywords());
  }
}

function hasRoom({ length }: string): boolean {
  return length >= SHORTEST_KEYWORD && length <= LONGEST_KEYWORD;
}
