import type { Span } from '../types.ts';

/** A span of a text that another text does not have, and the span that the other one has in its place. */
export interface Change extends Span {
  readonly otherStart: number;
  readonly otherEnd: number;
}

/** Merges changes that are at most `apart` bytes from each other; each result has the index of its first change. */
export function* together(changes: readonly Change[], apart: number): Generator<Change & { readonly first: number }> {
  let open: (Change & { readonly first: number }) | undefined;
  for (const [index, change] of changes.entries()) {
    if (open !== undefined && change.start - open.end <= apart) {
      open = { ...open, end: change.end, otherEnd: change.otherEnd };
      continue;
    }
    if (open !== undefined) yield open;
    open = { ...change, first: index };
  }
  if (open !== undefined) yield open;
}

/** Changes from index `first` on. */
export interface Group {
  readonly changes: readonly Change[];
  readonly first: number;
}

/** Whether one of the changes overlaps or touches the span between two offsets. */
export function liesNear({ changes, first }: Group, from: number, to: number): boolean {
  let low = first;
  let high = changes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((changes[middle]?.end ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return (changes[low]?.start ?? Infinity) <= to;
}
