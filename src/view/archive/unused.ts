import type { Blob, SourceEvent, Span } from '../../types.ts';
import type { Budget } from '../budget.ts';
import { lossOf, skipOf, unusedStep } from '../nested-blob.ts';
import { memberAt, restAt, type RandomAccess } from '../random-access.ts';

/** An archive that is read at any place. */
export interface Archive {
  readonly blob: Blob;
  readonly access: RandomAccess;
  readonly budget: Budget;
}

/** Shorter parts are looked at as they are. */
export const LEAST_UNUSED = 40;

/** What of an archive's bytes up to `end` lies in none of the spans that are accounted for. */
export function* unusedBetween(
  archive: Archive,
  kind: string,
  known: readonly Span[],
  end: number = archive.access.size,
): Generator<SourceEvent> {
  let reached = 0;
  for (const span of [...known, { start: end, end }].toSorted((a, b) => a.start - b.start)) {
    const gap = { start: reached, end: Math.min(end, span.start) };
    if (gap.end - gap.start >= LEAST_UNUSED) yield memberAt(archive, unusedStep(kind), gap);
    reached = Math.max(reached, span.end);
  }
}

/** The loss that an error in front of all members means, and where it is damage, what of the archive stands behind its first bytes. */
export function* unreadAfter(error: unknown, archive: Archive, kind: string, start: number): Generator<SourceEvent> {
  const loss = lossOf(error);
  yield skipOf(archive.blob, loss);
  if (loss.reason === 'corrupt' || loss.reason === 'truncated')
    yield* restAt(archive, kind, { start, end: archive.access.size });
}
