import type { SkipReason } from '../types.ts';
import type { ArchiveKind } from './archive/archives.ts';
import type { CompressedKind } from './compressed/formats.ts';
import { isLzmaHeader } from './compressed/lzma/lzma-header.ts';
import { isZlib } from './compressed/zlib.ts';
import type { ImageKind } from './image/image.ts';
import { BLOCK, hasTarMagic, isTarHeader } from './tar-header.ts';

/** Containers that are opened; of images what stands beside the pixels. */
export type OpenedKind =
  CompressedKind | ImageKind | ArchiveKind | 'pdf' | 'zip' | 'tar' | 'ole2' | 'sqlite' | 'git-pack' | 'git-bundle';

/** Formats that are known and stay unread, in part at least. */
export type UnreadKind =
  | 'compress'
  | '7z'
  | 'rar'
  | 'cab'
  | 'office-encrypted'
  | 'pdf'
  | 'png'
  | 'jpeg'
  | 'gif'
  | 'webp'
  | 'bmp'
  | 'tiff'
  | 'heif'
  | 'jxl'
  | 'mp4'
  | 'matroska';

/** What is not looked at in a format, with the reason and the words for it. */
export const UNREAD: Readonly<Record<UnreadKind, { readonly reason: SkipReason; readonly words: string }>> = {
  compress: { reason: 'unsupported-format', words: 'compress (.Z) data' },
  '7z': { reason: 'unsupported-format', words: 'a 7z archive' },
  rar: { reason: 'unsupported-format', words: 'a RAR archive' },
  'office-encrypted': { reason: 'encrypted', words: 'an Office document with a password' },
  cab: { reason: 'unsupported-format', words: 'a cabinet archive' },
  pdf: { reason: 'pdf-text', words: 'text of a PDF document' },
  png: { reason: 'image-pixels', words: 'pixels of a PNG image' },
  jpeg: { reason: 'image-pixels', words: 'pixels of a JPEG image' },
  gif: { reason: 'image-pixels', words: 'pixels of a GIF image' },
  webp: { reason: 'image-pixels', words: 'pixels of a WebP image' },
  bmp: { reason: 'image-pixels', words: 'pixels of a BMP image' },
  tiff: { reason: 'image-pixels', words: 'pixels of a TIFF image' },
  heif: { reason: 'image-pixels', words: 'pixels of a HEIF or AVIF image' },
  jxl: { reason: 'image-pixels', words: 'pixels of a JPEG XL image' },
  mp4: { reason: 'image-pixels', words: 'pixels of an MP4 video' },
  matroska: { reason: 'image-pixels', words: 'pixels of a WebM or Matroska video' },
};

/** Images and videos of which nothing is read but their raw bytes. */
export const PIXELS_ALONE: ReadonlySet<ContainerKind> = new Set(['bmp', 'tiff', 'heif', 'jxl', 'mp4', 'matroska']);

/** What a file's first bytes say it is. */
export type ContainerKind = OpenedKind | UnreadKind;

/** A magic number: latin1 characters at an offset, from each format's own specification. */
type Magic = readonly [kind: ContainerKind, text: string, offset?: number];

