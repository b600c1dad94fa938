import type { Span } from '../../types.ts';
import { CompoundFile } from '../compound/compound-file.ts';
import { HEADER, readHeader } from '../sqlite/header.ts';
import { partAccess, type RandomAccess } from '../random-access.ts';
import { gifMetadata } from '../image/gif.ts';
import type { ImageKind } from '../image/image.ts';
import { jpegMetadata } from '../image/jpeg.ts';
import { pngMetadata } from '../image/png.ts';
import { webpMetadata } from '../image/webp.ts';
import { rarEnd } from '../rar/members.ts';
import { readSignature } from '../seven-zip/signature.ts';

const CHUNK = 1024 * 1024;

/** Positions of `needle` from `start` on, in order. */
function* places(access: RandomAccess, needle: Buffer, start: number): Generator<number> {
  for (let base = start; base < access.size; base += CHUNK) {
    const bytes = access.read(base, CHUNK + needle.length - 1);
    for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at + 1)) yield base + at;
  }
}

/** End record of a zip's directory (APPNOTE 4.3.16): signature, fixed part, and the value that refers to zip64. */
const END_RECORD = Buffer.from('PK\x05\x06', 'latin1');
const END_LENGTH = 22;
const DIRECTORY_ENTRY = 0x02014b50;
const WIDE = 0xffffffff;

/**
 * The zip whose first member begins at `at`. It ends after the first end record whose directory precedes it and counts offsets from `at` or
 * from the start of the data; without one, it extends to the end of the data.
 */
export function zipRegion(access: RandomAccess, at: number): Span {
  for (const found of places(access, END_RECORD, at)) {
    const record = access.read(found, END_LENGTH);
    if (record.length < END_LENGTH) break;
    const [size, offset] = [record.readUInt32LE(12), record.readUInt32LE(16)];
    const end = Math.min(access.size, found + END_LENGTH + record.readUInt16LE(20));
    if (size === WIDE || offset === WIDE) return { start: at, end };
    const directory = found - size;
    const start = directory - offset;
    const entry = access.read(directory, 4);
    // A zip stored inside another one ends earlier; its directory counts offsets from a later position.
    if (entry.length === 4 && entry.readUInt32LE(0) === DIRECTORY_ENTRY && start >= 0 && start <= at)
      return { start, end };
  }
  return { start: at, end: access.size };
}

const PDF_END = Buffer.from('%%EOF');
const PDF_START = Buffer.from('%PDF-');

/** The PDF document at `at`: up to its last end mark before the next document. */
export function pdfRegion(access: RandomAccess, at: number): Span {
  const next = places(access, PDF_START, at + 1).next();
  const limit = next.done === true ? access.size : next.value;
  let end = limit;
  for (const mark of places(access, PDF_END, at)) {
    if (mark >= limit) break;
    end = mark + PDF_END.length;
  }
  return { start: at, end };
}

/** The compound file at `at`: up to the last sector named in its table. */
export function compoundRegion(access: RandomAccess, at: number): Span {
  const file = new CompoundFile(partAccess(access, { start: at, end: access.size }));
  return { start: at, end: Math.min(access.size, at + file.end) };
}

/** The database at `at`: the number of pages in its header, or one. */
export function databaseRegion(access: RandomAccess, at: number): Span {
  const { pages = 1, pageSize = 0 } = readHeader(access.read(at, HEADER)) ?? {};
  return { start: at, end: Math.min(access.size, at + Math.max(1, pages) * pageSize) };
}

const IMAGES = { png: pngMetadata, jpeg: jpegMetadata, gif: gifMetadata, webp: webpMetadata } as const;
/** How a complete image ends. */
const ENDS: Readonly<Partial<Record<ImageKind, string>>> = { png: 'IEND\xaeB\x60\x82', jpeg: '\xff\xd9', gif: '\x3b' };

/** The image at the start of `access`; undefined if it does not end correctly. */
export function imageRegion(access: RandomAccess, kind: ImageKind): Span | undefined {
  const { end } = IMAGES[kind](access);
  const mark = ENDS[kind];
  if (mark === undefined) return { start: 0, end };
  return access.read(end - mark.length, mark.length).toString('latin1') === mark ? { start: 0, end } : undefined;
}

/** The 7z archive at `at`: up to the end of the header that its first bytes refer to. */
export function sevenZipRegion(access: RandomAccess, at: number): Span {
  const { header } = readSignature(access, at) ?? { header: { end: access.size } };
  return { start: at, end: Math.min(access.size, header.end) };
}

/** The RAR archive at `at`: up to its last header. */
export function rarRegion(access: RandomAccess, at: number): Span {
  return { start: at, end: rarEnd(access, at) };
}

/** The cabinet at `at`, whose first bytes contain its size ([MS-CAB] 2.1). */
export function cabinetRegion(access: RandomAccess, at: number): Span {
  const head = access.read(at, 12);
  return { start: at, end: Math.min(access.size, head.length < 12 ? access.size : at + head.readUInt32LE(8)) };
}
