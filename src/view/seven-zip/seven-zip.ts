import { crc32 } from 'node:zlib';
import { cutName } from '../../cut-name.ts';
import { ScanError } from '../../errors.ts';
import type { Blob, SourceEvent, Span } from '../../types.ts';
import { SolidStream } from '../archive/solid.ts';
import { LEAST_UNUSED, unusedBetween } from '../archive/unused.ts';
import type { Budget } from '../budget.ts';
import { memoryReader, nameOf, nestedBlob, skipOf, unusedStep, type ChunkSource, type Loss } from '../nested-blob.ts';
import { expandWith, restAt, type RandomAccess } from '../random-access.ts';
import { openerOf, unreadableFolder } from './folder.ts';
import { NO_HEADER, readHeader, sizeOf, type Folder, type Header, type SubStream } from './header.ts';
import { readSignature, SIGNATURE_HEADER } from './signature.ts';

/** Largest header that is read: it holds the names of all members. */
const LARGEST_HEADER = 64 * 1024 * 1024;
/** A packed header may be packed once more. */
const MOST_PACKED = 4;
const LONGEST_NAME = 1024;

/** The steps of files in their order; those without data stand among the others. */
class Files {
  readonly #header: Header;
  #at = 0;
  #index = 0;

  constructor(header: Header) {
    this.#header = header;
  }

  /** Steps of files without data in front of the next one that has some. */
  *empties(): Generator<string> {
    while (this.#header.isEmpty[this.#index] === true) yield this.next();
  }

  /** The step of the next file. */
  next(): string {
    const name = this.#name();
    this.#index++;
    return `7z:${name ?? `#${this.#index}`}`;
  }

  #name(): string | undefined {
    const { names } = this.#header;
    const start = this.#at;
    if (start + 1 >= names.length) return undefined;
    let end = start;
    while (end + 1 < names.length && (names[end] !== 0 || names[end + 1] !== 0)) end += 2;
    this.#at = end + 2;
    return cutName(names.toString('utf16le', start, Math.min(end, start + 2 * LONGEST_NAME + 2)), LONGEST_NAME);
  }
}

function tooLarge(size: number): ScanError {
  return new ScanError('too-large', `the header of the archive has ${size} bytes`);
}

/** Up to `size` bytes of a source, which is closed. */
async function firstBytes(source: ChunkSource, size: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let total = 0;
  while (total < size) {
    const chunk = await source.next();
    if (chunk === undefined) break;
    chunks.push(chunk);
    total += chunk.length;
  }
  source.close(false);
  return Buffer.concat(chunks, Math.min(total, size));
}

class SevenZipExpansion {
  readonly #blob: Blob;
  readonly #budget: Budget;
  readonly #access: RandomAccess;
  /** What is accounted for. */
  readonly #known: Span[] = [];
  #isStopped = false;

  constructor(blob: Blob, budget: Budget, access: RandomAccess) {
    this.#blob = blob;
    this.#budget = budget;
    this.#access = access;
  }

