import { crc32 } from 'node:zlib';
import type { RandomAccess } from '../random-access.ts';
import { READ_SERVICES, type RarEntry, type RarEvent, type RarMethod } from './entry.ts';
import { memberName } from './name4.ts';

/** Signature before the first header, which is a header itself. */
export const SIGNATURE_4: Buffer = Buffer.from('Rar!\x1a\x07\0', 'latin1');
/** Fields at the start of all headers. */
const HEAD = 7;
const MAIN = 0x73;
const FILE = 0x74;
const SERVICE = 0x7a;
const END = 0x7b;
/** Flags of all headers, and of the main one. */
const HAS_DATA = 0x8000;
const ENCRYPTED_HEADERS = 0x80;
/** Flags of files. */
const FROM_VOLUME = 0x01;
const TO_VOLUME = 0x02;
const ENCRYPTED = 0x04;
const SOLID = 0x10;
const WINDOW = 0xe0;
const IS_LARGE = 0x100;
const HAS_UNICODE = 0x200;
/** Fields of a file before its name: all of them, and those for large files. */
const FILE_FIELDS = 32;
const LARGE_FIELDS = 8;
const STORED = 0x30;
/** Required version for the method of RAR 3 and 4. */
const METHOD_3 = new Set([29, 36]);
const SMALLEST_WINDOW = 64 * 1024;
const UNIX = 3;
/** The file type in a Unix mode, and that of a link. */
const KIND = 0xf000;
const LINK = 0xa000;

interface Header {
  readonly type: number;
  readonly flags: number;
  readonly bytes: Buffer;
  readonly start: number;
}

/** The header at an offset; undefined if there is none, or it is damaged. */
function readHeader(access: RandomAccess, at: number): Header | undefined {
  const head = access.read(at, HEAD);
  if (head.length < HEAD) return undefined;
  const bytes = access.read(at, head.readUInt16LE(5));
  if (bytes.length < HEAD || bytes.length < head.readUInt16LE(5)) return undefined;
  if ((crc32(bytes.subarray(2)) & 0xffff) !== bytes.readUInt16LE(0)) return undefined;
  return { type: bytes.readUInt8(2), flags: bytes.readUInt16LE(3), bytes, start: at };
}

/** Bytes after a header that belong to it. */
function dataSize({ type, flags, bytes }: Header): number {
  if ((flags & HAS_DATA) === 0 || bytes.length < HEAD + 4) return 0;
  const isLarge = (type === FILE || type === SERVICE) && (flags & IS_LARGE) !== 0;
  const high = isLarge && bytes.length >= FILE_FIELDS + 4 ? bytes.readUInt32LE(FILE_FIELDS) : 0;
  return high * 2 ** 32 + bytes.readUInt32LE(HEAD);
}

function methodOf(method: number, version: number): RarMethod | { readonly unknown: string } {
  if (method === STORED) return 'stored';
  return METHOD_3.has(version) ? 'rar3' : { unknown: `the method of version ${(version / 10).toFixed(1)}` };
}

/** Undefined if the header is too short. */
function entryOf(header: Header): (RarEntry & { readonly isLink: boolean }) | undefined {
  const { flags, bytes, start } = header;
  const isLarge = (flags & IS_LARGE) !== 0;
  const nameStart = FILE_FIELDS + (isLarge ? LARGE_FIELDS : 0);
  if (bytes.length < nameStart) return undefined;
  const nameEnd = nameStart + bytes.readUInt16LE(26);
  if (bytes.length < nameEnd) return undefined;
  const size = (isLarge ? bytes.readUInt32LE(FILE_FIELDS + 4) * 2 ** 32 : 0) + bytes.readUInt32LE(11);
  const dataStart = start + bytes.length;
  const isCut = { before: (flags & FROM_VOLUME) !== 0, behind: (flags & TO_VOLUME) !== 0 };
  const isFolder = (flags & WINDOW) === WINDOW;
  return {
    name: memberName(bytes.subarray(nameStart, nameEnd), (flags & HAS_UNICODE) !== 0),
    target: '',
    isFolder: isFolder && header.type === FILE,
    span: { start: dataStart, end: dataStart + dataSize(header) },
    size,
    window: isFolder ? SMALLEST_WINDOW : SMALLEST_WINDOW << ((flags & WINDOW) >> 5),
    isLong: false,
    isSolid: (flags & SOLID) !== 0 && header.type === FILE,
    method: methodOf(bytes.readUInt8(25), bytes.readUInt8(24)),
    crc: isCut.before || isCut.behind ? undefined : bytes.readUInt32LE(16),
    isEncrypted: (flags & ENCRYPTED) !== 0,
    isCut,
    isLink: bytes.readUInt8(15) === UNIX && (bytes.readUInt32LE(28) & KIND) === LINK,
  };
}

const LONGEST_TARGET = 4096;

function* entries(access: RandomAccess, header: Header): Generator<RarEvent> {
  const entry = entryOf(header);
  if (entry === undefined) return yield { reason: 'corrupt', detail: `the header at byte ${header.start} is broken` };
  const { isLink, ...member } = entry;
  const name = header.type === FILE ? entry.name : READ_SERVICES[entry.name];
  if (name === undefined) return;
  const { start, end } = entry.span;
  const isPlainLink = isLink && entry.method === 'stored' && !entry.isEncrypted && end - start <= LONGEST_TARGET;
  if (!isPlainLink) return yield { ...member, name };
  const target = access.read(start, end - start).toString('utf8');
  yield { ...member, name, target, span: { start, end: start } };
}

/**
 * Members of a RAR 1.5 to 4 archive, in order (technical note of RAR 4.20).
 *
 * @param at position after the signature
 * @returns the end of the archive
 */
export function* members4(access: RandomAccess, at: number): Generator<RarEvent, number> {
  let next = at;
  while (next < access.size) {
    const header = readHeader(access, next);
    if (header === undefined) {
      yield { reason: 'corrupt', detail: `the header at byte ${next} is broken or cut` };
      return next;
    }
    if (header.type === MAIN && (header.flags & ENCRYPTED_HEADERS) !== 0) {
      yield { reason: 'encrypted', detail: 'the names of all members are encrypted' };
      return access.size;
    }
    next += header.bytes.length + dataSize(header);
    if (header.type === END) return next;
    if (header.type === FILE || header.type === SERVICE) yield* entries(access, header);
  }
  yield { reason: 'truncated', detail: `the archive ends at byte ${access.size}` };
  return access.size;
}
