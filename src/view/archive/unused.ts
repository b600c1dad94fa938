import type { Blob, SourceEvent, Span } from '../../types.ts';
import type { Budget } from '../budget.ts';
import { lossOf, skipOf, unusedStep } from '../nested-blob.ts';
import { memberAt, restAt, type RandomAccess } from '../random-access.ts';

/** An archive with random access. */
export interface Archive {
  readonly blob: Blob;
  readonly access: RandomAccess;
  readonly budget: Budget;
}

/** Shorter gaps are only scanned raw. */
export const LEAST_UNUSED = 40;

/** The parts of an archive's bytes up to `end` that lie in none of the given spans. */
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

/** The loss for an error before the first member and, if it is damage, the rest of the archive after its first bytes. */
export function* unreadAfter(error: unknown, archive: Archive, kind: string, start: number): Generator<SourceEvent> {
  const loss = lossOf(error);
  yield skipOf(archive.blob, loss);
  if (loss.reason === 'corrupt' || loss.reason === 'truncated')
    yield* restAt(archive, kind, { start, end: archive.access.size });
}