const MAGICS: readonly Magic[] = [
  ['gzip', '\x1f\x8b\x08'],
  ['zlib', '\x78\x01'],
  ['zlib', '\x78\x5e'],
  ['zlib', '\x78\x9c'],
  ['zlib', '\x78\xda'],
  ['zip', 'PK\x03\x04'],
  ['zip', 'PK\x05\x06'],
  ['zip', 'PK\x07\x08PK'],
  ['zstd', '\x28\xb5\x2f\xfd'],
  ['bzip2', '1AY&SY', 4],
  ['bzip2', '\x17\x72\x45\x38\x50\x90', 4],
  ['xz', '\xfd7zXZ\0'],
  ['lzip', 'LZIP\x01'],
  ['lz4', '\x04\x22\x4d\x18'],
  ['lz4', '\x02\x21\x4c\x18'],
  ['lzma', '\x5d\0'],
  ['compress', '\x1f\x9d\x90'],
  ['7z', '7z\xbc\xaf\x27\x1c'],
  ['rar', 'Rar!\x1a\x07'],
  ['cab', 'MSCF\0\0\0\0'],
  ['ar', '!<arch>\n'],
  ['cpio', '070701'],
  ['cpio', '070702'],
  ['framed', '\x28\xb5\x2f\xfd', 4],
  ['rpm', '\xed\xab\xee\xdb'],
  ['git-pack', 'PACK\0\0\0\x02'],
  ['git-pack', 'PACK\0\0\0\x03'],
  ['git-bundle', '# v2 git bundle\n'],
  ['git-bundle', '# v3 git bundle\n'],
  ['pdf', '%PDF-'],
  ['ole2', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'],
  ['sqlite', 'SQLite format 3\0'],
  ['png', '\x89PNG\r\n\x1a\n'],
  ['jpeg', '\xff\xd8\xff'],
  ['gif', 'GIF87a'],
  ['gif', 'GIF89a'],
  ['webp', 'WEBPVP8', 8],
  ['bmp', '\0\0\0\0', 6],
  ['tiff', 'II\x2a\0'],
  ['tiff', 'MM\0\x2a'],
  ['heif', 'ftypheic', 4],
  ['heif', 'ftypmif1', 4],
  ['heif', 'ftypavif', 4],
  ['jxl', '\0\0\0\x0cJXL \r\n\x87\n'],
  ['mp4', 'ftyp', 4],
  ['matroska', '\x1a\x45\xdf\xa3'],
];

/** What must stand at the very start beside a magic number further in. */
const STARTS: Readonly<Partial<Record<ContainerKind, string>>> = {
  bzip2: 'BZh',
  webp: 'RIFF',
  bmp: 'BM',
  heif: '\0\0\0',
  mp4: '\0\0',
  framed: '\0',
};

/** What must hold of the first bytes beside a magic number that proves little. */
const CHECKS: Readonly<Partial<Record<ContainerKind, (head: Uint8Array) => boolean>>> = {
  zlib: isZlib,
  lzma: isLzmaHeader,
};

/** The magic numbers by the first byte of what has them: nearly all texts are told by that one. */
const BY_FIRST_BYTE: ReadonlyMap<number, readonly Magic[]> = byFirstByte();

function byFirstByte(): Map<number, Magic[]> {
  const sorted = new Map<number, Magic[]>();
  for (const magic of MAGICS) {
    const [kind, text, offset] = magic;
    const first = (offset === undefined ? text : (STARTS[kind] ?? '')).charCodeAt(0);
    const list = sorted.get(first);
    if (list === undefined) sorted.set(first, [magic]);
    else list.push(magic);
  }
  return sorted;
}

function hasText(head: Uint8Array, text: string, offset = 0): boolean {
  if (head.length < offset + text.length) return false;
  for (let i = 0; i < text.length; i++) if (head[offset + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** Name of the stream in which Office documents with a password are kept ([MS-OFFCRYPTO] 2.3.4.4). */
const ENCRYPTED_PACKAGE = Buffer.from('EncryptedPackage', 'utf16le');

function isEncryptedOffice(head: Uint8Array): boolean {
  return Buffer.from(head.buffer, head.byteOffset, head.byteLength).includes(ENCRYPTED_PACKAGE);
}

function isTar(head: Uint8Array): boolean {
  if (head.length < BLOCK) return false;
  return hasTarMagic(head) || isTarHeader(Buffer.from(head.buffer, head.byteOffset, BLOCK));
}

/**
 * The container or unread format that a file's first bytes show (512 bytes are enough), whatever its name is.
 * Tar is known by its mark or, where it has none, by a header whose checksum fits.
 */
export function sniffContainer(head: Uint8Array): ContainerKind | undefined {
  for (const [kind, text, offset] of BY_FIRST_BYTE.get(head[0] ?? 0) ?? []) {
    if (hasText(head, text, offset) && hasText(head, STARTS[kind] ?? '') && CHECKS[kind]?.(head) !== false)
      return kind === 'ole2' && isEncryptedOffice(head) ? 'office-encrypted' : kind;
  }
  return isTar(head) ? 'tar' : undefined;
}
