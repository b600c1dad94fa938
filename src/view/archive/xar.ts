import { createHash, type Hash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { ScanError } from '../../errors.ts';
import type { Blob, ByteReader, SourceEvent, Span } from '../../types.ts';
import type { Budget } from '../budget.ts';
import { unpackerFor, type CompressedKind } from '../compressed/formats.ts';
import {
  chunkReader,
  memoryReader,
  Meter,
  nameOf,
  nestedBlob,
  skipOf,
  type ChunkSource,
  type Loss,
} from '../nested-blob.ts';
import { expandWith, rangeReader, type RandomAccess } from '../random-access.ts';
import { notPaid } from './solid.ts';
import { type Archive, unreadAfter, unusedBetween } from './unused.ts';
import { xarFiles, type XarPart } from './xar-contents.ts';

/** Fixed part of the header: magic number, header size, version, packed and unpacked size of the table of contents. */
const HEADER = 28;
/** Longest table of contents that is read. */
const LONGEST_CONTENTS = 64 * 1024 * 1024;
const CHUNK = 256 * 1024;
const DIGESTS: ReadonlySet<string> = new Set(['md5', 'sha1', 'sha256', 'sha512']);
const XZ = '\xfd7zXZ\0';
/** Compressions by media type; data declared as gzip is zlib data. */
const PACKINGS: Readonly<Record<string, CompressedKind | 'stored'>> = {
  '': 'stored',
  'application/octet-stream': 'stored',
  'application/x-gzip': 'zlib',
  'application/x-bzip2': 'bzip2',
  'application/x-xz': 'xz',
  'application/x-lzma': 'lzma',
};

/** The data of one part, verified against its digest. */
class XarChunks implements ChunkSource {
  readonly #access: RandomAccess;
  readonly #budget: Budget;
  readonly #span: Span;
  readonly #part: XarPart;
  readonly #hash: Hash | undefined;
  #source: ChunkSource | undefined;
  #length = 0;

  constructor({ access, budget }: Pick<Archive, 'access' | 'budget'>, span: Span, part: XarPart) {
    this.#access = access;
    this.#budget = budget;
    this.#span = span;
    this.#part = part;
    const [algorithm = ''] = part.digest ?? [];
    if (DIGESTS.has(algorithm)) this.#hash = createHash(algorithm);
  }

  async next(): Promise<Buffer | undefined> {
    this.#source ??= await this.#open();
    const chunk = await this.#source.next();
    if (chunk === undefined) return undefined;
    this.#hash?.update(chunk);
    this.#length += chunk.length;
    return chunk;
  }

  async #open(): Promise<ChunkSource> {
    const { start, end } = this.#span;
    const reader = rangeReader(this.#access, start, end);
    const packing = PACKINGS[this.#part.encoding] ?? 'stored';
    if (packing !== 'stored') {
      const isXz = packing === 'lzma' && this.#access.read(start, XZ.length).toString('latin1') === XZ;
      return (await unpackerFor(isXz ? 'xz' : packing, this.#budget))(reader);
    }
    const next = async (): Promise<Buffer | undefined> => {
      const into = Buffer.allocUnsafe(CHUNK);
      const count = await reader.read(into);
      return count === 0 ? undefined : into.subarray(0, count);
    };
    return { next, close: () => undefined };
  }

  close(ended: boolean): Loss | undefined {
    const lost = this.#source?.close(ended);
    return ended ? (lost ?? this.#loss()) : undefined;
  }

  #loss(): Loss | undefined {
    const { size, digest } = this.#part;
    const missing = this.#span.end - this.#access.size;
    if (missing > 0) return { reason: 'truncated', detail: `the file ends ${missing} bytes before the member does` };
    if (this.#length !== size)
      return { reason: 'corrupt', detail: `${this.#length} bytes where the table of contents says ${size}` };
    if (this.#hash === undefined || this.#hash.digest('hex') === digest?.[1]) return undefined;
    return { reason: 'corrupt', detail: 'the digest is wrong' };
  }
}

/** The unpacked table of contents, and the start of the heap after it. Throws `corrupt`, `truncated`, `too-large`. */
function readContents(access: RandomAccess, budget: Budget): { readonly contents: Buffer; readonly heap: number } {
  const head = access.read(0, HEADER);
  if (head.length < HEADER) throw new ScanError('truncated', 'the archive ends within its header');
  const start = head.readUInt16BE(4);
  const [packed, size] = [Number(head.readBigUInt64BE(8)), Number(head.readBigUInt64BE(16))];
  if (start < HEADER) throw new ScanError('corrupt', 'the header of the archive is broken');
  if (packed > access.size - start) throw new ScanError('truncated', 'the table of contents is cut');
  if (size > LONGEST_CONTENTS) throw new ScanError('too-large', `a table of contents of ${size} bytes`);
  if (!budget.spend(size)) throw new ScanError('too-expanded', 'the table of contents was not read');
  try {
    const contents = inflateSync(access.read(start, packed), { maxOutputLength: Math.max(1, size) });
    return { contents, heap: start + packed };
  } catch {
    throw new ScanError('corrupt', 'the table of contents is broken');
  }
}

function* partEvents(archive: Archive, part: XarPart, span: Span, step: string): Generator<SourceEvent> {
  const packing = PACKINGS[part.encoding];
  if (packing === undefined) {
    const detail = 'the XAR member is packed in a way that is not known';
    return yield skipOf(archive.blob, { reason: 'unsupported-format', detail }, step);
  }
  const meter = new Meter(archive.budget);
  const open = (): ByteReader => chunkReader(new XarChunks(archive, span, part), meter);
  yield nestedBlob(archive.blob, step, part.size, open, packing === 'stored' ? span : undefined);
  if (meter.refused) throw notPaid();
}

function* eventsOf(archive: Archive): Generator<SourceEvent> {
  const { blob, access, budget } = archive;
  const { contents, heap } = readContents(access, budget);
  const known: Span[] = [{ start: 0, end: heap }];
  let claimed = 0;
  yield nestedBlob(blob, 'xar:toc', contents.length, () => memoryReader(contents));
  for (const { path, target, parts } of xarFiles(contents.toString('utf8'))) {
    const step = `xar:${path}`;
    if (!parts.some(({ name, length }) => name === '' && length > 0)) yield nameOf(blob, step, target);
    for (const part of parts) {
      const span = { start: heap + part.offset, end: heap + part.offset + part.length };
      known.push(span);
      claimed += part.length;
      if (claimed > access.size) throw new ScanError('corrupt', 'members claim more bytes than the archive has');
      if (part.length > 0) yield* partEvents(archive, part, span, part.name === '' ? step : `${step}:${part.name}`);
    }
  }
  yield* unusedBetween(archive, 'xar', known);
}

function* eventsAndRest(archive: Archive): Generator<SourceEvent> {
  try {
    yield* eventsOf(archive);
  } catch (error) {
    yield* unreadAfter(error, archive, 'xar', HEADER);
  }
}

/** Gives the members of a XAR archive, such as a macOS package: its table of contents, then file by file. */
export function expandXar(blob: Blob, budget: Budget): AsyncGenerator<SourceEvent> {
  return expandWith(blob, (access) => eventsAndRest({ blob, access, budget }));
}
