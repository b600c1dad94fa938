import { cutName } from '../../cut-name.ts';
import type { Blob, ByteReader, SourceEvent } from '../../types.ts';
import type { Budget } from '../budget.ts';
import { ByteFeed } from '../byte-feed.ts';
import {
  chunkReader,
  lossOf,
  memoryReader,
  Meter,
  nameOf,
  nestedBlob,
  openBlob,
  restStep,
  skipOf,
  type ChunkSource,
  type Loss,
} from '../nested-blob.ts';
import { sniffContainer } from '../container-kind.ts';
import { BLOCK, decodeName, isTarHeader, paxRecords, readTarHeader, type TarHeader } from './tar-header.ts';

/** Longest extended header that is read; longer ones are malicious. */
const LONGEST_HEADER = 128 * 1024;
const LONGEST_NAME = 1024;
/** Links, devices, folders and FIFOs have no data. */
const WITHOUT_DATA = '123456';
/** Fewer bytes are only scanned with those of the archive. */
const LEAST_REST = 64;
const ZEROS = Buffer.alloc(BLOCK);

/** Largest container member that is kept in memory for its second reading. */
const LARGEST_KEPT = 64 * 1024 * 1024;

/** The data of one member, from a feed positioned at its start. */
class TarChunks implements ChunkSource {
  readonly #feed: ByteFeed;
  readonly #size: number;
  #kept: Buffer[] | undefined;
  #left: number;

  constructor(feed: ByteFeed, size: number) {
    this.#feed = feed;
    this.#size = size;
    this.#left = size;
  }

  /** The whole member, if it is a container of moderate size and was read to its end. */
  get whole(): Buffer | undefined {
    return this.#left === 0 && this.#kept !== undefined ? Buffer.concat(this.#kept) : undefined;
  }

