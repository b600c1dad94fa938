import { lossReason, systemReason } from '../errors.ts';
import type { Blob, ByteReader, Skip, SourceEvent, Span } from '../types.ts';
import type { Budget } from './budget.ts';

/** What was lost of a blob. */
export type Loss = Omit<Skip, 'path' | 'view'>;

/** Bytes of a container's member, pulled chunk by chunk. */
export interface ChunkSource {
  /** Undefined at the end. Throws `ScanError` if the container itself cannot be read any further. */
  next(): Promise<Buffer | undefined>;
  /** Frees resources and reports what was lost. `ended`: the last `next` gave undefined. */
  close(ended: boolean): Loss | undefined;
}

/** Charges a member's bytes to the budget, only once however often the member is read. */
export class Meter {
  readonly #budget: Budget;
  #charged = 0;
  #refused = false;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** Whether the budget refused to pay for this member. */
  get refused(): boolean {
    return this.#refused;
  }

  /** Charges bytes until `total` bytes of the member are paid for. */
  reach(total: number): boolean {
    if (total <= this.#charged) return true;
    this.#refused = !this.#budget.spend(total - this.#charged);
    if (!this.#refused) this.#charged = total;
    return !this.#refused;
  }
}

class ChunkReader implements ByteReader {
  readonly #source: ChunkSource;
  readonly #meter: Meter;
  #chunk: Buffer = Buffer.alloc(0);
  #delivered = 0;
  #ended = false;
  #stopped = false;

  constructor(source: ChunkSource, meter: Meter) {
    this.#source = source;
    this.#meter = meter;
  }

  async read(into: Uint8Array): Promise<number> {
    while (this.#chunk.length === 0) {
      if (this.#ended || this.#stopped) return 0;
      const chunk = await this.#source.next();
      this.#ended = chunk === undefined;
      if (chunk !== undefined) this.#accept(chunk);
    }
    const given = this.#chunk.copy(into);
    this.#chunk = this.#chunk.subarray(given);
    return given;
  }

  #accept(chunk: Buffer): void {
    this.#stopped = !this.#meter.reach(this.#delivered + chunk.length);
    if (this.#stopped) return;
    this.#chunk = chunk;
    this.#delivered += chunk.length;
  }

  close(): Loss | undefined {
    const loss = this.#source.close(this.#ended);
    if (!this.#stopped) return loss;
    return { reason: 'too-expanded', detail: `stopped after ${this.#delivered} bytes: more than the budget allows` };
  }
}

/** A reader over `source` that stops when the budget refuses. */
export function chunkReader(source: ChunkSource, meter: Meter): ByteReader {
  return new ChunkReader(source, meter);
}

/**
 * A blob inside `parent`.
 *
 * @param step its `kind` or `kind:place`
 * @param within the span of the parent that holds its bytes unchanged, if there is one
 */
export function nestedBlob(
  parent: Blob,
  step: string,
  size: number | undefined,
  open: () => ByteReader,
  within?: Span | readonly Span[],
): SourceEvent {
  const place = within === undefined ? {} : { within };
  return { kind: 'blob', blob: { path: parent.path, view: [...parent.view, step], size, open, ...place } };
}

/** The step for data in a container's file that is not part of the container. */
export function restStep(kind: string): string {
  return `${kind}:rest`;
}

/** The step for data that a container's format allows but no reader of the format gives. */
export function unusedStep(kind: string): string {
  return `${kind}:unused`;
}

const CARVED = 'carved:';

/** The step for a container inside other data, by the offset of its first byte. */
export function carvedStep(at: number): string {
  return `${CARVED}${at}`;
}

/** Whether a blob was carved from other data, which is itself scanned completely, including what precedes the blob. */
export function isCarved({ view }: Pick<Blob, 'view'>): boolean {
  return view.at(-1)?.startsWith(CARVED) ?? false;
}

/** The name of an entry of `parent` that holds no data. @param target the target of a link; empty for all others */
export function nameOf(parent: Blob, step: string, target: string = ''): SourceEvent {
  const name = { path: parent.path, view: [...parent.view, step] };
  return { kind: 'name', name: target === '' ? name : { ...name, target } };
}

/** A skip of a part of `parent`, or of `parent` itself if there is no `step`. */
export function skipOf(parent: Blob, loss: Loss, step?: string): SourceEvent {
  const view = step === undefined ? parent.view : [...parent.view, step];
  return { kind: 'skip', skip: { path: parent.path, view, ...loss }, inScope: true };
}

/** The loss that corresponds to an error while reading a container; other errors are rethrown. */
export function lossOf(error: unknown): Loss {
  const loss = lossReason(error);
  if (loss !== undefined) return loss;
  if (error instanceof Error && 'syscall' in error) return { reason: 'unreadable', detail: systemReason(error) };
  throw error;
}

/** A reader over bytes in memory. */
export function memoryReader(bytes: Uint8Array): ByteReader {
  let position = 0;
  return {
    read(into) {
      const part = bytes.subarray(position, position + into.length);
      into.set(part);
      position += part.length;
      return part.length;
    },
    close: () => undefined,
  };
}

/** Reads a blob from its start: from memory, or by opening it. */
export function openBlob(blob: Blob): ByteReader {
  return blob.bytes === undefined ? blob.open() : memoryReader(blob.bytes);
}
