import type { Span } from '../../types.ts';
import type { Loss } from '../nested-blob.ts';
import type { RandomAccess } from '../random-access.ts';
import { type Entry, recordFields } from './fields.ts';
import { maskedCrc } from '../compressed/crc32c.ts';
import { FIRST, FULL, LAST, LOG_BLOCK, RECORD_HEAD } from './log-head.ts';
import type { Pass } from './pass.ts';

/** Longest record that is assembled. */
const LONGEST = 64 * 1024 * 1024;

/** A part of a record, in one block. */
interface Part {
  readonly type: number;
  readonly bytes: Buffer;
}

/** One pass over a log of writes, or of changes to the file list (LevelDB, doc/log_format.md). */
export class LogPass implements Pass {
  readonly rest: Span[] = [];
  readonly #access: RandomAccess;
  #pending: Buffer[] | undefined;
  #length = 0;
  #broken = 0;
  #tooLong = 0;
  #isCut = false;

  constructor(access: RandomAccess) {
    this.#access = access;
  }

  get loss(): Loss | undefined {
    if (this.#broken > 0)
      return { reason: 'corrupt', detail: `${this.#broken} records are broken or wrong by their checksums` };
    if (this.#tooLong > 0)
      return { reason: 'too-large', detail: `${this.#tooLong} records are too long to be put together` };
    return this.#isCut ? { reason: 'truncated', detail: 'the last record is cut' } : undefined;
  }

  *entries(): Generator<Iterable<Entry>> {
    for (let base = 0; base < this.#access.size; base += LOG_BLOCK) {
      const block = this.#access.read(base, LOG_BLOCK);
      for (const part of this.#partsOf(block, base)) yield* this.#take(part);
    }
    if (this.#pending === undefined) return;
    this.#isCut = true;
    yield this.#read(this.#whole());
  }

  *#partsOf(block: Buffer, base: number): Generator<Part> {
    let at = 0;
    for (; at + RECORD_HEAD <= block.length;) {
      const type = block[at + RECORD_HEAD - 1] as number;
      const end = at + RECORD_HEAD + block.readUInt16LE(at + 4);
      const isCut = end > block.length && base + block.length >= this.#access.size;
      if (type < FULL || type > LAST || (end > block.length && !isCut)) return this.#leave(block, base, at);
      const sum = maskedCrc(block.subarray(at + RECORD_HEAD - 1, end));
      if (isCut) this.#isCut = true;
      else if (sum !== block.readUInt32LE(at)) this.#broken++;
      yield { type, bytes: block.subarray(at + RECORD_HEAD, end) };
      at = end;
    }
    if (block.length < LOG_BLOCK && at < block.length) this.#isCut = true;
  }

  /** Leaves the rest of a block, which is not a record: preallocated files contain zeros. */
  #leave(block: Buffer, base: number, at: number): void {
    if (block.subarray(at).every((byte) => byte === 0)) return;
    this.#broken++;
    this.rest.push({ start: base + at, end: base + block.length });
  }

  *#take({ type, bytes }: Part): Generator<Iterable<Entry>> {
    if (type === FULL || type === FIRST) {
      if (this.#pending !== undefined) {
        this.#broken++;
        yield this.#read(this.#whole());
      }
      this.#pending = [];
      this.#length = 0;
    }
    if (this.#pending === undefined) {
      this.#broken++;
      yield [{ key: undefined, value: bytes }];
      return;
    }
    this.#length += bytes.length;
    if (this.#length <= LONGEST) this.#pending.push(bytes);
    if (type === FULL || type === LAST) yield this.#read(this.#whole());
  }

  #whole(): Buffer {
    if (this.#length > LONGEST) this.#tooLong++;
    const [first = Buffer.alloc(0), ...others] = this.#pending ?? [];
    this.#pending = undefined;
    return others.length === 0 ? first : Buffer.concat([first, ...others]);
  }

  *#read(record: Buffer): Generator<Entry> {
    const isWhole = yield* recordFields(record);
    if (!isWhole && !this.#isCut) this.#broken++;
  }
}
