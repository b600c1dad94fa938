import type { Span } from '../../types.ts';
import type { RandomAccess } from '../random-access.ts';

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
const CHUNK = 256 * 1024;
/** Shorter parts hold times, owners and sizes, and are looked at as they are. */
const LEAST = 40;
/** Parts are given together up to so many bytes. */
const TOGETHER = 1024 * 1024;
/** Stands between parts: behind compressed data zeros are padding. */
const APART = Buffer.alloc(4);

/** Where the directory begins in a gap between members; the gap's end where none does. */
function directoryStart(access: RandomAccess, { start, end }: Span): number {
  for (let at = start; at < end; at += CHUNK) {
    const found = access.read(at, Math.min(end - at, CHUNK + SIGNATURE.length - 1)).indexOf(SIGNATURE);
    if (found >= 0) return at + found;
  }
  return end;
}

/** Extra fields and comments of the directory from `start` on, and the comment of its end record. */
function* directoryFields(access: RandomAccess, start: number, limit: number): Generator<Span> {
  for (let at = start; at < limit;) {
    const head = access.read(at, ENTRY);
    const signature = head.length < LOCATOR ? 0 : head.readUInt32LE(0);
    if (signature === DIRECTORY_ENTRY && head.length === ENTRY) {
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

/** What of the gaps between members is no header: data that nothing lists, extra fields, comments. */
export function* unusedIn(access: RandomAccess, gaps: readonly Span[]): Generator<Span> {
  for (const gap of gaps) {
    const directory = directoryStart(access, gap);
    yield { start: gap.start, end: directory };
    yield* directoryFields(access, directory, gap.end);
  }
}

/** The bytes of such parts, a megabyte and the last part at a time; what is short or but zeros is left out. */
export function* bytesOf(access: RandomAccess, parts: Iterable<Span>): Generator<Buffer> {
  let held: Buffer[] = [];
  let length = 0;
  for (const part of parts) {
    const { start, end } = part;
    for (let at = start; isLong(part) && at < end; at += TOGETHER) {
      const bytes = access.read(at, Math.min(TOGETHER, end - at));
      if (bytes.every((byte) => byte === 0)) continue;
      held.push(Buffer.from(bytes), APART);
      length += bytes.length;
    }
    if (length < TOGETHER) continue;
    yield Buffer.concat(held);
    held = [];
    length = 0;
  }
  if (length > 0) yield Buffer.concat(held);
}