  async next(): Promise<Buffer | undefined> {
    const available = this.#left === 0 ? 0 : Math.min(this.#left, await this.#feed.fill(1));
    if (available === 0) return undefined;
    const chunk = Buffer.from(this.#feed.bytes.subarray(0, available));
    this.#feed.skip(available);
    if (this.#left === this.#size && this.#size <= LARGEST_KEPT && sniffContainer(chunk) !== undefined) this.#kept = [];
    this.#kept?.push(chunk);
    this.#left -= available;
    return chunk;
  }

  close(ended: boolean): Loss | undefined {
    if (!ended || this.#left === 0) return undefined;
    return { reason: 'truncated', detail: `the archive ends ${this.#left} bytes before the member does` };
  }
}

/** The same from a new reading of the archive, for a member that is read a second time. */
class ReopenedTarChunks implements ChunkSource {
  readonly #reader: ByteReader;
  readonly #feed: ByteFeed;
  readonly #chunks: TarChunks;
  #toSkip: number;

  constructor(reader: ByteReader, start: number, size: number) {
    this.#reader = reader;
    this.#toSkip = start;
    this.#feed = new ByteFeed(reader);
    this.#chunks = new TarChunks(this.#feed, size);
  }

  async next(): Promise<Buffer | undefined> {
    if (this.#toSkip > 0) await this.#feed.skipAhead(this.#toSkip);
    this.#toSkip = 0;
    return this.#chunks.next();
  }

  close(ended: boolean): Loss | undefined {
    const loss = this.#chunks.close(ended);
    const cut = this.#reader.close();
    return loss ?? cut;
  }
}

/** Names and sizes that extended headers give for the next member. */
interface Extension {
  name?: string;
  target?: string;
  size?: number;
}

class TarExpansion {
  readonly #blob: Blob;
  readonly #budget: Budget;
  readonly #feed: ByteFeed;
  #extension: Extension = {};
  #sawEnd = false;
  #saidCorrupt = false;
  #stopped = false;

  constructor(blob: Blob, budget: Budget, feed: ByteFeed) {
    this.#blob = blob;
    this.#budget = budget;
    this.#feed = feed;
  }

  async *events(): AsyncGenerator<SourceEvent> {
    while (!this.#stopped) {
      const available = await this.#feed.fill(BLOCK);
      if (available < BLOCK) {
        if (this.#sawEnd && available > 0) yield* this.#rest();
        yield* this.#end(available);
        break;
      }
      yield* this.#block(this.#feed.bytes.subarray(0, BLOCK));
    }
  }

  async *#block(block: Buffer): AsyncGenerator<SourceEvent> {
    if (isTarHeader(block)) {
      const header = readTarHeader(block);
      this.#feed.skip(BLOCK);
      yield* this.#entry(header);
    } else if (this.#sawEnd && !block.equals(ZEROS)) yield* this.#rest();
    else {
      if (block.equals(ZEROS)) this.#sawEnd = true;
      else yield* this.#corrupt('no valid header');
      this.#feed.skip(BLOCK);
    }
  }

  /** The data after the end mark, up to the header of another archive; it may be a container itself. */
  async *#rest(): AsyncGenerator<SourceEvent> {
    const parts: Buffer[] = [];
    for (let size = 0; size < LARGEST_KEPT; size += BLOCK) {
      const available = Math.min(BLOCK, await this.#feed.fill(BLOCK));
      const part = this.#feed.bytes.subarray(0, available);
      if (available === 0 || isTarHeader(part)) break;
      parts.push(Buffer.from(part));
      this.#feed.skip(available);
    }
    const rest = Buffer.concat(parts);
    if (rest.length < LEAST_REST || !rest.some((byte) => byte !== 0)) return;
    const step = restStep('tar');
    if (this.#budget.spend(rest.length)) yield nestedBlob(this.#blob, step, rest.length, () => memoryReader(rest));
    else yield skipOf(this.#blob, { reason: 'too-expanded', detail: 'it was not scanned' }, step);
  }

  *#end(available: number): Generator<SourceEvent> {
    if (this.#sawEnd) return;
    const what = available === 0 ? 'the archive has no end mark: it may be cut' : 'a header is cut';
    yield skipOf(this.#blob, { reason: 'truncated', detail: `${what}, at byte ${this.#feed.position}` });
  }

  /** Reported once: the blocks up to the next valid header are a consequence. Data after the end mark is not a loss. */
  *#corrupt(what: string): Generator<SourceEvent> {
    if (this.#saidCorrupt || this.#sawEnd) return;
    this.#saidCorrupt = true;
    yield skipOf(this.#blob, { reason: 'corrupt', detail: `${what} at byte ${this.#feed.position}` });
  }

  async *#entry(header: TarHeader): AsyncGenerator<SourceEvent> {
    if (!Number.isSafeInteger(header.size)) yield* this.#corrupt('a header without a valid size ends');
    else if ('xgLK'.includes(header.type)) yield* this.#extend(header);
    else yield* this.#file(header);
  }

  async *#file(header: TarHeader): AsyncGenerator<SourceEvent> {
    // The complete name may have been in the damaged part.
    const isCut = this.#extension.name === undefined && header.isFull && this.#saidCorrupt;
    const name = cutName(this.#extension.name ?? header.name, LONGEST_NAME, isCut);
    const size = this.#extension.size ?? header.size;
    const target = cutName(this.#extension.target ?? header.target, LONGEST_NAME);
    this.#extension = {};
    if (WITHOUT_DATA.includes(header.type)) yield nameOf(this.#blob, `tar:${name}`, target);
    else yield* this.#member(name, size);
  }

  async *#member(name: string, size: number): AsyncGenerator<SourceEvent> {
    const start = this.#feed.position;
    const meter = new Meter(this.#budget);
    let first: TarChunks | undefined;
    const open = (): ByteReader => {
      const whole = first?.whole;
      if (whole !== undefined) return memoryReader(whole);
      if (first !== undefined) return chunkReader(new ReopenedTarChunks(openBlob(this.#blob), start, size), meter);
      first = new TarChunks(this.#feed, size);
      return chunkReader(first, meter);
    };
    yield nestedBlob(this.#blob, `tar:${name}`, size, open, { start, end: start + size });
    this.#stopped = meter.refused;
    const padded = Math.ceil(size / BLOCK) * BLOCK;
    if (!this.#stopped) await this.#feed.skipAhead(start + padded - this.#feed.position);
    else yield skipOf(this.#blob, { reason: 'too-expanded', detail: 'the members behind this one were not read' });
  }

  async *#extend(header: TarHeader): AsyncGenerator<SourceEvent> {
    const padded = Math.ceil(header.size / BLOCK) * BLOCK;
    if (padded > LONGEST_HEADER || (await this.#feed.fill(padded)) < padded) {
      // Its data then appears as blocks without a header.
      yield* this.#corrupt('an extended header too long to read ends');
    } else this.#applyExtension(header, padded);
  }

  #applyExtension(header: TarHeader, padded: number): void {
    const data = this.#feed.bytes.subarray(0, header.size);
    if (header.type === 'L') this.#extension.name = decodeName(data).replace(/\0[^]*$/, '');
    else if (header.type === 'K') this.#extension.target = decodeName(data).replace(/\0[^]*$/, '');
    else if (header.type === 'x') this.#applyPax(paxRecords(data));
    this.#feed.skip(padded);
  }

  #applyPax(records: ReadonlyMap<string, string>): void {
    const name = records.get('GNU.sparse.name') ?? records.get('path');
    const size = Number(records.get('size') ?? Number.NaN);
    const target = records.get('linkpath');
    if (name !== undefined) this.#extension.name = name;
    if (target !== undefined) this.#extension.target = target;
    if (Number.isSafeInteger(size) && size >= 0) this.#extension.size = size;
  }
}

/**
 * Gives the files of a tar archive (ustar, pax, GNU, version 7) in order. After a broken header, reading continues with the next valid one.
 * The first reading of a member uses the archive's own stream; a second one opens the archive again, unless the member is a container small
 * enough to be kept.
 */
export async function* expandTar(blob: Blob, budget: Budget): AsyncGenerator<SourceEvent> {
  let reader: ByteReader | undefined;
  try {
    reader = openBlob(blob);
    yield* new TarExpansion(blob, budget, new ByteFeed(reader)).events();
  } catch (error) {
    yield skipOf(blob, lossOf(error));
  } finally {
    reader?.close();
  }
}
