import { bugPlace } from '../../errors.ts';
import { OutputGuard } from '../../report/guard.ts';
import { BlobScanner } from '../blob-scan.ts';
import type { ScanContext } from '../context.ts';
import { mapNames, NameCleaner } from '../result-names.ts';
import { listUnread, take } from '../take.ts';
import { eventOf } from './batches.ts';
import type { BatchItem, Reply, Request } from './messages.ts';

/** What is answered; an interruption is not. */
export type Question = Exclude<Request, { kind: 'interrupt' }>;

/** What one thread does of a run: scans batches, and answers for the values that it has matched. They stay with it. */
export class BatchScanner {
  readonly #context: ScanContext;
  readonly #scanner: BlobScanner;
  readonly #cleaner: NameCleaner = new NameCleaner();
  /** Values that the cleaner knows already. */
  #known = 0;

  /** @param context of this thread's batches alone: what its collector gathers is posted and forgotten, but the values */
  constructor(context: ScanContext) {
    this.#context = context;
    this.#scanner = new BlobScanner(context);
  }

  /** Answers one request. Never throws: a bug is told by its class and place in the code. */
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

  /** Scans what it can and lists the rest. */
  async #scan(items: readonly BatchItem[]): Promise<void> {
    let running = true;
    for (const item of items) {
      const event = eventOf(item);
      running &&= await take(event, this.#scanner, this.#context.signal);
      if (!running) listUnread(event, this.#scanner);
    }
  }
}
