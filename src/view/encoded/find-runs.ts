import { runFinderFor, type Runs, type RunTables } from '../../engine/run-finder.ts';
import { warming } from '../../engine/web-assembly.ts';
import type { Span } from '../../types.ts';
import { ALPHABET_MARKS, BASE32_VALUES, BASE64_VALUES, HEX_VALUES } from '../byte-class.ts';
import { SIGNATURE_PAIRS } from '../carve/signatures.ts';
import { FIRST_PAIRS } from '../container-kind.ts';
import { LOOK_AHEAD } from '../decoded-view.ts';
import { STARTS_OF_DATA, TEXT_CLASSES } from './worth.ts';

/** Tables that distinguish runs that may be worth decoding. */
export const RUN_TABLES: RunTables = {
  text: TEXT_CLASSES,
  base64: BASE64_VALUES,
  hex: HEX_VALUES,
  base32: BASE32_VALUES,
  marks: ALPHABET_MARKS,
  starts: STARTS_OF_DATA,
  heads: FIRST_PAIRS,
  magics: SIGNATURE_PAIRS,
};
const finderFor = warming((plain) => runFinderFor(RUN_TABLES, plain));

/** Finds the runs of base64, hexadecimal and base32 digits that may be worth decoding. */
export function findRuns(bytes: Buffer): Runs {
  return finderFor(bytes.length).find(bytes);
}

/**
 * The runs of `list` (alternating starts and ends) that start inside `range`. One that begins earlier belongs to the previous window,
 * unless it is too long to lie completely in that one. `next` takes the position up to which the caller has read.
 */
export function* runsIn(list: readonly number[], range: Span): Generator<Span, undefined, number> {
  let done = 0;
  for (let i = 0; i < list.length; i += 2) {
    const end = list[i + 1] ?? 0;
    let start = Math.max(done, list[i] ?? 0);
    if (end <= start) continue;
    if (start < range.start && end - start > LOOK_AHEAD) start = range.start;
    if (start >= range.end) return undefined;
    if (start >= range.start) done = Math.max(end, yield { start, end });
  }
  return undefined;
}
