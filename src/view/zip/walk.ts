import type { Span } from '../../types.ts';
import type { RandomAccess } from '../random-access.ts';
import type { ZipMember } from './member.ts';

/** Local file header: its signature (APPNOTE 4.3.7) and the length of its fixed part. */
export const LOCAL_SIGNATURE = 0x04034b50;
export const LOCAL_HEADER = 30;

const LOCAL = Buffer.from([0x50, 0x4b, 3, 4]);
const DESCRIPTOR = Buffer.from([0x50, 0x4b, 7, 8]);
const DIRECTORY = Buffer.from([0x50, 0x4b, 1, 2]);
const CHUNK = 1024 * 1024;
/** Sizes stand behind the data. */
const HAS_DESCRIPTOR = 8;
const ZIP64 = 0xffffffff;
/** Names of containers can be as long as 64 KiB; what is said of one need not. */
const LONGEST_NAME = 1024;

/** A member's name as text: UTF-8 where it is, else one character for each byte. */
export function memberName(raw: Buffer): string {
  const utf8 = raw.toString('utf8');
  const name = utf8.includes('\uFFFD') ? raw.toString('latin1') : utf8;
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
}

/** First place of `needle` in the given range of the file, or -1. */
function find(access: RandomAccess, needle: Buffer, range: Span): number {
  const overlap = needle.length - 1;
  for (let at = range.start; at + needle.length <= range.end; at += CHUNK) {
    const found = access.read(at, Math.min(CHUNK + overlap, range.end - at)).indexOf(needle);
    if (found >= 0) return at + found;
  }
  return -1;
}

/** The sizes of a header's zip64 extra field (APPNOTE 4.5.3), in the order uncompressed, compressed. */
function zip64Sizes(extra: Buffer): readonly [number, number] | undefined {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1 || at + 20 > extra.length) continue;
    return [Number(extra.readBigUInt64LE(at + 4)), Number(extra.readBigUInt64LE(at + 12))];
  }
  return undefined;
}

/** End of stored data of unknown size: the descriptor that names the size found, else the next signature. */
function storedEnd(access: RandomAccess, gap: Span): number {
  for (let at = gap.start; ; at += 4) {
    at = find(access, DESCRIPTOR, { start: at, end: gap.end });
    if (at < 0) break;
    const record = access.read(at, 12);
    if (record.length === 12 && record.readUInt32LE(8) === at - gap.start) return at;
  }
  const next = [LOCAL, DIRECTORY].map((needle) => find(access, needle, gap)).filter((at) => at >= 0);
  return Math.min(gap.end, ...next);
}

function plausible(header: Buffer): boolean {
  // Version needed is at most 6.3 and the method one of those assigned; anything else is chance.
  return header.length === LOCAL_HEADER && (header[4] ?? 0) <= 63 && header.readUInt16LE(8) < 100;
}

/** The member whose local header stands at `at`; undefined when there is none. `limit`: where its data must end. */
function memberAt(access: RandomAccess, at: number, limit: number): ZipMember | undefined {
  const header = access.read(at, LOCAL_HEADER);
  if (!plausible(header)) return undefined;
  const nameLength = header.readUInt16LE(26);
  const names = access.read(at + LOCAL_HEADER, nameLength + header.readUInt16LE(28));
  const flags = header.readUInt16LE(6);
  const method = header.readUInt16LE(8);
  const dataStart = at + LOCAL_HEADER + nameLength + header.readUInt16LE(28);
  const common = { name: memberName(names.subarray(0, nameLength)), flags, method, headerStart: at, dataStart };
  const gap = { start: Math.min(dataStart, limit), end: limit };
  if (flags & HAS_DESCRIPTOR) {
    const dataEnd = method === 0 ? storedEnd(access, gap) : Math.max(limit, dataStart);
    return { ...common, crc: undefined, size: undefined, dataEnd: Math.max(dataEnd, dataStart) };
  }
  const wide = zip64Sizes(names.subarray(nameLength));
  const size = header.readUInt32LE(22);
  const packed = header.readUInt32LE(18);
  return {
    ...common,
    crc: header.readUInt32LE(14),
    size: size === ZIP64 ? wide?.[0] : size,
    dataEnd: dataStart + (packed === ZIP64 && wide !== undefined ? wide[1] : packed),
  };
}

/** A member found by its own header. Set `end` once it is known where the data really ended. */
export interface WalkedMember {
  readonly member: ZipMember;
  end: number | undefined;
}

/** Finds members by their local headers in a part of a zip file that its directory does not account for. */
export function* walkMembers(access: RandomAccess, range: Span): Generator<WalkedMember> {
  let at = range.start;
  while (at + LOCAL_HEADER <= range.end) {
    const found = find(access, LOCAL, { start: at, end: range.end });
    if (found < 0) return;
    const member = memberAt(access, found, range.end);
    at = found + LOCAL.length;
    if (member === undefined) continue;
    const walked: WalkedMember = { member, end: member.flags & HAS_DESCRIPTOR ? undefined : member.dataEnd };
    yield walked;
    at = Math.max(at, Math.min(walked.end ?? member.dataStart, range.end));
  }
}
