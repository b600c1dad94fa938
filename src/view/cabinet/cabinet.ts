import { cutName } from '../../cut-name.ts';
import type { Blob, SourceEvent, Span } from '../../types.ts';
import { SolidStream } from '../archive/solid.ts';
import { decodeName } from '../archive/tar-header.ts';
import { unusedBetween } from '../archive/unused.ts';
import type { Budget } from '../budget.ts';
import { nameOf, skipOf, unusedStep, type Loss } from '../nested-blob.ts';
import { expandWith, restAt, type RandomAccess } from '../random-access.ts';
import { BlockSource, endOf, type Folder, LARGEST_BLOCK, unreadable } from './blocks.ts';

/** Fixed parts of the header, of a folder and of a file ([MS-CAB] 2.1 to 2.3). */
const HEADER = 36;
const FOLDER = 8;
const FILE = 16;
/** Flags: another cabinet comes before or behind, headers have bytes of other use. */
const HAS_PREVIOUS = 1;
const HAS_NEXT = 2;
const HAS_RESERVED = 4;
/** Folders that go on in another cabinet, in place of a number. */
const FROM_PREVIOUS = 0xfffd;
const TO_NEXT = 0xfffe;
const LONGEST_NAME = 1024;

interface CabinetFile {
  readonly step: string;
  /** Number of the folder; undefined where it begins in the cabinet before. */
  readonly folder: number | undefined;
  readonly start: number;
  readonly size: number;
}

interface Cabinet {
  readonly size: number;
  readonly folders: readonly Folder[];
  readonly files: readonly CabinetFile[];
  /** Bytes of other use in the header. */
  readonly reserved: Span;
  /** Where the last file's entry ends. */
  readonly end: number;
  readonly loss: Loss | undefined;
}

function cutAt(at: number): Loss {
  return { reason: 'truncated', detail: `the cabinet is cut: a header is missing at byte ${at}` };
}

/** A name that ends with a NUL, and where it ends. */
function nameAt(access: RandomAccess, at: number): { readonly raw: Buffer; readonly end: number } {
  const bytes = access.read(at, LONGEST_NAME);
  const end = bytes.indexOf(0);
  return { raw: end < 0 ? bytes : bytes.subarray(0, end), end: at + (end < 0 ? bytes.length : end + 1) };
}

/** Sizes of what is of other use: in the header, in the head of a folder and in that of a block. */
function reservedIn(head: Buffer): readonly [number, number, number] {
  const isThere = (head.readUInt16LE(30) & HAS_RESERVED) !== 0 && head.length >= HEADER + 4;
  return isThere ? [4 + head.readUInt16LE(HEADER), head[38] ?? 0, head[39] ?? 0] : [0, 0, 0];
}

function readCabinet(access: RandomAccess): Cabinet | undefined {
  const head = access.read(0, HEADER + 4);
  if (head.length < HEADER) return undefined;
  const [ofHeader, ofFolder, ofBlock] = reservedIn(head);
  const reserved = { start: HEADER + Math.min(4, ofHeader), end: HEADER + ofHeader };
  let at = reserved.end;
  // Names of the cabinet and of the disk, each.
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
      step: `cab:${cutName(decodeName(name.raw).replaceAll('\\', '/'), LONGEST_NAME, name.raw.length === LONGEST_NAME)}`,
      folder: folder === TO_NEXT ? table.folders - 1 : folder >= FROM_PREVIOUS ? undefined : folder,
      start: entry.readUInt32LE(4),
      size: entry.readUInt32LE(0),
    });
    end = name.end;
  }
  return { files, end, loss: undefined };
}

class CabinetExpansion {
  readonly #blob: Blob;
  readonly #budget: Budget;
  readonly #access: RandomAccess;
  #claimed = 0;
  #isStopped = false;

  constructor(blob: Blob, budget: Budget, access: RandomAccess) {
    this.#blob = blob;
    this.#budget = budget;
    this.#access = access;
  }

