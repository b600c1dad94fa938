import type { SourceEvent } from '../types.ts';
import type { BlobScanner } from './blob-scan.ts';

/** Processes one event of a source. Returns false if the run was interrupted before the event was finished. */
export async function take(
  event: SourceEvent,
  scanner: BlobScanner,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  if (signal?.aborted) return false;
  if (event.kind !== 'blob') {
    takeUnopened(event, scanner);
    return true;
  }
  try {
    await scanner.scan(event.blob, event.before);
    return true;
  } catch (error) {
    if (signal?.aborted) return false;
    throw error;
  }
}

/** Lists what an interrupted run did not reach, without opening any of it. */
export function listUnread(event: SourceEvent, scanner: BlobScanner): void {
  if (event.kind !== 'blob') {
    takeUnopened(event, scanner);
    return;
  }
  const { path, view } = event.blob;
  scanner.skip(
    { path, view, reason: 'interrupted', detail: 'the run was ended before its end was reached' },
    undefined,
  );
}

function takeUnopened(event: Exclude<SourceEvent, { kind: 'blob' }>, scanner: BlobScanner): void {
  if (event.kind === 'name') scanner.name(event.name);
  else if (event.inScope) {
    scanner.name(event.skip);
    scanner.skip(event.skip, undefined);
  } else scanner.exclude(event.skip);
}
