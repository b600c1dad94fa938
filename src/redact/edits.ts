import type { Span } from '../types.ts';

/** Bytes of a text and their replacement. */
export interface Edit extends Span {
  readonly replacement: Buffer;
}

/** Merges overlapping edits into one that covers them all, with the replacement of the first. Sorted by position. */
export function withoutOverlap<E extends Edit>(edits: readonly E[]): E[] {
  const merged: E[] = [];
  for (const edit of [...edits].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    if (last === undefined || edit.start >= last.end) merged.push(edit);
    else merged[merged.length - 1] = { ...last, end: Math.max(last.end, edit.end) };
  }
  return merged;
}

/** The bytes with every edit applied; edits are sorted and do not overlap. */
export function applied(bytes: Buffer, edits: readonly Edit[]): Buffer {
  const parts: Buffer[] = [];
  let at = 0;
  for (const { start, end, replacement } of edits) {
    parts.push(bytes.subarray(at, start), replacement);
    at = end;
  }
  return Buffer.concat([...parts, bytes.subarray(at)]);
}
