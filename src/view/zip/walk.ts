import { cutName } from '../../cut-name.ts';
import type { Span } from '../../types.ts';
import type { RandomAccess } from '../random-access.ts';
import type { ZipMember } from './member.ts';
import { ReadWindow } from './window.ts';

/** Local file header: its signature (APPNOTE 4.3.7) and the length of its fixed part. */
export const LOCAL_SIGNATURE = 0x04034b50;
export const LOCAL_HEADER = 30;

const LOCAL = Buffer.from([0x50, 0x4b, 3, 4]);
const DESCRIPTOR = Buffer.from([0x50, 0x4b, 7, 8]);
const DIRECTORY = Buffer.from([0x50, 0x4b, 1, 2]);
/** The sizes follow the data. */
const HAS_DESCRIPTOR = 8;
const ZIP64 = 0xffffffff;
/** Names of containers can be as long as 64 KiB; a report needs only part of one. */
const LONGEST_NAME = 1024;
/** Maximum length in UTF-8 of a character that is one UTF-16 unit. */
const UTF8_BYTES = 3;
/** Maximum size of the name and extra fields of a header. */
const LONGEST_FIELDS = 2 * 0xffff;
/** Maximum number of extra fields examined; archivers write a handful. */
const MOST_FIELDS = 64;
/** Limit on searching for descriptors, as a multiple of the file's size, and minimum for any file. */
const SEARCHES = 4;
const LEAST_SEARCHABLE = 1024 * 1024;
/** Charge for examining one descriptor, in bytes. */
const TRIAL = 64;

/**
 * A member's name as text: UTF-8 if valid, otherwise one character per byte.
 *
 * @param isCut whether the file ends before the name does
 */
export function memberName(raw: Buffer, isCut: boolean = false): string {
  const shown =
    raw.length > LONGEST_NAME * UTF8_BYTES ? wholeCharacters(raw.subarray(0, LONGEST_NAME * UTF8_BYTES)) : raw;
  const utf8 = shown.toString('utf8');
  const name = utf8.includes('\uFFFD') ? shown.toString('latin1') : utf8;
  return cutName(name, LONGEST_NAME, isCut || shown.length < raw.length);
}

/** The bytes without an incomplete character at their end. */
function wholeCharacters(raw: Buffer): Buffer {
  let end = raw.length;
  while (end > 0 && ((raw[end - 1] ?? 0) & 0xc0) === 0x80) end--;
  return raw.subarray(0, Math.max(0, end - 1));
}

/** The sizes in a header's zip64 extra field (APPNOTE 4.5.3), uncompressed before compressed. */
function zip64Sizes(extra: Buffer): readonly [number, number] | undefined {
  for (let at = 0, fields = 0; at + 4 <= extra.length && fields < MOST_FIELDS; fields++) {
    const next = at + 4 + extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === 1 && at + 20 <= extra.length)
      return [Number(extra.readBigUInt64LE(at + 4)), Number(extra.readBigUInt64LE(at + 12))];
    at = next;
  }
  return undefined;
}

function plausible(header: Buffer): boolean {
  // The required version is at most 6.3 and the method one of those assigned; anything else is a false match.
  return header.length === LOCAL_HEADER && (header[4] ?? 0) <= 63 && header.readUInt16LE(8) < 100;
}

/** A member found by its own header. The consumer sets `end` when it knows the real end of the data. */
export interface WalkedMember {
  readonly member: ZipMember;
  end: number | undefined;
}

/** Finds members by their local headers in the parts of a zip file that its directory does not account for, first to last. */
export class ZipWalk {
  readonly #window: ReadWindow;
  /** Bytes that may still be searched for descriptors: if none fits, each member would search everything after it. */
  #searchable: number;
  /** The first directory header after `from`. */
  #directory: { readonly from: number; readonly at: number } | undefined;

  constructor(access: RandomAccess) {
    this.#window = new ReadWindow(access);
    this.#searchable = LEAST_SEARCHABLE + SEARCHES * access.size;
  }

  /** The members of one part. */
  *members(range: Span): Generator<WalkedMember> {
    let at = range.start;
    while (at + LOCAL_HEADER <= range.end) {
      const found = this.#window.find(LOCAL, at, range.end);
      if (found < 0) return;
      const member = this.#memberAt(found, range.end);
      at = found + LOCAL.length;
      if (member === undefined) continue;
      const walked: WalkedMember = { member, end: member.flags & HAS_DESCRIPTOR ? undefined : member.dataEnd };
      yield walked;
      at = Math.max(at, Math.min(walked.end ?? member.dataStart, range.end));
    }
  }

  /** The member whose local header is at `at`; undefined if there is none. `limit`: where its data must end. */
  #memberAt(at: number, limit: number): ZipMember | undefined {
    const bytes = this.#window.from(at, LOCAL_HEADER + LONGEST_FIELDS);
    const header = bytes.subarray(0, LOCAL_HEADER);
    if (!plausible(header)) return undefined;
    const nameLength = header.readUInt16LE(26);
    const names = bytes.subarray(LOCAL_HEADER, LOCAL_HEADER + nameLength + header.readUInt16LE(28));
    const flags = header.readUInt16LE(6);
    const method = header.readUInt16LE(8);
    const fieldsStart = at + LOCAL_HEADER + nameLength;
    const dataStart = fieldsStart + header.readUInt16LE(28);
    const common = {
      name: memberName(names.subarray(0, nameLength), names.length < nameLength),
      flags,
      method,
      headerStart: at,
      fieldsStart,
      dataStart,
    };
    if (flags & HAS_DESCRIPTOR) {
      const gap = { start: Math.min(dataStart, limit), end: limit };
      const dataEnd = method === 0 ? this.#storedEnd(gap) : Math.max(limit, dataStart);
      return { ...common, crc: undefined, size: undefined, dataEnd: Math.max(dataEnd, dataStart) };
    }
    const size = header.readUInt32LE(22);
    const packed = header.readUInt32LE(18);
    const wide = size === ZIP64 || packed === ZIP64 ? zip64Sizes(names.subarray(nameLength)) : undefined;
    return {
      ...common,
      crc: header.readUInt32LE(14),
      size: size === ZIP64 ? wide?.[0] : size,
      dataEnd: dataStart + (packed === ZIP64 && wide !== undefined ? wide[1] : packed),
    };
  }

  /** End of stored data of unknown size: the descriptor that contains the size found, otherwise the next signature. */
  #storedEnd(gap: Span): number {
    for (let from = gap.start; this.#searchable > 0;) {
      const at = this.#window.find(DESCRIPTOR, from, gap.end);
      this.#searchable -= (at < 0 ? gap.end : at + TRIAL) - from;
      if (at < 0) break;
      const record = this.#window.from(at, 12);
      if (record.length >= 12 && record.readUInt32LE(8) === at - gap.start) return at;
      from = at + DESCRIPTOR.length;
    }
    const next = this.#window.find(LOCAL, gap.start, gap.end);
    const directory = this.#directoryBehind(gap.start);
    return Math.min(gap.end, ...[next, directory].filter((at) => at >= 0));
  }

  #directoryBehind(from: number): number {
    const known = this.#directory;
    if (known !== undefined && known.from <= from && (known.at < 0 || from <= known.at)) return known.at;
    const at = this.#window.find(DIRECTORY, from, this.#window.size);
    this.#directory = { from, at };
    return at;
  }
}
