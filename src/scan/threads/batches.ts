import { portedBlob } from '../../source/file-blob.ts';
import type { PortableFile, SourceEvent } from '../../types.ts';
import type { BatchItem } from './messages.ts';

/** Maximum size of a batch that is not a single large file, in bytes. */
const BATCH_BYTES = 4 * 1024 * 1024;
const BATCH_ITEMS = 256;
/** Cost of opening and classifying a file, as a number of bytes to scan. */
const FILE_BYTES = 16 * 1024;

/** Work for another thread, or a blob that only this thread can open. */
export type Batch =
  | { readonly kind: 'portable'; readonly items: readonly BatchItem[]; readonly bytes: number }
  | { readonly kind: 'local'; readonly event: SourceEvent };

/** Approximate cost of an event, as a number of bytes to scan. */
export function costOf(event: SourceEvent): number {
  return event.kind === 'blob' ? FILE_BYTES + (event.blob.portable?.size ?? 0) : FILE_BYTES / 4;
}

/**
 * Puts the events of a source into batches, keeping their order.
 *
 * @param isPlain false for a path that contains a value: it is reported once for all files below, so one thread gets
 * them all
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

/** The event that a batch item represents, for this thread or another. */
export function eventOf(item: BatchItem): SourceEvent {
  return item.kind === 'file' ? { kind: 'blob', blob: portedBlob(item.path, item.file) } : item;
}

function isForAnyThread(event: SourceEvent): boolean {
  return event.kind !== 'blob' || event.blob.portable !== undefined;
}

/** The names an event reports; one that was deliberately excluded has none. */
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
