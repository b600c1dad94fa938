import { Worker } from 'node:worker_threads';
import { bugPlace, ScanError } from '../../errors.ts';
import { Collector, type CollectorState } from '../collector.ts';
import type { ScanContext } from '../context.ts';
import type { RunPlan } from '../run-context.ts';
import { BatchScanner } from './batch-scanner.ts';
import type { BatchItem, Reply, Request, WorkerStart } from './messages.ts';
import { workerFile } from './worker-file.ts';

/** A worker that ended before it answered, and the reason in a word. */
export interface Lost {
  readonly kind: 'lost';
  readonly reason: string;
}

/** Maximum number of batches for a worker: one that it scans, and one so that it need not wait for the next. */
const IN_HAND = 2;
/** Size of the young generation of a worker's heap, in MB: V8's own limit is no faster here and costs memory for each thread. */
const YOUNG_MB = 6;

type Numbered = Request extends infer R ? (R extends { readonly id: number } ? Omit<R, 'id'> : never) : never;

/** A batch in which a thread matched values, which stay with it. */
interface Matched {
  readonly items: readonly BatchItem[];
  readonly count: number;
}

/** A scanning thread, as the pool sees it. */
interface Member {
  readonly matched: Matched[];
  /** Maximum number of batches it may have at a time. */
  readonly room: number;
  readonly inHand: number;
  readonly ended: boolean;
  /** Never rejects. */
  ask(request: Numbered): Promise<Reply | Lost>;
  interrupt(): void;
  terminate(): Promise<void>;
}

/** A worker thread and the requests that it has not answered yet. */
class ScanWorker implements Member {
  readonly room = IN_HAND;
  readonly matched: Matched[] = [];
  readonly #worker: Worker;
  readonly #waiting = new Map<number, (reply: Reply | Lost) => void>();
  #next = 0;
  #ended = false;

  constructor(start: WorkerStart) {
    this.#worker = new Worker(workerFile(), {
      workerData: start,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    this.#worker.on('message', (reply: Reply) => this.#settle(reply.id, reply));
    this.#worker.on('error', (error: Error & { readonly code?: string }) => this.#fail(error));
    this.#worker.on('exit', () => this.#end({ kind: 'lost', reason: 'ended' }));
    this.#worker.unref();
  }

  get ended(): boolean {
    return this.#ended;
  }

  get inHand(): number {
    return this.#waiting.size;
  }

  ask(request: Numbered): Promise<Reply | Lost> {
    return new Promise((resolve) => {
      if (this.#ended) {
        resolve({ kind: 'lost', reason: 'ended' });
        return;
      }
      const id = this.#next++;
      this.#waiting.set(id, resolve);
      // Only a worker that owes an answer keeps the process alive.
      this.#worker.ref();
      this.#worker.postMessage({ ...request, id });
    });
  }

  interrupt(): void {
    this.#worker.postMessage({ kind: 'interrupt' } satisfies Request);
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }

  #settle(id: number, reply: Reply | Lost): void {
    const resolve = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) this.#worker.unref();
    resolve?.(reply);
  }

  /** Evidence can make a worker run out of memory; any other error that it does not catch is a bug. */
  #fail(error: Error & { readonly code?: string }): void {
    if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') this.#end({ kind: 'lost', reason: 'out of memory' });
    else this.#end({ kind: 'failed', id: 0, ...bugPlace(error) });
  }

  #end(reply: Reply | Lost): void {
    this.#ended = true;
    for (const id of this.#waiting.keys()) this.#settle(id, reply);
  }
}

/** The pool's own thread: it would otherwise wait for the others, and starting one more costs more than scanning itself. */
class OwnThread implements Member {
  readonly room = 1;
  readonly matched: Matched[] = [];
  readonly ended = false;
  readonly #scanner: BatchScanner;
  inHand = 0;

  constructor(context: ScanContext) {
    this.#scanner = new BatchScanner({ ...context, collector: new Collector(), onProgress: undefined });
  }

  async ask(request: Numbered): Promise<Reply> {
    this.inHand++;
    try {
      return await this.#scanner.answer({ ...request, id: 0 });
    } finally {
      this.inHand--;
    }
  }

  /** Its context already has the run's own signal. */
  interrupt(): void {}

  async terminate(): Promise<void> {}
}

/** Threads of one run: this one, and workers that are started when the others are busy. */
export class WorkerPool {
  readonly #plan: RunPlan;
  readonly #size: number;
  readonly #own: Member | undefined;
  readonly #workers: Member[] = [];
  #freed: (() => void) | undefined;

  /**
   * @param size maximum number of workers at a time
   * @param own context of this thread, which then scans alongside the workers; absent if they do all the scanning
   */
  constructor(plan: RunPlan, size: number, own?: ScanContext) {
    this.#plan = plan;
    this.#size = size;
    this.#own = own && new OwnThread(own);
  }

