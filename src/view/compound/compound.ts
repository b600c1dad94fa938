import { cutName } from '../../cut-name.ts';
import type { Blob, SourceEvent } from '../../types.ts';
import type { Budget } from '../budget.ts';
import { chunkReader, type Loss, memoryReader, Meter, nestedBlob, skipOf } from '../nested-blob.ts';
import { expandWith, type RandomAccess } from '../random-access.ts';
import { CompoundFile, type CompoundStream } from './compound-file.ts';
import { HEADER, isCompoundHeader } from './header.ts';
import { unpackRtf } from './rtf.ts';
import { vbaSource } from './vba.ts';

/** Largest stream that is unpacked in memory. */
const LARGEST = 16 * 1024 * 1024;
const HEAD = 8192;
const LONGEST_NAME = 1024;

/** A text that a stream contains in compressed form. */
interface Packed {
  readonly step: string;
  readonly names: RegExp;
  readonly unpack: (bytes: Buffer) => Buffer | undefined;
}

const PACKED: readonly Packed[] = [
  { step: 'vba', names: /(?:^|\/)VBA\/[^/]+$/i, unpack: vbaSource },
  // PidTagRtfCompressed of a message and of its attached messages ([MS-OXPROPS] 2.938).
  { step: 'rtf', names: /(?:^|\/)__substg1\.0_10090102$/, unpack: unpackRtf },
];

/** First word of a Word document, and its flag for encryption ([MS-DOC] 2.5.2). */
const WORD_MARK = 0xa5ec;
const WORD_FLAGS = 10;
const WORD_ENCRYPTED = 0x100;
const FILE_PASS = 0x2f;
const MOST_RECORDS = 64;

/** Whether the first records of a workbook include a password record ([MS-XLS] 2.4.117). */
function hasFilePass(head: Buffer): boolean {
  for (let at = 0, count = 0; at + 4 <= head.length && count < MOST_RECORDS; count++) {
    if (head.readUInt16LE(at) === FILE_PASS) return true;
    at += 4 + head.readUInt16LE(at + 2);
  }
  return false;
}

function isEncrypted(path: string, head: Buffer): boolean {
  if (path === 'EncryptedPackage') return true;
  if (path === 'WordDocument' && head.length > WORD_FLAGS + 1 && head.readUInt16LE(0) === WORD_MARK)
    return (head.readUInt16LE(WORD_FLAGS) & WORD_ENCRYPTED) !== 0;
  return (path === 'Workbook' || path === 'Book') && hasFilePass(head);
}

const ENCRYPTED: Loss = { reason: 'encrypted', detail: 'the document has a password' };

function* streamEvents(blob: Blob, file: CompoundFile, stream: CompoundStream, budget: Budget): Generator<SourceEvent> {
  const step = `ole:${cutName(stream.path, LONGEST_NAME)}`;
  if (isEncrypted(stream.path, file.read(stream, HEAD))) yield skipOf(blob, ENCRYPTED, step);
  const meter = new Meter(budget);
  yield nestedBlob(blob, step, stream.size, () => chunkReader(file.chunks(stream), meter));
  const packed = PACKED.find(({ names }) => names.test(stream.path));
  const text = packed?.unpack(file.read(stream, LARGEST));
  if (packed === undefined || text === undefined || text.length === 0) return;
  const parent = { ...blob, view: [...blob.view, step] };
  if (budget.spend(text.length)) yield nestedBlob(parent, packed.step, text.length, () => memoryReader(text));
  else yield skipOf(parent, { reason: 'too-expanded', detail: 'it was not scanned' }, packed.step);
}

function* events(blob: Blob, access: RandomAccess, budget: Budget): Generator<SourceEvent> {
  if (!isCompoundHeader(access.read(0, HEADER))) {
    yield skipOf(blob, { reason: 'corrupt', detail: 'the header of the compound file is broken' });
    return;
  }
  const file = new CompoundFile(access);
  let count = 0;
  for (const stream of file.streams()) {
    count++;
    if (stream.size > 0) yield* streamEvents(blob, file, stream, budget);
  }
  if (count > 0 || (file.isEmpty && !file.isCut)) return;
  yield skipOf(blob, { reason: file.isCut ? 'truncated' : 'corrupt', detail: 'the compound file has no directory' });
}

/**
 * Gives the streams of a compound file ([MS-CFB]: Word, Excel and PowerPoint documents before 2007, Outlook messages, installers), joined
 * from their sectors; also the source text of macros, and the body of messages, unpacked.
 */
export function expandCompound(blob: Blob, budget: Budget): AsyncGenerator<SourceEvent> {
  return expandWith(blob, (access) => events(blob, access, budget));
}
