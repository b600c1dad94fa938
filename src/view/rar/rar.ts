import { crc32 } from 'node:zlib';
import { cutName } from '../../cut-name.ts';
import type { Blob, ByteReader, SourceEvent } from '../../types.ts';
import type { Budget } from '../budget.ts';
import {
  chunkReader,
  type ChunkSource,
  type Loss,
  memoryReader,
  Meter,
  nameOf,
  nestedBlob,
  skipOf,
} from '../nested-blob.ts';
import { sniffContainer } from '../container-kind.ts';
import { expandWith, restAt, type RandomAccess } from '../random-access.ts';
import type { RarEntry } from './entry.ts';
import { membersOf } from './members.ts';
import { type MemberBytes, SolidRun } from './solid-run.ts';

const LONGEST_NAME = 1024;
const CHUNK = 256 * 1024;
/** Largest container that is kept for its second reading, so that the members before it need not be unpacked again. */
const LARGEST_KEPT = 64 * 1024 * 1024;

/** Bytes stored unpacked in the archive. */
class StoredBytes implements MemberBytes {
  readonly #access: RandomAccess;
  readonly #entry: RarEntry;
  #at: number;

  constructor(access: RandomAccess, entry: RarEntry) {
    this.#access = access;
    this.#entry = entry;
    this.#at = entry.span.start;
  }

  next(): Buffer | undefined {
    const chunk = this.#access.read(this.#at, Math.min(CHUNK, this.#entry.span.end - this.#at));
    this.#at += chunk.length;
    return chunk.length === 0 ? undefined : chunk;
  }

  get loss(): Loss | undefined {
    const missing = this.#entry.span.end - this.#at;
    return missing > 0
      ? { reason: 'truncated', detail: `the file ends ${missing} bytes before the member does` }
      : undefined;
  }
}

/** The data of a member; everything that can be recovered is given before a loss is reported. */
class RarChunks implements ChunkSource {
  readonly #entry: RarEntry;
  readonly #bytes: MemberBytes;
  #crc = 0;
  #length = 0;
  #chunks: Buffer[] | undefined;
  #isOver = false;

  constructor(entry: RarEntry, bytes: MemberBytes) {
    this.#entry = entry;
    this.#bytes = bytes;
  }

  /** The whole member, if it is a container of moderate size that was read to its end without loss. */
  get whole(): Buffer | undefined {
    return this.#isOver && this.#loss() === undefined && this.#chunks !== undefined
      ? Buffer.concat(this.#chunks)
      : undefined;
  }

  next(): Promise<Buffer | undefined> {
    const chunk = this.#bytes.next();
    this.#isOver = chunk === undefined;
    if (chunk !== undefined) {
      this.#crc = crc32(chunk, this.#crc);
      this.#note(chunk);
    }
    return Promise.resolve(chunk);
  }

  close(ended: boolean): Loss | undefined {
    return ended ? this.#loss() : undefined;
  }

  /** Containers are read a second time; stored ones are read in place. */
  #note(chunk: Buffer): void {
    const isKept = this.#length === 0 && this.#entry.method !== 'stored' && sniffContainer(chunk) !== undefined;
    if (isKept) this.#chunks = [];
    this.#length += chunk.length;
    if (this.#length > LARGEST_KEPT) this.#chunks = undefined;
    this.#chunks?.push(chunk);
  }

  #loss(): Loss | undefined {
    if (this.#bytes.loss !== undefined) return this.#bytes.loss;
    if (this.#entry.isCut.behind) return { reason: 'truncated', detail: 'the member goes on in another volume' };
    const { crc } = this.#entry;
    if (crc !== undefined && crc !== this.#crc) return { reason: 'corrupt', detail: 'the checksum is wrong' };
    return undefined;
  }
}

/** Why a member cannot be read at all. */
function unreadable({ isEncrypted, method, isCut }: RarEntry): Loss | undefined {
  if (isEncrypted) return { reason: 'encrypted', detail: 'the RAR member is encrypted' };
  if (typeof method === 'object')
    return { reason: 'unsupported-format', detail: `the RAR member is compressed with ${method.unknown}` };
  if (isCut.before && method !== 'stored')
    return { reason: 'truncated', detail: 'the member begins in another volume' };
  return undefined;
}

class RarExpansion {
  readonly #blob: Blob;
  readonly #access: RandomAccess;
  readonly #budget: Budget;
  readonly #solid: SolidRun;

  constructor(blob: Blob, access: RandomAccess, budget: Budget) {
    this.#blob = blob;
    this.#access = access;
    this.#budget = budget;
    this.#solid = new SolidRun(access, budget);
  }

  *events(): Generator<SourceEvent> {
    const members = membersOf(this.#access, 0);
    let next = members.next();
    for (; next.done !== true; next = members.next()) {
      if ('reason' in next.value) yield skipOf(this.#blob, next.value);
      else if (yield* this.#member(next.value)) return;
    }
    const container = { blob: this.#blob, access: this.#access, budget: this.#budget };
    yield* restAt(container, 'rar', { start: next.value, end: this.#access.size });
  }

  /** @returns whether the budget allows no further reading */
  *#member(entry: RarEntry): Generator<SourceEvent, boolean> {
    const step = `rar:${cutName(entry.name, LONGEST_NAME)}`;
    const isEmpty = entry.span.end <= entry.span.start;
    if (entry.isFolder || isEmpty) {
      yield nameOf(this.#blob, step, entry.target);
      return false;
    }
    const loss = unreadable(entry);
    if (loss !== undefined) {
      yield skipOf(this.#blob, loss, step);
      return false;
    }
    return yield* this.#readable(entry, step);
  }

  *#readable(entry: RarEntry, step: string): Generator<SourceEvent, boolean> {
    const meter = new Meter(this.#budget);
    const isStored = entry.method === 'stored';
    const unpack = isStored ? undefined : this.#solid.add(entry);
    let last: RarChunks | undefined;
    const open = (): ByteReader => {
      const whole = last?.whole;
      if (whole !== undefined) return memoryReader(whole);
      last = new RarChunks(entry, unpack?.() ?? new StoredBytes(this.#access, entry));
      return chunkReader(last, meter);
    };
    yield nestedBlob(this.#blob, step, entry.size, open, isStored ? entry.span : undefined);
    if (meter.refused)
      yield skipOf(this.#blob, { reason: 'too-expanded', detail: 'the members behind this one were not read' });
    else if (entry.isCut.before)
      yield skipOf(this.#blob, { reason: 'truncated', detail: 'the member begins in another volume' }, step);
    return meter.refused;
  }
}

/**
 * Gives the members of a RAR archive in order, with its comment and the streams attached to its files. Data that spans volumes is read as
 * far as this volume contains it.
 */
export function expandRar(blob: Blob, budget: Budget): AsyncGenerator<SourceEvent> {
  return expandWith(blob, (access) => new RarExpansion(blob, access, budget).events());
}