  async *events(): AsyncGenerator<SourceEvent> {
    try {
      const { header, loss } = await this.#header();
      if (loss !== undefined) yield skipOf(this.#blob, loss);
      yield* this.#members(header);
      if (!this.#isStopped) yield* this.#unused(header.unused);
    } catch (error) {
      if (!(error instanceof ScanError)) throw error;
      yield skipOf(this.#blob, { reason: error.code as Loss['reason'], detail: error.message });
      if (error.code !== 'corrupt' && error.code !== 'truncated') return;
      const span = { start: SIGNATURE_HEADER, end: this.#access.size };
      yield* restAt({ blob: this.#blob, access: this.#access, budget: this.#budget }, '7z', span);
    }
  }

  /** The header, unpacked, and the loss where a checksum does not fit. Throws where there is none. */
  async #header(): Promise<{ readonly header: Header; readonly loss: Loss | undefined }> {
    const signature = readSignature(this.#access, 0);
    if (signature === undefined) throw new ScanError('truncated', 'the archive ends within its first bytes');
    const { header: span, isWhole, crc } = signature;
    const size = span.end - span.start;
    if (span.end > this.#access.size && isWhole)
      throw new ScanError('truncated', `the archive is cut: its header lies at byte ${span.start}`);
    if (span.end > this.#access.size) throw new ScanError('corrupt', 'the first bytes of the archive are broken');
    if (size > LARGEST_HEADER) throw tooLarge(size);
    this.#known.push({ start: 0, end: SIGNATURE_HEADER }, span);
    const bytes = this.#access.read(span.start, size);
    const isGood = isWhole && crc32(bytes) === crc;
    const loss: Loss = { reason: 'corrupt', detail: "the checksum of the archive's header is wrong" };
    return { header: await this.#unpacked(bytes), loss: isGood ? undefined : loss };
  }

  async #unpacked(bytes: Buffer): Promise<Header> {
    let header = bytes.length === 0 ? NO_HEADER : readHeader(bytes);
    for (let times = 0; header.isPacked; times++) {
      const [folder] = header.streams.folders;
      if (folder === undefined || times === MOST_PACKED) throw new ScanError('corrupt', 'the archive has no header');
      header = readHeader(await this.#headerBytes(folder));
    }
    return header;
  }

  async #headerBytes(folder: Folder): Promise<Buffer> {
    const size = sizeOf(folder);
    const loss = unreadableFolder(folder);
    if (loss !== undefined)
      throw new ScanError(loss.reason, loss.detail.replace('the 7z member', 'the list of members'));
    if (size > LARGEST_HEADER) throw tooLarge(size);
    if (!this.#budget.spend(size)) throw new ScanError('too-expanded', 'the header of the archive was not read');
    this.#known.push(...folder.packs);
    const bytes = await firstBytes(openerOf(folder, this.#access, this.#budget)(), size);
    if (bytes.length === size && (folder.crc === undefined || crc32(bytes) === folder.crc)) return bytes;
    throw new ScanError('corrupt', 'the packed header of the archive is broken');
  }

  async *#members(header: Header): AsyncGenerator<SourceEvent> {
    const { folders, substreams } = header.streams;
    const files = new Files(header);
    let next = 0;
    for (const [index, folder] of folders.entries()) {
      this.#known.push(...folder.packs);
      const first = next;
      while (substreams[next]?.folder === index) next++;
      yield* this.#folder(folder, substreams.slice(first, next), files);
      if (this.#isStopped) return;
    }
    for (const step of files.empties()) yield nameOf(this.#blob, step);
  }

  async *#folder(folder: Folder, members: readonly SubStream[], files: Files): AsyncGenerator<SourceEvent> {
    const loss = unreadableFolder(folder);
    const stream = new SolidStream(this.#blob, this.#budget, openerOf(folder, this.#access, this.#budget));
    try {
      for (const { start, size, crc } of members) {
        for (const step of files.empties()) yield nameOf(this.#blob, step);
        const step = files.next();
        if (size === 0) yield nameOf(this.#blob, step);
        else if (loss !== undefined) yield skipOf(this.#blob, loss, step);
        else yield* stream.member({ step, start, size, crc });
        if (stream.isRefused) return yield this.#stop();
      }
      const last = members.at(-1);
      if (loss === undefined) yield* stream.rest(last === undefined ? 0 : last.start + last.size, '7z');
      else if (members.length === 0) yield skipOf(this.#blob, loss);
    } finally {
      stream.close();
    }
  }

  #stop(): SourceEvent {
    this.#isStopped = true;
    return skipOf(this.#blob, { reason: 'too-expanded', detail: 'the members behind this one were not read' });
  }

  /** What no folder and no header accounts for. */
  *#unused(parts: readonly Buffer[]): Generator<SourceEvent> {
    const [blob, access, budget] = [this.#blob, this.#access, this.#budget];
    yield* unusedBetween({ blob, access, budget }, '7z', this.#known, access.size);
    for (const part of parts)
      if (part.length >= LEAST_UNUSED && budget.spend(part.length))
        yield nestedBlob(blob, unusedStep('7z'), part.length, () => memoryReader(part));
  }
}

/** Gives the members of a 7z archive (7zFormat.txt of the LZMA SDK) in order, those of each folder in one pass. */
export function expandSevenZip(blob: Blob, budget: Budget): AsyncGenerator<SourceEvent> {
  return expandWith(blob, (access) => new SevenZipExpansion(blob, budget, access).events());
}
