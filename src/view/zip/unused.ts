import type { Span } from '../../types.ts';
import type { RandomAccess } from '../random-access.ts';
import { ReadWindow } from './window.ts';

const DIRECTORY_ENTRY = 0x02014b50;
const END_RECORD = 0x06054b50;
const WIDE_RECORD = 0x06064b50;
const WIDE_LOCATOR = 0x07064b50;
/** Fixed sizes of a directory entry, of the end record, and of the zip64 records (APPNOTE 4.3.12 to 4.3.16). */
const ENTRY = 46;
const END = 22;
const LOCATOR = 20;
const WIDE_HEAD = 12;
const SIGNATURE = Buffer.from('PK\x01\x02', 'latin1');
/** Shorter parts contain times, owners and sizes, and are only scanned raw. */
const LEAST = 40;
/** Minimum number of non-zero bytes in a part that is not padding. */
const LEAST_FILLED = 24;
/** Smaller parts are merged. */
const TOGETHER = 1024 * 1024;
/** Separates parts: after compressed data, zeros are padding. */
const APART = Buffer.alloc(4);

/** Extra fields and comments of the directory from `start` on, and the comment of its end record. */
function* directoryFields(window: ReadWindow, start: number, limit: number): Generator<Span> {
  for (let at = start; at < limit;) {
    const head = window.from(at, ENTRY);
    const signature = head.length < LOCATOR ? 0 : head.readUInt32LE(0);
    if (signature === DIRECTORY_ENTRY && head.length >= ENTRY) {
      const fields = at + ENTRY + head.readUInt16LE(28);
      at = fields + head.readUInt16LE(30) + head.readUInt16LE(32);
      yield { start: fields, end: at };
    } else if (signature === END_RECORD) return yield { start: at + END, end: limit };
    else if (signature === WIDE_LOCATOR) at += LOCATOR;
    else if (signature === WIDE_RECORD) at += WIDE_HEAD + Number(head.readBigUInt64LE(4));
    else return;
  }
}

/** Whether a part may contain more than what archivers write. */
export function isLong({ start, end }: Span): boolean {
  return end - start >= LEAST;
}

/** Whether bytes are almost only zeros: Office leaves room for members that grow, other programs align members. */
function isPadding(bytes: Buffer): boolean {
  let filled = 0;
  for (const byte of bytes) if (byte !== 0 && ++filled >= LEAST_FILLED) return false;
  return true;
}

/** The parts of the gaps between members that are not headers: unlisted data, extra fields, comments. */
export function* unusedIn(access: RandomAccess, gaps: readonly Span[]): Generator<Span> {
  const window = new ReadWindow(access);
  for (const { start, end } of gaps) {
    const found = window.find(SIGNATURE, start, end);
    const directory = found < 0 ? end : found;
    yield { start, end: directory };
    yield* directoryFields(window, directory, end);
  }
}

/** Such parts: large ones as spans, the bytes of smaller ones in chunks of about a megabyte. Short parts and padding are omitted. */
export function* unusedParts(access: RandomAccess, parts: Iterable<Span>): Generator<Span | Buffer> {
  let held: Buffer[] = [];
  let length = 0;
  for (const part of parts) {
    const size = part.end - part.start;
    if (size > TOGETHER) yield part;
    if (size > TOGETHER || !isLong(part)) continue;
    const bytes = access.read(part.start, size);
    if (isPadding(bytes)) continue;
    held.push(Buffer.from(bytes), APART);
    length += bytes.length;
    if (length < TOGETHER) continue;
    yield Buffer.concat(held);
    held = [];
    length = 0;
  }
  if (length > 0) yield Buffer.concat(held);
}