  async *events(): AsyncGenerator<SourceEvent> {
    const [blob, access, budget] = [this.#blob, this.#access, this.#budget];
    const cabinet = readCabinet(access);
    if (cabinet === undefined) return yield skipOf(blob, cutAt(access.size));
    if (cabinet.loss !== undefined) yield skipOf(blob, cabinet.loss);
    else if (cabinet.size > access.size) yield skipOf(blob, cutAt(access.size));
    const known: Span[] = [
      { start: 0, end: cabinet.reserved.start },
      { start: cabinet.reserved.end, end: cabinet.end },
    ];
    yield* this.#members(cabinet, known);
    if (this.#isStopped) return;
    yield* unusedBetween({ blob, access, budget }, 'cab', known, Math.min(cabinet.size, access.size));
    yield* restAt({ blob, access, budget }, 'cab', { start: Math.max(HEADER, cabinet.size), end: access.size });
  }

  async *#members({ folders, files }: Cabinet, known: Span[]): AsyncGenerator<SourceEvent> {
    const others = files.filter(({ folder }) => folder === undefined || folder >= folders.length);
    for (const { step, folder } of others) {
      const loss: Loss = { reason: 'corrupt', detail: 'the member belongs to no folder' };
      const before: Loss = { reason: 'truncated', detail: 'the member begins in the cabinet before' };
      yield skipOf(this.#blob, folder === undefined ? before : loss, step);
    }
    const byFolder = folders.map((): CabinetFile[] => []);
    for (const file of files) byFolder[file.folder ?? -1]?.push(file);
    const isCut = files.some(({ folder }) => folder === undefined);
    for (const [index, folder] of folders.entries()) {
      const span = { start: folder.start, end: endOf(this.#access, folder) };
      known.push(span);
      this.#claimed += span.end - span.start;
      if (this.#claimed > this.#access.size)
        return yield this.#stop('corrupt', 'folders claim more bytes than the cabinet has');
      yield* this.#folder(folder, byFolder[index] ?? [], index === 0 && isCut);
      if (this.#isStopped) return;
    }
  }

  async *#folder(folder: Folder, files: readonly CabinetFile[], isCut: boolean): AsyncGenerator<SourceEvent> {
    const cut: Loss = { reason: 'truncated', detail: 'the folder begins in the cabinet before' };
    const loss = unreadable(folder) ?? (isCut ? cut : undefined);
    if (loss !== undefined) {
      for (const { step } of files) yield skipOf(this.#blob, loss, step);
      return;
    }
    if (files.reduce((sum, { size }) => sum + size, 0) > folder.blocks * LARGEST_BLOCK)
      return yield this.#stop('corrupt', 'members claim more bytes than their folder has');
    const stream = new SolidStream(this.#blob, this.#budget, () => new BlockSource(this.#access, folder));
    let before: CabinetFile | undefined;
    let end = 0;
    try {
      for (const file of files.toSorted((a, b) => a.start - b.start)) {
        const isShared = before !== undefined && before.start === file.start && before.size === file.size;
        yield* this.#file(stream, file, isShared ? file.start : end);
        if (stream.isRefused) return yield this.#stop('too-expanded', 'the members behind this one were not read');
        if (file.size > 0) end = Math.max(end, file.start + file.size);
        before = file;
      }
      yield* stream.rest(end, 'cab');
    } finally {
      stream.close();
    }
  }

  /** @param expected where the member should begin */
  async *#file(stream: SolidStream, { step, start, size }: CabinetFile, expected: number): AsyncGenerator<SourceEvent> {
    if (size === 0) return yield nameOf(this.#blob, step);
    const loss: Loss = { reason: 'corrupt', detail: `the member begins ${start - expected} bytes behind its place` };
    if (start !== expected) yield skipOf(this.#blob, loss, step);
    if (start > expected) yield* stream.member({ step: unusedStep('cab'), start: expected, size: start - expected });
    yield* stream.member({ step, start, size });
  }

  #stop(reason: Loss['reason'], detail: string): SourceEvent {
    this.#isStopped = true;
    return skipOf(this.#blob, { reason, detail });
  }
}

/** Gives the members of a cabinet ([MS-CAB]) folder by folder. */
export function expandCabinet(blob: Blob, budget: Budget): AsyncGenerator<SourceEvent> {
  return expandWith(blob, (access) => new CabinetExpansion(blob, budget, access).events());
}
