import { cutName } from '../../cut-name.ts';
import { ScanError } from '../../errors.ts';
import type { Blob, SourceEvent, Span } from '../../types.ts';
import { SolidStream } from '../archive/solid.ts';
import { decodeName } from '../archive/tar-header.ts';
import { type Archive, unusedBetween } from '../archive/unused.ts';
import type { Budget } from '../budget.ts';
import { nameOf, skipOf, unusedStep, type Loss } from '../nested-blob.ts';
import { expandWith, restAt, type RandomAccess } from '../random-access.ts';
import { BlockSource, endOf, type Folder, LARGEST_BLOCK, unreadable } from './blocks.ts';

/** Fixed parts of the header, of a folder and of a file ([MS-CAB] 2.1 to 2.3). */
const HEADER = 36;
const FOLDER = 8;
const FILE = 16;
/** Flags: there is a previous or a next cabinet; headers have reserved bytes. */
const HAS_PREVIOUS = 1;
const HAS_NEXT = 2;
const HAS_RESERVED = 4;
/** In place of a folder number: the folder continues in another cabinet. */
const FROM_PREVIOUS = 0xfffd;
const TO_NEXT = 0xfffe;
const LONGEST_NAME = 1024;

interface CabinetFile {
  readonly step: string;
  /** Number of the folder; undefined if it begins in the previous cabinet. */
  readonly folder: number | undefined;
  readonly start: number;
  readonly size: number;
}

interface Cabinet {
  readonly size: number;
  readonly folders: readonly Folder[];
  readonly files: readonly CabinetFile[];
  /** Reserved bytes in the header. */
  readonly reserved: Span;
  /** End of the last file's entry. */
  readonly end: number;
  readonly loss: Loss | undefined;
}

function cutAt(at: number): Loss {
  return { reason: 'truncated', detail: `the cabinet is cut: a header is missing at byte ${at}` };
}

interface Name {
  readonly raw: Buffer;
  readonly end: number;
  /** Whether it is too long, or the file ends in it. */
  readonly isCut: boolean;
}

/** A NUL-terminated name, and its end. */
function nameAt(access: RandomAccess, at: number): Name {
  const bytes = access.read(at, LONGEST_NAME);
  const end = bytes.indexOf(0);
  if (end < 0) return { raw: bytes, end: at + bytes.length, isCut: true };
  return { raw: bytes.subarray(0, end), end: at + end + 1, isCut: false };
}

/** Sizes of reserved areas: in the header, in the header of a folder and in that of a block. */
function reservedIn(head: Buffer): readonly [number, number, number] {
  const isThere = (head.readUInt16LE(30) & HAS_RESERVED) !== 0 && head.length >= HEADER + 4;
  return isThere ? [4 + head.readUInt16LE(HEADER), head[38] ?? 0, head[39] ?? 0] : [0, 0, 0];
}

/** The contents of the headers. Throws `truncated` if there are none. */
function readCabinet(access: RandomAccess): Cabinet {
  const head = access.read(0, HEADER + 4);
  if (head.length < HEADER) throw new ScanError('truncated', 'the cabinet is cut');
  const [ofHeader, ofFolder, ofBlock] = reservedIn(head);
  const reserved = { start: HEADER + Math.min(4, ofHeader), end: HEADER + ofHeader };
  let at = reserved.end;
  // The names of the cabinet and of the disk.
  for (const flag of [HAS_PREVIOUS, HAS_NEXT])
    if (head.readUInt16LE(30) & flag) for (let names = 0; names < 2; names++) at = nameAt(access, at).end;
  const count = head.readUInt16LE(26);
  const table = access.read(at, count * (FOLDER + ofFolder));
  const folders: Folder[] = [];
  for (let entry = 0; entry + FOLDER <= table.length; entry += FOLDER + ofFolder) {
    const [start, blocks] = [table.readUInt32LE(entry), table.readUInt16LE(entry + 4)];
    folders.push({ start, blocks, packing: table.readUInt16LE(entry + 6), reserved: ofBlock });
  }
  const listed = readFiles(access, { at: head.readUInt32LE(16), count: head.readUInt16LE(28), folders: count });
  const loss = folders.length < count ? cutAt(access.size) : listed.loss;
  return { ...listed, size: head.readUInt32LE(8), folders, reserved, loss };
}

function readFiles(
  access: RandomAccess,
  table: { readonly at: number; readonly count: number; readonly folders: number },
): Pick<Cabinet, 'files' | 'end' | 'loss'> {
  const files: CabinetFile[] = [];
  let end = table.at;
  while (files.length < table.count) {
    const entry = access.read(end, FILE);
    if (entry.length < FILE) return { files, end, loss: cutAt(end) };
    const name = nameAt(access, end + FILE);
    const folder = entry.readUInt16LE(8);
    files.push({
      step: `cab:${cutName(decodeName(name.raw).replaceAll('\\', '/'), LONGEST_NAME, name.isCut)}`,
      folder: folder === TO_NEXT ? table.folders - 1 : folder >= FROM_PREVIOUS ? undefined : folder,
      start: entry.readUInt32LE(4),
      size: entry.readUInt32LE(0),
    });
    end = name.end;
  }
  return { files, end, loss: undefined };
}

