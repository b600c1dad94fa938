import { bugPlace } from '../../errors.ts';
import { OutputGuard } from '../../report/guard.ts';
import { BlobScanner } from '../blob-scan.ts';
import type { ScanContext } from '../context.ts';
import { mapNames, NameCleaner } from '../result-names.ts';
import { listUnread, take } from '../take.ts';
import { eventOf } from './batches.ts';
import type { BatchItem, Reply, Request } from './messages.ts';

/** Requests that are answered; an interruption is not. */
export type Question = Exclude<Request, { kind: 'interrupt' }>;

/** The part of one thread in a run: scans batches, and answers questions about the values it matched, which never leave it. */
export class BatchScanner {
  readonly #context: ScanContext;
  readonly #scanner: BlobScanner;
  readonly #cleaner: NameCleaner = new NameCleaner();
  /** Number of values that the cleaner already knows. */
  #known = 0;

  /** @param context only of this thread's batches: what its collector gathers, except values, is posted and forgotten */
  constructor(context: ScanContext) {
    this.#context = context;
    this.#scanner = new BlobScanner(context);
  }

  /** Answers one request. Never throws: a bug is reported by its class and place in the code. */
  async answer(request: Question): Promise<Reply> {
    try {
      return await this.#answer(request);
    } catch (error) {
      return { kind: 'failed', id: request.id, ...bugPlace(error) };
    }
  }

  async #answer(request: Question): Promise<Reply> {
    const { secrets } = this.#context.collector;
    const { id } = request;
    switch (request.kind) {
      case 'batch':
        await this.#scan(request.items);
        return { kind: 'scanned', id, state: mapNames(this.#context.collector.take(), this.#clean()) };
      case 'check':
        return {
          kind: 'checked',
          id,
          holds: new OutputGuard(secrets, undefined, request.vocabulary).check(request.text),
        };
      case 'names':
        return { kind: 'cleaned', id, names: request.names.map(this.#clean()) };
    }
  }

  #clean(): (name: string) => string {
    const { secrets } = this.#context.collector;
    this.#cleaner.add(secrets.slice(this.#known));
    this.#known = secrets.length;
    return (name) => this.#cleaner.clean(name);
  }

  /** Scans as much as it can and lists the rest. */
  async #scan(items: readonly BatchItem[]): Promise<void> {
    let running = true;
    for (const item of items) {
      const event = eventOf(item);
      running &&= await take(event, this.#scanner, this.#context.signal);
      if (!running) listUnread(event, this.#scanner);
    }
  }
}