  /** Waits until a thread can take a batch. */
  async free(): Promise<void> {
    while (this.#next() === undefined) await new Promise<void>((resolve) => (this.#freed = resolve));
  }

  /** Has a thread scan a batch. Returns the result, or why it is lost. Rethrows a bug, without its message. */
  async scan(items: readonly BatchItem[]): Promise<CollectorState | Lost> {
    try {
      return await this.#scanBy(this.#next() ?? this.#start(), items);
    } finally {
      this.#freed?.();
    }
  }

  async #scanBy(member: Member, items: readonly BatchItem[]): Promise<CollectorState | Lost> {
    const reply = await member.ask({ kind: 'batch', items });
    if (reply.kind === 'failed') throw bugOf(reply);
    if (reply.kind === 'lost') return reply;
    if (reply.kind !== 'scanned') return { kind: 'lost', reason: 'no answer' };
    const count = matchesOf(reply.state);
    if (count > 0) member.matched.push({ items, count });
    return reply.state;
  }

  /** A thread that ended took its values with it: the batches in which it matched any are scanned again, only for them. */
  async #recover(): Promise<void> {
    for (const gone of this.#workers.filter(({ ended }) => ended)) {
      for (let batch = gone.matched.pop(); batch !== undefined; batch = gone.matched.pop()) {
        const again = await this.#scanBy(this.#own ?? this.#start(), batch.items);
        if ('reason' in again || matchesOf(again) < batch.count) throw notAnswered();
      }
    }
  }

  /** Ends the current batches early. */
  interrupt(): void {
    for (const worker of this.#live()) worker.interrupt();
  }

  /**
   * Whether a text contains a value that a batch's thread matched.
   *
   * @throws {ScanError} `would-leak` if a thread has ended and its matches cannot be recovered
   */
  holds(text: string, vocabulary: readonly string[]): Promise<boolean> {
    return this.#answered(async () => {
      const replies = await Promise.all(this.#live().map((worker) => worker.ask({ kind: 'check', text, vocabulary })));
      const answers = replies.map(answerOf);
      return answers.includes(undefined)
        ? undefined
        : answers.some((reply) => reply?.kind === 'checked' && reply.holds);
    });
  }

  /** The names without the values that the batches' threads matched. Throws as `holds` does. */
  clean(names: readonly string[]): Promise<readonly string[]> {
    return this.#answered(async () => {
      let cleaned = names;
      for (const worker of this.#live()) {
        const reply = answerOf(await worker.ask({ kind: 'names', names: cleaned }));
        if (reply === undefined) return undefined;
        if (reply.kind === 'cleaned') cleaned = reply.names;
      }
      return cleaned;
    });
  }

  /** Ends all threads. */
  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  /** Asks again if a thread ended before it answered: the values that it took with it are matched anew. */
  async #answered<T>(ask: () => Promise<T | undefined>): Promise<T> {
    for (;;) {
      await this.#recover();
      const answer = await ask();
      if (answer !== undefined) return answer;
    }
  }

  #live(): Member[] {
    const workers = this.#workers.filter(({ ended }) => !ended);
    return this.#own === undefined ? workers : [...workers, this.#own];
  }

  /** The thread for the next batch: an idle worker, else a new one, else the least busy; undefined if all are busy. */
  #next(): Member | undefined {
    const live = this.#live();
    const workers = live.filter((member) => member !== this.#own);
    const idle = workers.find(({ inHand }) => inHand === 0);
    if (idle !== undefined) return idle;
    if (workers.length < this.#size) return this.#start();
    return live.filter(({ inHand, room }) => inHand < room).sort((a, b) => a.inHand - b.inHand)[0];
  }

  #start(): Member {
    const worker = new ScanWorker({ plan: this.#plan });
    this.#workers.push(worker);
    return worker;
  }
}

/** Undefined if the thread ended before it answered. */
function answerOf(reply: Reply | Lost): Reply | undefined {
  if (reply.kind === 'failed') throw bugOf(reply);
  return reply.kind === 'lost' ? undefined : reply;
}

function bugOf({ name, frames }: Extract<Reply, { kind: 'failed' }>): Error {
  const error = new Error('a worker thread failed');
  error.name = name;
  error.stack = [`${name}: ${error.message}`, ...frames].join('\n');
  return error;
}

function matchesOf({ findings, allowed }: CollectorState): number {
  return findings.length + allowed.length;
}

function notAnswered(): ScanError {
  return new ScanError(
    'would-leak',
    'Cannot write the report: a thread ended that had matched values, and what it scanned cannot be read again to look for them',
  );
}
