import type { SkipReason } from '../types.ts';

/** Formats that are recognised but not read, at least in part. */
export type UnreadKind =
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
  | 'matroska'
  | 'pkcs12'
  | 'keystore'
  | 'openpgp'
  | 'age'
  | 'salted'
  | 'luks'
  | 'keepass'
  | 'android-backup'
  | 'disk-image'
  | 'wim'
  | 'lzfse'
  | 'zpaq'
  | 'arj'
  | 'ace'
  | 'lha'
  | 'orc'
  | 'duckdb';

/** What is not read of a format: the reason and the words that describe it. */
export const UNREAD: Readonly<Record<UnreadKind, { readonly reason: SkipReason; readonly words: string }>> = {
  'office-encrypted': { reason: 'encrypted', words: 'an Office document with a password' },
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
  pkcs12: { reason: 'encrypted', words: 'a PKCS #12 store of keys' },
  keystore: { reason: 'encrypted', words: 'a Java key store' },
  openpgp: { reason: 'encrypted', words: 'an OpenPGP message' },
  age: { reason: 'encrypted', words: 'a file encrypted with age' },
  salted: { reason: 'encrypted', words: 'a file encrypted with OpenSSL' },
  luks: { reason: 'encrypted', words: 'a LUKS volume' },
  keepass: { reason: 'encrypted', words: 'a KeePass database' },
  'android-backup': { reason: 'encrypted', words: 'an Android backup with a password' },
  'disk-image': { reason: 'unsupported-format', words: 'files of a disk image' },
  wim: { reason: 'unsupported-format', words: 'a Windows image' },
  lzfse: { reason: 'unsupported-format', words: 'LZFSE data' },
  zpaq: { reason: 'unsupported-format', words: 'a ZPAQ archive' },
  arj: { reason: 'unsupported-format', words: 'an ARJ archive' },
  ace: { reason: 'unsupported-format', words: 'an ACE archive' },
  lha: { reason: 'unsupported-format', words: 'an LHA archive' },
  orc: { reason: 'unsupported-format', words: 'columns of an ORC file' },
  duckdb: { reason: 'unsupported-format', words: 'compressed columns of a DuckDB database' },
};
