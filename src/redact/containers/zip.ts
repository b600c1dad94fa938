import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Entry } from 'yauzl';
import type { Budget } from '../../view/budget.ts';
import { UNPACKED } from '../../view/zip/member.ts';
import { memberName } from '../../view/zip/walk.ts';
import type { Descend, Part, RedactedPart, Redaction } from '../redactor.ts';
import { unpacked } from './compressed.ts';
import { room } from './room.ts';

const [STORED, DEFLATED] = [0, 8] as const;
const LOCAL_HEADER = 30;
const DIRECTORY_HEADER = 46;
const HAS_DESCRIPTOR = 8;
const ENCRYPTED = 0x2041;

/** A member as written to the new archive. */
interface Packed {
  readonly entry: Entry;
  readonly method: number;
  readonly crc: number;
  readonly size: number;
  readonly data: Buffer;
}

/**
 * Redacts the members of a zip file (PKWARE APPNOTE 6.3) and rewrites it: names, order, times, attributes and comments
 * stay, members without a value keep their compressed bytes, and what no directory lists is left out. Undefined if
 * nothing was removed, or if the archive cannot be fully read.
 */
export async function redactZip(bytes: Buffer, part: Part, descend: Descend): Promise<RedactedPart | undefined> {
  const archive = await entriesOf(bytes);
  if (archive === undefined) return undefined;
  const members: Packed[] = [];
  const redactions: Redaction[] = [];
  for (const entry of archive.entries) {
    const packed = packedOf(bytes, entry);
    if (packed === undefined) return undefined;
    const content = await contentOf(packed, part.budget);
    const view = [...part.view, `zip:${memberName(entry.fileNameRaw)}`];
    const inner = content && (await descend(content, { ...part, view }));
    if (inner === undefined || inner.redactions.length === 0) members.push(packed);
    else {
      redactions.push(...inner.redactions);
      members.push(packedAnew(entry, inner.bytes));
    }
  }
  return redactions.length === 0 ? undefined : { bytes: written(members, archive.comment), redactions };
}

async function entriesOf(bytes: Buffer): Promise<{ entries: Entry[]; comment: Buffer } | undefined> {
  const yauzl = await import('yauzl');
  const options = { lazyEntries: true, decodeStrings: false, validateEntrySizes: false } as const;
  try {
    const zip = await yauzl.default.fromBufferPromise(bytes, options);
    const entries: Entry[] = [];
    for await (const entry of zip.eachEntry()) entries.push(entry);
    const comment: unknown = zip.comment;
    return { entries, comment: Buffer.isBuffer(comment) ? comment : Buffer.from(String(comment), 'utf8') };
  } catch {
    return undefined;
  }
}

function packedOf(bytes: Buffer, entry: Entry): Packed | undefined {
  const at = entry.relativeOffsetOfLocalHeader;
  if (at + LOCAL_HEADER > bytes.length) return undefined;
  const start = at + LOCAL_HEADER + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
  const end = start + entry.compressedSize;
  if (end > bytes.length) return undefined;
  const { compressionMethod: method, crc32: crc, uncompressedSize: size } = entry;
  return { entry, method, crc, size, data: bytes.subarray(start, end) };
}

async function contentOf({ entry, method, data }: Packed, budget: Budget): Promise<Buffer | undefined> {
  if (entry.generalPurposeBitFlag & ENCRYPTED) return undefined;
  const content = await decompressed(method, data, room(budget));
  return content !== undefined && budget.spend(content.length) ? content : undefined;
}

async function decompressed(method: number, data: Buffer, most: number): Promise<Buffer | undefined> {
  const kind = UNPACKED[method];
  if (kind !== undefined) return (await unpacked(data, kind, most))?.content;
  try {
    return method === STORED ? data : method === DEFLATED ? inflateRawSync(data, { maxOutputLength: most }) : undefined;
  } catch {
    return undefined;
  }
}

function packedAnew(entry: Entry, content: Buffer): Packed {
  const isStored = entry.compressionMethod === STORED;
  const data = isStored ? content : deflateRawSync(content);
  return { entry, method: isStored ? STORED : DEFLATED, crc: crc32(content), size: content.length, data };
}

function written(members: readonly Packed[], comment: Buffer): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const member of members) {
    directory.push(directoryRecord(member, at));
    const local = localRecord(member);
    parts.push(local, member.data);
    at += local.length + member.data.length;
  }
  const size = directory.reduce((sum, record) => sum + record.length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...parts, ...directory, end, comment]);
}

/** The fields that the local header (APPNOTE 4.3.7) and the directory (4.3.12) have in common, written from `at` on. */
function common(into: Buffer, at: number, { entry, method, crc, size, data }: Packed): void {
  into.writeUInt16LE(20, at);
  // Sizes are in the headers of the new archive, whatever followed the data in the old one.
  into.writeUInt16LE(entry.generalPurposeBitFlag & ~HAS_DESCRIPTOR, at + 2);
  into.writeUInt16LE(method, at + 4);
  into.writeUInt16LE(entry.lastModFileTime, at + 6);
  into.writeUInt16LE(entry.lastModFileDate, at + 8);
  into.writeUInt32LE(crc, at + 10);
  into.writeUInt32LE(data.length, at + 14);
  into.writeUInt32LE(size, at + 18);
  into.writeUInt16LE(entry.fileNameRaw.length, at + 22);
}

function localRecord(member: Packed): Buffer {
  const header = Buffer.alloc(LOCAL_HEADER);
  header.writeUInt32LE(0x04034b50, 0);
  common(header, 4, member);
  return Buffer.concat([header, member.entry.fileNameRaw]);
}

function directoryRecord(member: Packed, localAt: number): Buffer {
  const { entry } = member;
  const header = Buffer.alloc(DIRECTORY_HEADER);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(entry.versionMadeBy, 4);
  common(header, 6, member);
  header.writeUInt16LE(entry.fileCommentRaw.length, 32);
  header.writeUInt16LE(entry.internalFileAttributes, 36);
  header.writeUInt32LE(entry.externalFileAttributes, 38);
  header.writeUInt32LE(localAt, 42);
  return Buffer.concat([header, entry.fileNameRaw, entry.fileCommentRaw]);
}
