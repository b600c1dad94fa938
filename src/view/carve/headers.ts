import { crc32 } from 'node:zlib';

/** Whether the checksum at `field` is that of the bytes in `[start, end)`. */
export function hasCrc(bytes: Buffer, field: number, start: number, end: number): boolean {
  return (
    field + 4 <= bytes.length && end <= bytes.length && bytes.readUInt32LE(field) === crc32(bytes.subarray(start, end))
  );
}

const ZIP_HEADER = 30;
const LONGEST_NAME = 1024;
/** Methods that archivers use (APPNOTE 4.4.5): stored to LZMA, then zstd, XZ, JPEG, WavPack, PPMd, AES. */
const ZIP_METHODS: ReadonlySet<number> = new Set([0, 1, 6, 8, 9, 10, 12, 14, 19, 20, 93, 94, 95, 96, 97, 98, 99]);

/** Checks for a local header (APPNOTE 4.3.7) with an existing version and method, and a name without control characters. */
export function isZipMember(bytes: Buffer, at: number): boolean {
  if (at + ZIP_HEADER > bytes.length) return false;
  const version = bytes[at + 4] ?? 0;
  const nameLength = bytes.readUInt16LE(at + 26);
  if (version < 10 || version > 63 || !ZIP_METHODS.has(bytes.readUInt16LE(at + 8))) return false;
  if (nameLength === 0 || nameLength > LONGEST_NAME) return false;
  return bytes.subarray(at + ZIP_HEADER, at + ZIP_HEADER + nameLength).every((byte) => byte >= 0x20 && byte !== 0x7f);
}

const LARGEST_BLOCK = 128 * 1024;
const RAW = 0;
const COMPRESSED = 2;

/**
 * Checks for a descriptor without reserved bit or dictionary (RFC 8878, 3.1.1.1.1), and a first block that is compressed or of maximum
 * size: chance can produce a small raw block, whose bytes are plain anyway.
 */
