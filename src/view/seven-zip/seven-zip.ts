import { crc32 } from 'node:zlib';
import { cutName } from '../../cut-name.ts';
import { ScanError } from '../../errors.ts';
import type { Blob, SourceEvent, Span } from '../../types.ts';
import { notPaid, SolidStream } from '../archive/solid.ts';
import { type Archive, LEAST_UNUSED, unreadAfter, unusedBetween } from '../archive/unused.ts';
import type { Budget } from '../budget.ts';
import { memoryReader, nameOf, nestedBlob, skipOf, unusedStep, type ChunkSource, type Loss } from '../nested-blob.ts';
import { expandWith } from '../random-access.ts';
import { openerOf, unreadableFolder } from './folder.ts';
import { badHeader } from './header-reader.ts';
import { NO_HEADER, readHeader, sizeOf, type Folder, type Header, type SubStream } from './header.ts';
import { readSignature, SIGNATURE_HEADER } from './signature.ts';

/** Largest header that is read: it contains the names of all members. */
const LARGEST_HEADER = 64 * 1024 * 1024;
/** A packed header may be packed again. */
const MOST_PACKED = 4;
const LONGEST_NAME = 1024;

/** The steps of files in order, including files without data. */
class Files {
  readonly #header: Header;
  #at = 0;
  #index = 0;

  constructor(header: Header) {
    this.#header = header;
  }

  /** Steps of files without data before the next one that has some. */
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

/** Up to `size` bytes of a source, which is then closed. */
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

/** The unpacked header of an archive. Throws if there is none. @param known collects the spans accounted for */
async function headerOf(archive: Archive, known: Span[]): Promise<{ header: Header; isGood: boolean }> {
  const { access } = archive;
  const signature = readSignature(access, 0);
  if (signature === undefined) throw new ScanError('truncated', 'the archive ends within its first bytes');
  const { header: span, isWhole, crc } = signature;
  if (span.end > access.size && isWhole)
    throw new ScanError('truncated', `the archive is cut: its header lies at byte ${span.start}`);
  if (span.end > access.size) throw badHeader();
  known.push({ start: 0, end: SIGNATURE_HEADER }, span);
  checkSize(span.end - span.start);
  const bytes = access.read(span.start, span.end - span.start);
  let header = bytes.length === 0 ? NO_HEADER : readHeader(bytes);
  for (let times = 0; header.isPacked; times++) {
    const [folder] = header.streams.folders;
    if (folder === undefined || times === MOST_PACKED) throw badHeader();
    known.push(...folder.packs);
    header = readHeader(await headerBytes(archive, folder));
  }
  return { header, isGood: isWhole && crc32(bytes) === crc };
}

function checkSize(size: number): void {
  if (size > LARGEST_HEADER) throw new ScanError('too-large', `the header of the archive has ${size} bytes`);
}

async function headerBytes({ access, budget }: Archive, folder: Folder): Promise<Buffer> {
  const size = sizeOf(folder);
  const loss = unreadableFolder(folder);
  if (loss !== undefined) throw new ScanError(loss.reason, loss.detail.replace('the 7z member', 'the list of members'));
  checkSize(size);
  if (!budget.spend(size)) throw notPaid();
  const bytes = await firstBytes(openerOf(folder, access, budget)(), size);
  if (bytes.length === size && (folder.crc === undefined || crc32(bytes) === folder.crc)) return bytes;
  throw badHeader();
}

async function* folderEvents(
  archive: Archive,
  folder: Folder,
  members: readonly SubStream[],
  files: Files,
): AsyncGenerator<SourceEvent> {
  const { blob, access, budget } = archive;
  const loss = unreadableFolder(folder);
  const stream = new SolidStream(archive, openerOf(folder, access, budget));
  let end = 0;
  try {
    for (const { start, size, crc } of members) {
      for (const step of files.empties()) yield nameOf(blob, step);
      const step = files.next();
      if (size === 0) yield nameOf(blob, step);
      else if (loss !== undefined) yield skipOf(blob, loss, step);
      else yield* stream.member({ step, start, size, crc });
      end = start + size;
    }
    if (loss === undefined) yield* stream.rest(end, '7z');
    else if (members.length === 0) yield skipOf(blob, loss);
  } finally {
    stream.close();
  }
}

async function* membersOf(archive: Archive, header: Header, known: Span[]): AsyncGenerator<SourceEvent> {
  const { blob, budget } = archive;
  const { folders, substreams } = header.streams;
  const files = new Files(header);
  let next = 0;
  for (const [index, folder] of folders.entries()) {
    known.push(...folder.packs);
    const first = next;
    while (substreams[next]?.folder === index) next++;
    yield* folderEvents(archive, folder, substreams.slice(first, next), files);
  }
  for (const step of files.empties()) yield nameOf(blob, step);
  yield* unusedBetween(archive, '7z', known);
  for (const part of header.unused)
    if (part.length >= LEAST_UNUSED && budget.spend(part.length))
      yield nestedBlob(blob, unusedStep('7z'), part.length, () => memoryReader(part));
}

async function* eventsOf(archive: Archive): AsyncGenerator<SourceEvent> {
  const known: Span[] = [];
  const damage: Loss = { reason: 'corrupt', detail: "the checksum of the archive's header is wrong" };
  let found: Awaited<ReturnType<typeof headerOf>>;
  try {
    found = await headerOf(archive, known);
  } catch (error) {
    yield* unreadAfter(error, archive, '7z', SIGNATURE_HEADER);
    return;
  }
  if (!found.isGood) yield skipOf(archive.blob, damage);
  yield* membersOf(archive, found.header, known);
}

/** Gives the members of a 7z archive (7zFormat.txt of the LZMA SDK) in order, those of each folder in one pass. */
export function expandSevenZip(blob: Blob, budget: Budget): AsyncGenerator<SourceEvent> {
  return expandWith(blob, (access) => eventsOf({ blob, access, budget }));
}
