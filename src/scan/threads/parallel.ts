import type { RuleInfo, SourceEvent } from '../../types.ts';
import type { BlobScanner } from '../blob-scan.ts';
import type { CollectorState } from '../collector.ts';
import type { ScanContext } from '../context.ts';
import { listUnread, take } from '../take.ts';
import { type Batch, batchesOf, costOf, eventOf } from './batches.ts';
import type { BatchItem } from './messages.ts';
import type { Lost, WorkerPool } from './pool.ts';

/** Amount of work (as bytes to scan) below which threads cost more than they save: starting one takes some 80 ms of CPU time. */
const WORTH = 48 * 1024 * 1024;
/** Maximum number of batches scanned ahead of a slow one; their results wait in memory. */
const AHEAD = 64;

/** Lists files ahead until it is clear whether threads are worth it. The returned events are those already listed, then the rest. */
export async function lookAhead(
  events: AsyncIterable<SourceEvent>,
): Promise<{ worth: boolean; events: AsyncGenerator<SourceEvent> }> {
  const iterator = events[Symbol.asyncIterator]();
  const listed: SourceEvent[] = [];
  let cost = 0;
  let largest = 0;
  let next = await iterator.next();
  for (; next.done !== true; next = await iterator.next()) {
    listed.push(next.value);
    const own = costOf(next.value);
    cost += own;
    largest = Math.max(largest, own);
    // One large file is one thread's work, whatever else there is.
    if (cost >= WORTH && cost - largest >= WORTH / 4) break;
  }
  return { worth: next.done !== true, events: chained(listed, iterator) };
}

async function* chained(listed: SourceEvent[], rest: AsyncIterator<SourceEvent>): AsyncGenerator<SourceEvent> {
  yield* listed.splice(0);
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

interface ParallelRun {
  readonly pool: WorkerPool;
  /** This thread's own scanner, for what no other thread can scan. */
  readonly scanner: BlobScanner;
  readonly context: ScanContext;
  readonly ruleOf: (id: string) => RuleInfo | undefined;
}

/** Has the pool scan all events. The collector receives results in the order of the events. */
export async function scanInThreads(events: AsyncIterable<SourceEvent>, run: ParallelRun): Promise<void> {
  const { pool, scanner, context } = run;
  const { signal } = context;
  const results = new Results(run);
  const interrupt = (): void => pool.interrupt();
  signal?.addEventListener('abort', interrupt);
  try {
    for await (const batch of batchesOf(events, (path) => context.names.of(path) === path)) {
      if (batch.kind === 'portable' && !isAborted(signal)) {
        await pool.free();
        await results.room();
        if (!isAborted(signal)) {
          results.expect(batch.items, batch.bytes, pool.scan(batch.items));
          continue;
        }
      }
      await results.all();
      for (const event of eventsOf(batch)) {
        if (!(await take(event, scanner, signal))) listUnread(event, scanner);
      }
    }
    await results.all();
  } finally {
    signal?.removeEventListener('abort', interrupt);
  }
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted ?? false;
}

function eventsOf(batch: Batch): SourceEvent[] {
  if (batch.kind === 'local') return [batch.event];
  return batch.items.map(eventOf);
}

interface Outcome {
  readonly items: readonly BatchItem[];
  readonly bytes: number;
  /** Undefined while the batch is being scanned. */
  state?: CollectorState | Lost;
}

/** Passes the results of batches to the collector in the order in which they were sent. */
class Results {
  readonly #run: ParallelRun;
  readonly #queue: Outcome[] = [];
  #scanned: Promise<void>[] = [];
  #failure: { readonly error: unknown } | undefined;
  #progressed: (() => void) | undefined;
  #blobs = 0;
  #bytes = 0;

  constructor(run: ParallelRun) {
    this.#run = run;
  }

  /** Registers a batch that is being scanned. */
  expect(items: readonly BatchItem[], bytes: number, scanned: Promise<CollectorState | Lost>): void {
    const outcome: Outcome = { items, bytes };
    this.#queue.push(outcome);
    const settled = scanned.then(
      (state) => {
        outcome.state = state;
        this.#drain();
      },
      (error: unknown) => {
        this.#failure ??= { error };
        this.#progressed?.();
      },
    );
    this.#scanned.push(settled);
  }

  /** Waits until not too many batches are waiting for an earlier one. */
  async room(): Promise<void> {
    this.#throwFailure();
    while (this.#queue.length >= AHEAD) {
      await new Promise<void>((resolve) => (this.#progressed = resolve));
      this.#throwFailure();
    }
  }

  /** Waits for all batches. */
  async all(): Promise<void> {
    await Promise.all(this.#scanned);
    this.#scanned = [];
    this.#throwFailure();
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  #drain(): void {
    for (let first = this.#queue[0]; first?.state !== undefined; first = this.#queue[0]) {
      this.#queue.shift();
      if ('kind' in first.state) this.#lose(first.items, first.state);
      else this.#append(first.state, first.bytes);
    }
    this.#progressed?.();
  }

  #append(state: CollectorState, bytes: number): void {
    const { collector, onProgress } = this.#run.context;
    collector.append(state, this.#run.ruleOf);
    this.#blobs += state.surfaces.reduce((sum, [, { files }]) => sum + files, 0);
    this.#bytes += bytes;
    onProgress?.({ blobs: this.#blobs, bytes: this.#bytes, findings: collector.findingCount });
  }

  /** Lists a batch without a result: its worker ended while scanning it. */
  #lose(items: readonly BatchItem[], { reason }: Lost): void {
    const { scanner } = this.#run;
    for (const item of items) {
      if (item.kind === 'skip') listUnread(item, scanner);
      else {
        const detail = `the thread that was to scan it ended before its time (${reason})`;
        scanner.skip({ path: item.path, view: [], reason: 'interrupted', detail }, undefined);
      }
    }
  }
}
