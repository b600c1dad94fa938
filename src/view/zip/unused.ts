import type { Span } from '../../types.ts';
import type { RandomAccess } from '../random-access.ts';
import { ReadWindow } from './window.ts';

const DIRECTORY_ENTRY = 0x02014b50;
const END_RECORD = 0x06054b50;
const WIDE_RECORD = 0x06064b50;
const WIDE_LOCATOR = 0x07064b50;
/** Fixed parts of a directory's entry, of its end record, and of the records of zip64 (APPNOTE 4.3.12 to 4.3.16). */
const ENTRY = 46;
const END = 22;
const LOCATOR = 20;
const WIDE_HEAD = 12;
const SIGNATURE = Buffer.from('PK\x01\x02', 'latin1');
/** Shorter parts hold times, owners and sizes, and are looked at as they are. */
const LEAST = 40;
/** Bytes other than zero from which on a part is no padding. */
const LEAST_FILLED = 24;
/** Smaller parts are given together. */
const TOGETHER = 1024 * 1024;
/** Stands between parts: behind compressed data zeros are padding. */
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

/** Whether a part may hold more than what archivers write. */
export function isLong({ start, end }: Span): boolean {
  return end - start >= LEAST;
}

/** Whether next to nothing but zeros stands there: Office leaves room for members that grow, others align them. */
function isPadding(bytes: Buffer): boolean {
  let filled = 0;
  for (const byte of bytes) if (byte !== 0 && ++filled >= LEAST_FILLED) return false;
  return true;
}

/** What of the gaps between members is no header: data that nothing lists, extra fields, comments. */
export function* unusedIn(access: RandomAccess, gaps: readonly Span[]): Generator<Span> {
  const window = new ReadWindow(access);
  for (const { start, end } of gaps) {
    const found = window.find(SIGNATURE, start, end);
    const directory = found < 0 ? end : found;
    yield { start, end: directory };
    yield* directoryFields(window, directory, end);
  }
}

/** Such parts: large ones as they lie, the bytes of others about a megabyte at a time. What is short or padding is left out. */
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
