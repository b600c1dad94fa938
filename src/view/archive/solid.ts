import { crc32 } from 'node:zlib';
import { ScanError } from '../../errors.ts';
import type { ByteReader, SourceEvent } from '../../types.ts';
import { sniffContainer } from '../container-kind.ts';
import {
  chunkReader,
  memoryReader,
  Meter,
  nestedBlob,
  skipOf,
  unusedStep,
  type ChunkSource,
  type Loss,
} from '../nested-blob.ts';
import type { Archive } from './unused.ts';

/** Largest container member that is kept in memory for its second reading. */
const LARGEST_KEPT = 64 * 1024 * 1024;
/** Work charged for restarting a stream. */
const BEGIN = 16 * 1024;

/** A part of the stream. */
export interface SolidMember {
  readonly step: string;
  readonly start: number;
  /** Undefined for everything up to the end. */
  readonly size: number | undefined;
  /** CRC-32 of its bytes, if known. */
  readonly crc?: number | undefined;
}

/** Reads the bytes of a source in pieces of the requested size. */
class Cursor {
  readonly #source: ChunkSource;
  #chunk: Buffer = Buffer.alloc(0);
  #isOver = false;
  position = 0;
  loss: Loss | undefined;

  constructor(source: ChunkSource) {
    this.#source = source;
  }

  /** Whether the stream continues. */
  async goesOn(): Promise<boolean> {
    while (this.#chunk.length === 0) {
      const chunk = this.#isOver ? undefined : await this.#source.next();
      if (chunk === undefined) {
        this.close(true);
        return false;
      }
      this.#chunk = chunk;
    }
    return true;
  }

  /** Up to `most` bytes; undefined at the end. */
  async take(most: number): Promise<Buffer | undefined> {
    if (!(await this.goesOn())) return undefined;
    const part = this.#chunk.subarray(0, most);
    this.#chunk = this.#chunk.subarray(part.length);
    this.position += part.length;
    return part;
  }

  /** Skips to a position; false if the stream ends before it. */
  async passTo(place: number): Promise<boolean> {
    while (this.position < place) if ((await this.take(place - this.position)) === undefined) return false;
    return true;
  }

  close(ended = false): void {
    if (!this.#isOver) this.loss = this.#source.close(ended);
    this.#isOver = true;
  }
}

/** The bytes of one member. */
class MemberChunks implements ChunkSource {
  readonly #cursor: Cursor;
  readonly #member: SolidMember;
  readonly #isOwn: boolean;
  #kept: Buffer[] | undefined;
  #left: number;
  #crc = 0;

  /** @param isOwn whether the cursor is used only for this member */
  constructor(cursor: Cursor, member: SolidMember, isOwn: boolean) {
    this.#cursor = cursor;
    this.#member = member;
    this.#isOwn = isOwn;
    this.#left = member.size ?? Infinity;
  }

  /** The whole member, if it is a container of moderate size and was read to its end. */
  get whole(): Buffer | undefined {
    return this.#left === 0 && this.#kept !== undefined ? Buffer.concat(this.#kept) : undefined;
  }

  async next(): Promise<Buffer | undefined> {
    const { start, size = Infinity } = this.#member;
    if (this.#left === 0 || !(await this.#cursor.passTo(start))) return undefined;
    const chunk = await this.#cursor.take(this.#left);
    if (chunk === undefined) return undefined;
    if (this.#left === size && size <= LARGEST_KEPT && sniffContainer(chunk) !== undefined) this.#kept = [];
    this.#kept?.push(chunk);
    this.#left -= chunk.length;
    this.#crc = crc32(chunk, this.#crc);
    return chunk;
  }

  close(ended: boolean): Loss | undefined {
    if (this.#isOwn) this.#cursor.close();
    if (!ended) return undefined;
    const { size, crc } = this.#member;
    if (this.#left > 0) return this.#cursor.loss ?? (size === undefined ? undefined : cut(this.#left));
    const isWrong = crc !== undefined && crc !== this.#crc;
    return isWrong ? { reason: 'corrupt', detail: 'the checksum is wrong' } : undefined;
  }
}

/** Ends an archive whose members cost more than the budget allows. */
export function notPaid(): ScanError {
  return new ScanError('too-expanded', 'the members behind this one were not read');
}

function cut(missing: number): Loss {
  return { reason: 'truncated', detail: `the data ends ${missing} bytes before the member does` };
}

/**
 * A stream of consecutive members that can only be unpacked from its start. Members are given in order: their first readings share one
 * pass; a second one unpacks the stream again, unless the member is a container small enough to be kept.
 */
export class SolidStream {
  readonly #archive: Pick<Archive, 'blob' | 'budget'>;
  readonly #open: () => ChunkSource;
  #cursor: Cursor | undefined;

  constructor(archive: Pick<Archive, 'blob' | 'budget'>, open: () => ChunkSource) {
    this.#archive = archive;
    this.#open = open;
  }

  /**
   * One member: a blob, or a skip if the stream ends before it. Throws `too-expanded` if the budget refuses to pay for it; later members
   * must not be read then.
   */
  async *member(member: SolidMember): AsyncGenerator<SourceEvent> {
    const { step, start, size } = member;
    const { blob, budget } = this.#archive;
    const cursor = (this.#cursor ??= new Cursor(this.#open()));
    if (cursor.position <= start && !(await cursor.passTo(start)))
      return yield skipOf(blob, cursor.loss ?? cut(size ?? 0), step);
    const meter = new Meter(budget);
    let first: MemberChunks | undefined;
    yield nestedBlob(blob, step, size, () => {
      const whole = first?.whole;
      if (whole !== undefined) return memoryReader(whole);
      if (first !== undefined || cursor.position !== start) return this.#again(member, meter);
      first = new MemberChunks(cursor, member, false);
      return chunkReader(first, meter);
    });
    if (meter.refused) throw notPaid();
  }

  #again(member: SolidMember, meter: Meter): ByteReader {
    const loss: Loss = { reason: 'too-expanded', detail: 'unpacking it once more costs more than the budget allows' };
    if (!this.#archive.budget.work(BEGIN + member.start)) return { read: () => 0, close: () => loss };
    return chunkReader(new MemberChunks(new Cursor(this.#open()), member, true), meter);
  }

  /** What the stream contains from `end` on, after all of its members, or the loss found there. */
  async *rest(end: number, kind: string): AsyncGenerator<SourceEvent> {
    const cursor = (this.#cursor ??= new Cursor(this.#open()));
    if (!(await cursor.passTo(end))) return;
    if (await cursor.goesOn()) yield* this.member({ step: unusedStep(kind), start: end, size: undefined });
    else if (cursor.loss !== undefined) yield skipOf(this.#archive.blob, cursor.loss);
  }

  /** Frees resources. */
  close(): void {
    this.#cursor?.close();
  }
}
