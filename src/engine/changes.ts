import type { Span } from '../types.ts';

/** A span of a text that another text has not, and what the other one has in its place. */
export interface Change extends Span {
  readonly otherStart: number;
  readonly otherEnd: number;
}

/** Changes that are at most `apart` bytes from each other as one, with the number of the first of them. */
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

/** Changes from number `first` on. */
export interface Group {
  readonly changes: readonly Change[];
  readonly first: number;
}

/** Whether one of the changes lies between two places or touches them. */
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