export function isZstd(bytes: Buffer, at: number): boolean {
  const descriptor = bytes[at + 4] ?? 0xff;
  if ((descriptor & 0x0b) !== 0) return false;
  const single = (descriptor & 0x20) !== 0;
  const block = at + 5 + (single ? 0 : 1) + ([single ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0);
  if (block + 3 > bytes.length) return false;
  const header = bytes.readUIntLE(block, 3);
  const [type, size] = [(header >> 1) & 3, header >> 3];
  return type === COMPRESSED ? size > 0 && size <= LARGEST_BLOCK : type === RAW && size === LARGEST_BLOCK;
}

/** Checks version, reserved bits and block size of a frame descriptor (LZ4 frame format 1.6.3). */
export function isLz4(bytes: Buffer, at: number): boolean {
  const [flags = 0, size = 0] = bytes.subarray(at + 4, at + 6);
  return flags >> 6 === 1 && (flags & 3) === 0 && (size & 0x8f) === 0 && size >> 4 >= 4;
}

const LARGEST_OLD_BLOCK = 8 * 1024 * 1024 + 33 * 1024;

/** Checks the first block of the legacy lz4 format: its size, and a token followed by literals. */
export function isOldLz4(bytes: Buffer, at: number): boolean {
  if (at + 9 > bytes.length) return false;
  const size = bytes.readUInt32LE(at + 4);
  return size > 0 && size <= LARGEST_OLD_BLOCK && (bytes[at + 8] ?? 0) >= 0x10;
}

/** Checks the level of a stream and the mark of its first block. */
export function isBzip2(bytes: Buffer, at: number): boolean {
  const level = bytes[at + 3] ?? 0;
  return level >= 0x31 && level <= 0x39 && bytes.toString('latin1', at + 4, at + 10) === '1AY&SY';
}

/** The first block of a RAR 4 archive has a 16-bit CRC and a fixed form, that of RAR 5 a 32-bit CRC. */
export function isRar(bytes: Buffer, at: number): boolean {
  if (bytes[at + 6] === 0) {
    const start = at + 9;
    return (
      start + 11 <= bytes.length &&
      bytes[start] === 0x73 &&
      bytes.readUInt16LE(at + 7) === (crc32(bytes.subarray(start, start + 11)) & 0xffff)
    );
  }
  const size = bytes[at + 12] ?? 0;
  return bytes[at + 6] === 1 && bytes[at + 7] === 0 && size < 0x80 && hasCrc(bytes, at + 8, at + 12, at + 13 + size);
}

/** Checks the reserved fields and version 1.3 of a cabinet ([MS-CAB] 2.1). */
export function isCabinet(bytes: Buffer, at: number): boolean {
  return (
    at + 36 <= bytes.length &&
    bytes.readUInt32LE(at + 8) > 36 &&
    bytes.readUInt32LE(at + 12) === 0 &&
    bytes.readUInt16LE(at + 24) === 0x0103
  );
}

/** Checks for version 4.0, one of six compressions, and a block size that two fields agree on (Linux, squashfs_fs.h). */
export function isSquashFs(bytes: Buffer, at: number): boolean {
  if (at + 32 > bytes.length || bytes.readUInt32LE(at + 28) !== 4) return false;
  const [packer, log] = [bytes.readUInt16LE(at + 20), bytes.readUInt16LE(at + 22)];
  return packer > 0 && packer <= 6 && log <= 20 && bytes.readUInt32LE(at + 12) === 2 ** log;
}

const PDF_HEAD = 1024;

/** Checks for a version, and an object shortly after it. */
export function isPdf(bytes: Buffer, at: number): boolean {
  const head = bytes.toString('latin1', at, at + PDF_HEAD);
  return /^%PDF-[12]\.\d[\r\n \t]/.test(head) && /\d\s+\d+\s+obj\b/.test(head);
}

const START_OF_SCAN = 0xda;

/** Frame headers by their process (ISO 10918-1, table B.1). */
function isFrame(marker: number): boolean {
  return marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** Whether a marker may precede the pixels: tables, frames, applications, comments. */
function isSegment(marker: number): boolean {
  return marker >= 0xc0 && (marker < 0xd0 || marker > 0xd9);
}

/** Checks the segments of a JPEG file up to its pixels, which must include a frame header. */
export function isJpeg(bytes: Buffer, from: number): boolean {
  let frames = 0;
  for (let at = from + 2, segments = 0; segments < 256; segments++) {
    const marker = bytes[at + 1] ?? 0;
    if (bytes[at] !== 0xff || !isSegment(marker)) return false;
    if (marker === START_OF_SCAN) return frames > 0;
    if (isFrame(marker)) frames++;
    at += 2 + (bytes[at + 2] ?? 0) * 256 + (bytes[at + 3] ?? 0);
  }
  return false;
}

/** Checks the first chunk and its checksum. */
export function isPng(bytes: Buffer, at: number): boolean {
  return bytes.toString('latin1', at + 8, at + 16) === '\0\0\0\rIHDR' && isChunk(bytes, at + 8);
}

/** Checks the checksum of the PNG chunk at `at`, highest byte first. */
function isChunk(bytes: Buffer, at: number): boolean {
  const end = at + 8 + 13;
  return end + 4 <= bytes.length && bytes.readUInt32BE(end) === crc32(bytes.subarray(at + 4, end));
}

/** Checks for a version, and a screen that is not empty. */
export function isGif(bytes: Buffer, at: number): boolean {
  const version = bytes.toString('latin1', at + 3, at + 6);
  return (version === '87a' || version === '89a') && at + 13 <= bytes.length && bytes.readUInt32LE(at + 6) !== 0;
}

/** Checks for a size with room for a frame, and for the first chunk of one. */
export function isWebp(bytes: Buffer, at: number): boolean {
  return (
    at + 20 <= bytes.length &&
    bytes.readUInt32LE(at + 4) > 20 &&
    /^WEBPVP8[ LX]$/.test(bytes.toString('latin1', at + 8, at + 16))
  );
}
