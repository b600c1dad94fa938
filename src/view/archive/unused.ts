import type { Blob, SourceEvent, Span } from '../../types.ts';
import type { Budget } from '../budget.ts';
import { unusedStep } from '../nested-blob.ts';
import { memberAt, type RandomAccess } from '../random-access.ts';

/** Shorter parts are looked at as they are. */
export const LEAST_UNUSED = 40;

/** What of an archive's bytes up to `end` lies in none of the spans that are accounted for. */
export function* unusedBetween(
  container: { readonly blob: Blob; readonly access: RandomAccess; readonly budget: Budget },
  kind: string,
  known: readonly Span[],
  end: number,
): Generator<SourceEvent> {
  let reached = 0;
  for (const span of [...known, { start: end, end }].toSorted((a, b) => a.start - b.start)) {
    const gap = { start: reached, end: Math.min(end, span.start) };
    if (gap.end - gap.start >= LEAST_UNUSED) yield memberAt(container, unusedStep(kind), gap);
    reached = Math.max(reached, span.end);
  }
}
