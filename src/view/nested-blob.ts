import { lossReason, systemReason } from '../errors.ts';
import type { Blob, ByteReader, Skip, SourceEvent, Span } from '../types.ts';
import type { Budget } from './budget.ts';

/** What was lost of one blob. */
export type Loss = Omit<Skip, 'path' | 'view'>;

/** Bytes of a container's member, pulled chunk by chunk. */
export interface ChunkSource {
  /** Undefined at the end. Throws `ScanError` where the container itself cannot be read on. */
  next(): Promise<Buffer | undefined>;
  /** Frees what is held; says what was lost. `ended`: the last `next` gave undefined. */
  close(ended: boolean): Loss | undefined;
}

/** Charges one member's bytes to the budget, once however often the member is read. */
export class Meter {
  readonly #budget: Budget;
  #charged = 0;
  #refused = false;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** True when the budget would not pay for this member. */
  get refused(): boolean {
    return this.#refused;
  }

  /** Pays until `total` bytes of the member are paid for. */
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

/** A reader over `source` that stops where the budget refuses to pay. */
export function chunkReader(source: ChunkSource, meter: Meter): ByteReader {
  return new ChunkReader(source, meter);
}

/**
 * A blob inside `parent`.
 *
 * @param step its `kind` or `kind:place`
 * @param within where its bytes stand as they are among the parent's, if they do
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

/** The step of what stands in a container's file and is no part of it. */
export function restStep(kind: string): string {
  return `${kind}:rest`;
}

/** The step of what a container's format lets stand in it and no reader of the format gives. */
export function unusedStep(kind: string): string {
  return `${kind}:unused`;
}

const CARVED = 'carved:';

/** The step of what stands inside other data, by its first byte there. */
export function carvedStep(at: number): string {
  return `${CARVED}${at}`;
}

/** Whether a blob stands inside other data, which is looked at with all that is in it: what stands in front of it as well. */
export function isCarved({ view }: Pick<Blob, 'view'>): boolean {
  return view.at(-1)?.startsWith(CARVED) ?? false;
}

/** The name of something inside `parent` that holds no data. @param target what a link leads to; empty for all else */
export function nameOf(parent: Blob, step: string, target: string = ''): SourceEvent {
  const name = { path: parent.path, view: [...parent.view, step] };
  return { kind: 'name', name: target === '' ? name : { ...name, target } };
}

/** A skip of a part of `parent`, or of `parent` itself when there is no `step`. */
export function skipOf(parent: Blob, loss: Loss, step?: string): SourceEvent {
  const view = step === undefined ? parent.view : [...parent.view, step];
  return { kind: 'skip', skip: { path: parent.path, view, ...loss }, inScope: true };
}

/** The loss that an error while reading a container means; an error that is no such thing is thrown again. */
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

/** The blob's bytes from its start: those in memory, or else opened. */
export function openBlob(blob: Blob): ByteReader {
  return blob.bytes === undefined ? blob.open() : memoryReader(blob.bytes);
}
