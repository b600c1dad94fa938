import { portedBlob } from '../../source/file-blob.ts';
import type { PortableFile, SourceEvent } from '../../types.ts';
import type { BatchItem } from './messages.ts';

/** Bytes of a batch that is not a single large file. */
const BATCH_BYTES = 4 * 1024 * 1024;
const BATCH_ITEMS = 256;
/** What opening and classifying a file costs, as bytes to scan. */
const FILE_BYTES = 16 * 1024;

/** Work for another thread, or a blob that only this one can open. */
export type Batch =
  | { readonly kind: 'portable'; readonly items: readonly BatchItem[]; readonly bytes: number }
  | { readonly kind: 'local'; readonly event: SourceEvent };

/** About what an event costs, as bytes to scan. */
export function costOf(event: SourceEvent): number {
  return event.kind === 'blob' ? FILE_BYTES + (event.blob.portable?.size ?? 0) : FILE_BYTES / 4;
}

/**
 * Puts the events of a source, in their order, into batches.
 *
 * @param isPlain false for a path in which a value stands: it is told once for all files below, so one thread has them all
 */
export async function* batchesOf(
  events: AsyncIterable<SourceEvent>,
  isPlain: (path: string) => boolean,
): AsyncGenerator<Batch> {
  let items: BatchItem[] = [];
  let cost = 0;
  let bytes = 0;
  const flush = function* (): Generator<Batch> {
    if (items.length > 0) yield { kind: 'portable', items, bytes };
    [items, cost, bytes] = [[], 0, 0];
  };
  for await (const event of events) {
    if (!isForAnyThread(event) || !namesIn(event).every(isPlain)) {
      yield* flush();
      yield { kind: 'local', event };
      continue;
    }
    if (event.kind === 'name') continue;
    const next = costOf(event);
    if (cost + next > BATCH_BYTES || items.length === BATCH_ITEMS) yield* flush();
    items.push(itemOf(event));
    cost += next;
    bytes += event.kind === 'blob' ? (event.blob.size ?? 0) : 0;
  }
  yield* flush();
}

/** The event that a batch's item stands for; this thread or another can take it. */
export function eventOf(item: BatchItem): SourceEvent {
  return item.kind === 'file' ? { kind: 'blob', blob: portedBlob(item.path, item.file) } : item;
}

function isForAnyThread(event: SourceEvent): boolean {
  return event.kind !== 'blob' || event.blob.portable !== undefined;
}

/** The names that an event stands for; what is left out by choice has none. */
function namesIn(event: SourceEvent): readonly string[] {
  if (event.kind === 'blob') return [event.blob.path];
  if (event.kind === 'skip') return event.inScope ? [event.skip.path] : [];
  return [event.name.path, event.name.target ?? ''];
}

function itemOf(event: Exclude<SourceEvent, { kind: 'name' }>): BatchItem {
  if (event.kind === 'skip') return event;
  const { path, portable } = event.blob;
  return { kind: 'file', path, file: portable as PortableFile };
}
