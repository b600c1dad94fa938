/**
 * Finds where keywords begin. An implementation keeps no bytes between calls of `begin` and loses no hits: when `out` is full, the next
 * call of `next` continues from there.
 */
export interface Prefilter {
  /** Starts on `bytes`: keywords that begin in `[from, to)` are reported; bytes after `to` complete those that begin before it. */
  begin(bytes: Uint8Array, from: number, to: number): void;
  /**
   * Fills `out` with pairs (offset of the keyword's first byte, keyword number), in this order, and returns the number of pairs; 0 if there
   * are no more. `out` holds at least one pair.
   */
  next(out: Uint32Array): number;
}
