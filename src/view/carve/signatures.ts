import type { CompressedKind } from '../compressed/formats.ts';
import type { ImageKind } from '../image/image.ts';
import { isCompoundHeader } from '../compound/header.ts';
import { isDatabaseHeader } from '../sqlite/header.ts';
import { isLzmaHeader } from '../compressed/lzma/lzma-header.ts';
import { isGzipAt, isZlibAt } from './deflate-trial.ts';
import {
  hasCrc,
  isBzip2,
  isCabinet,
  isGif,
  isJpeg,
  isLz4,
  isOldLz4,
  isPdf,
  isPng,
  isRar,
  isSquashFs,
  isWebp,
  isZipMember,
  isZstd,
} from './headers.ts';

/** Formats that are searched for inside other data. */
export type CarvedKind =
  | Exclude<CompressedKind, 'brotli' | 'compress'>
  | ImageKind
  | 'zip'
  | 'pdf'
  | 'ole2'
  | 'sqlite'
  | 'squashfs'
  | '7z'
  | 'cab'
  | 'rar';

/** A magic number (latin1 characters), and a check of the bytes around it. */
interface Signature {
  readonly kind: CarvedKind;
  readonly text: string;
  /** Tells a header from chance; `bytes` may end right after the magic number. */
  readonly fits: (bytes: Buffer, at: number) => boolean;
  /** Whether the check is an attempt to unpack, which is expensive. */
  readonly dear?: boolean;
}

/** Formats with a magic number of at least three bytes or a check of what follows it, and whose contents are not plain bytes. */
const SIGNATURES: readonly Signature[] = [
  { kind: 'gzip', text: '\x1f\x8b\x08', fits: isGzipAt, dear: true },
  ...['\x78\x01', '\x78\x5e', '\x78\x9c', '\x78\xda'].map((text): Signature => ({
    kind: 'zlib',
    text,
    fits: isZlibAt,
    dear: true,
  })),
  { kind: 'zip', text: 'PK\x03\x04', fits: isZipMember },
  { kind: 'zstd', text: '\x28\xb5\x2f\xfd', fits: isZstd },
  { kind: 'bzip2', text: 'BZh', fits: isBzip2 },
  { kind: 'xz', text: '\xfd7zXZ\0', fits: (bytes, at) => hasCrc(bytes, at + 8, at + 6, at + 8) },
  { kind: 'lzip', text: 'LZIP\x01', fits: (bytes, at) => ((bytes[at + 5] ?? 0) & 31) >= 12 },
  { kind: 'lzma', text: '\x5d\0', fits: isLzmaHeader },
  { kind: 'lz4', text: '\x02\x21\x4c\x18', fits: isOldLz4 },
  { kind: 'lz4', text: '\x04\x22\x4d\x18', fits: isLz4 },
  { kind: '7z', text: '7z\xbc\xaf\x27\x1c', fits: (bytes, at) => hasCrc(bytes, at + 8, at + 12, at + 32) },
  { kind: 'rar', text: 'Rar!\x1a\x07', fits: isRar },
  { kind: 'cab', text: 'MSCF\0\0\0\0', fits: isCabinet },
  { kind: 'pdf', text: '%PDF-', fits: isPdf },
  { kind: 'ole2', text: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', fits: (bytes, at) => isCompoundHeader(bytes.subarray(at)) },
  { kind: 'sqlite', text: 'SQLite format 3\0', fits: (bytes, at) => isDatabaseHeader(bytes.subarray(at)) },
  { kind: 'squashfs', text: 'hsqs', fits: isSquashFs },
  { kind: 'png', text: '\x89PNG\r\n\x1a\n', fits: isPng },
  { kind: 'jpeg', text: '\xff\xd8\xff', fits: isJpeg },
  { kind: 'gif', text: 'GIF8', fits: isGif },
  { kind: 'webp', text: 'RIFF', fits: isWebp },
];

/** For each pair of bytes, the first one as the high byte, the number (from 1) of the signature that begins with it; 0 if there is none. */
export const BY_PAIR: Readonly<Uint8Array> = byPair();

function byPair(): Uint8Array {
  const pairs = new Uint8Array(65_536);
  SIGNATURES.forEach(({ text }, index) => (pairs[(text.charCodeAt(0) << 8) | text.charCodeAt(1)] = index + 1));
  return pairs;
}

/** The pairs of bytes that signatures begin with. */
export const SIGNATURE_PAIRS: readonly number[] = [...BY_PAIR.keys()].filter((pair) => BY_PAIR[pair] !== 0);

/** The signature whose first two bytes are at `at`; its other bytes and its check are not considered. */
export function signatureAt(bytes: Uint8Array, at: number): Signature | undefined {
  const pair = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  return SIGNATURES[(BY_PAIR[pair] ?? 0) - 1];
}

/** Whether the complete magic number is at `at`. */
export function hasMagic({ text }: Signature, bytes: Uint8Array, at: number): boolean {
  for (let i = 2; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}