const CUT: Loss = { reason: 'truncated', detail: 'it begins in the cabinet before' };

async function* folderEvents(
  archive: Archive,
  folder: Folder,
  files: readonly CabinetFile[],
): AsyncGenerator<SourceEvent> {
  const stream = new SolidStream(archive, () => new BlockSource(archive.access, folder));
  let before: CabinetFile | undefined;
  let end = 0;
  try {
    for (const file of files.toSorted((a, b) => a.start - b.start)) {
      const isShared = before !== undefined && before.start === file.start && before.size === file.size;
      yield* fileEvents(archive, stream, file, isShared ? file.start : end);
      if (file.size > 0) end = Math.max(end, file.start + file.size);
      before = file;
    }
    yield* restEvents(archive, stream, end);
  } finally {
    stream.close();
  }
}

/** Data after the last member: a size that is too small cuts values just like one that is too large. */
async function* restEvents({ blob }: Archive, stream: SolidStream, end: number): AsyncGenerator<SourceEvent> {
  for await (const event of stream.rest(end, 'cab')) {
    yield event;
    if (event.kind === 'blob' && end > 0)
      yield skipOf(blob, { reason: 'corrupt', detail: `data goes on behind its last member, from byte ${end} on` });
  }
}

/** @param expected offset at which the member should begin */
async function* fileEvents(
  { blob }: Archive,
  stream: SolidStream,
  { step, start, size }: CabinetFile,
  expected: number,
): AsyncGenerator<SourceEvent> {
  if (size === 0) return yield nameOf(blob, step);
  const loss: Loss = { reason: 'corrupt', detail: `the member begins ${start - expected} bytes behind its place` };
  if (start !== expected) yield skipOf(blob, loss, step);
  if (start > expected) yield* stream.member({ step: unusedStep('cab'), start: expected, size: start - expected });
  yield* stream.member({ step, start, size });
}

/** Files by the number of their folder; one without a folder is a skip. */
function* byFolder({ blob }: Archive, { folders, files }: Cabinet): Generator<SourceEvent, readonly CabinetFile[][]> {
  const lost: Loss = { reason: 'corrupt', detail: 'the member belongs to no folder' };
  const found = folders.map((): CabinetFile[] => []);
  for (const file of files) {
    const others = found[file.folder ?? -1];
    if (others === undefined) yield skipOf(blob, file.folder === undefined ? CUT : lost, file.step);
    else others.push(file);
  }
  return found;
}

async function* membersOf(archive: Archive, cabinet: Cabinet, known: Span[]): AsyncGenerator<SourceEvent> {
  const { blob, access } = archive;
  const files = yield* byFolder(archive, cabinet);
  const isCut = cabinet.files.some(({ folder }) => folder === undefined);
  let claimed = 0;
  for (const [index, folder] of cabinet.folders.entries()) {
    const own = files[index] ?? [];
    const span = { start: folder.start, end: endOf(access, folder) };
    known.push(span);
    claimed += span.end - span.start;
    const size = own.reduce((sum, file) => sum + file.size, 0);
    if (claimed > access.size || size > folder.blocks * LARGEST_BLOCK)
      throw new ScanError('corrupt', 'members claim more bytes than the cabinet has');
    const loss = unreadable(folder) ?? (index === 0 && isCut ? CUT : undefined);
    if (loss === undefined) yield* folderEvents(archive, folder, own);
    else if (own.length === 0 && loss !== CUT) yield skipOf(blob, loss);
    else for (const { step } of own) yield skipOf(blob, loss, step);
  }
}

async function* eventsOf(archive: Archive): AsyncGenerator<SourceEvent> {
  const { blob, access } = archive;
  const cabinet = readCabinet(access);
  const { reserved, size, end } = cabinet;
  const loss = cabinet.loss ?? (size > access.size ? cutAt(access.size) : undefined);
  if (loss !== undefined) yield skipOf(blob, loss);
  const known = [
    { start: 0, end: reserved.start },
    { start: reserved.end, end },
  ];
  yield* membersOf(archive, cabinet, known);
  yield* unusedBetween(archive, 'cab', known, Math.min(size, access.size));
  yield* restAt(archive, 'cab', { start: Math.max(HEADER, size), end: access.size });
}

/** Gives the members of a cabinet ([MS-CAB]) folder by folder. */
export function expandCabinet(blob: Blob, budget: Budget): AsyncGenerator<SourceEvent> {
  return expandWith(blob, (access) => eventsOf({ blob, access, budget }));
}
