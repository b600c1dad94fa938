import type { ArchiveKind } from './archive/archives.ts';
import type { CaptureKind } from './capture/packets.ts';
import type { CompressedKind } from './compressed/formats.ts';
import { isCompress } from './compressed/compress-header.ts';
import { isLzmaHeader } from './compressed/lzma/lzma-header.ts';
import { isZlib } from './compressed/zlib.ts';
import { isOpenPgpMessage, isPkcs12, isSealedBackup } from './sealed.ts';
import type { ImageKind } from './image/image.ts';
import { beginsLog } from './leveldb/log-head.ts';
import type { LevelKind } from './leveldb/leveldb.ts';
import type { ObjectKind } from './objects/objects.ts';
import { isEarlyPickle, isMarkedPickle } from './objects/pickle-head.ts';
import type { LogKind } from './sqlite/log.ts';
import type { UnreadKind } from './unread-kinds.ts';
import { beginsTar, BLOCK } from './archive/tar-header.ts';

/** Containers that are opened; of images, everything but the pixels. */
export type OpenedKind =
  | CompressedKind
  | ImageKind
  | ArchiveKind
  | 'pdf'
  | 'zip'
  | 'tar'
  | 'ole2'
  | 'sqlite'
  | LogKind
  | LevelKind
  | CaptureKind
  | 'bplist'
  | 'redis'
  | 'parquet'
  | 'avro'
  | 'squashfs'
  | 'rar'
  | 'arrow'
  | 'pgdump'
  | ObjectKind
  | 'wandb'
  | 'git-pack'
  | 'git-bundle';

/** Images and videos of which only the raw bytes are read. */
export const PIXELS_ALONE: ReadonlySet<ContainerKind> = new Set(['bmp', 'tiff', 'heif', 'jxl', 'mp4', 'matroska']);

/** Formats that are partly unread; their raw bytes are searched like other data. */
export const READ_AS_DATA: ReadonlySet<ContainerKind> = new Set([
  'disk-image',
  'orc',
  'duckdb',
  'pickle',
  'npy',
  'gguf',
  'hdf5',
  'wandb',
]);

/** What a file is, judging by its first bytes. */
export type ContainerKind = OpenedKind | UnreadKind;

/** A magic number: latin1 characters at an offset, from the format's own specification. */
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
  ['compress', '\x1f\x9d'],
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
  ['pdf', '%FDF-'],
  ['ole2', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'],
  ['sqlite', 'SQLite format 3\0'],
  ['sqlite-wal', '\x37\x7f\x06\x82'],
  ['sqlite-wal', '\x37\x7f\x06\x83'],
  ['sqlite-journal', '\xd9\xd5\x05\xf9\x20\xa1\x63\xd7'],
  ['pcap', '\xd4\xc3\xb2\xa1'],
  ['pcap', '\x4d\x3c\xb2\xa1'],
  ['pcap', '\xa1\xb2\xc3\xd4'],
  ['pcap', '\xa1\xb2\x3c\x4d'],
  ['pcapng', '\x0a\x0d\x0d\x0a'],
  ['bplist', 'bplist0'],
  ['redis', 'REDIS'],
  ['redis', 'VALKEY'],
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
  // Version 3 after the header of a SEQUENCE (RFC 7292, 4), whose length is two or three octets or indefinite.
  ['pkcs12', '\x02\x01\x03\x30', 4],
  ['pkcs12', '\x02\x01\x03\x30', 5],
  ['pkcs12', '\x02\x01\x03\x30', 2],
  ['keystore', '\xfe\xed\xfe\xed\0\0\0'],
  ['keystore', '\xce\xce\xce\xce\0\0\0'],
  ['openpgp', '\x84'],
  ['openpgp', '\x85'],
  ['openpgp', '\x8c'],
  ['openpgp', '\xc1'],
  ['openpgp', '\xc3'],
  ['age', 'age-encryption.org/v1\n'],
  ['salted', 'Salted__'],
  ['luks', 'LUKS\xba\xbe'],
  ['keepass', '\x03\xd9\xa2\x9a'],
  ['android-backup', 'ANDROID BACKUP\n'],
  ['disk-image', 'QFI\xfb'],
  ['disk-image', 'KDMV'],
  ['disk-image', 'COWD'],
  ['disk-image', 'vhdxfile'],
  ['disk-image', 'conectix'],
  ['disk-image', '<<< Oracle VM VirtualBox Disk Image'],
  ['disk-image', '<<< Sun VirtualBox Disk Image'],
  ['disk-image', '<<< QEMU VM Virtual Disk Image'],
  ['squashfs', 'hsqs'],
  ['squashfs', 'sqsh'],
  ['wim', 'MSWIM\0\0\0'],
  ['xar', 'xar!\0'],
  ['lzo', '\x89LZO\0\r\n\x1a\n'],
  ['lzfse', 'bvx2'],
  ['lzfse', 'bvx1'],
  ['lzfse', 'bvxn'],
  ['zpaq', '7kSt\xa01\x83\xd3'],
  ['zpaq', 'zPQ\x01'],
  ['zpaq', 'zPQ\x02'],
  ['arj', '\x60\xea'],
  ['parquet', 'PAR1'],
  ['parquet', 'PARE'],
  ['arrow', 'ARROW1\0\0'],
  ['orc', 'ORC'],
  ['avro', 'Obj\x01'],
  ['pgdump', 'PGDMP\x01'],
  ['pickle', '\x80\x02'],
  ['pickle', '\x80\x03'],
  ['pickle', '\x80\x04'],
  ['pickle', '\x80\x05'],
  ['wandb', ':W&B\xe1\xbe'],
  ['npy', '\x93NUMPY'],
  ['gguf', 'GGUF\x02\0\0\0'],
  ['gguf', 'GGUF\x03\0\0\0'],
  ['hdf5', '\x89HDF\r\n\x1a\n'],
  ['mozlz4', 'mozLz40\0'],
  ['snappy', '\xff\x06\0\0sNaPpY'],
];

/** What the file must start with if the magic number is further in. */
const STARTS: Readonly<Partial<Record<ContainerKind, string>>> = {
  bzip2: 'BZh',
  webp: 'RIFF',
  bmp: 'BM',
  heif: '\0\0\0',
  mp4: '\0\0',
  framed: '\0',
  pkcs12: '\x30',
};

/** Conditions on the first bytes where the magic number alone proves little. */
const CHECKS: Readonly<Partial<Record<ContainerKind, (head: Uint8Array) => boolean>>> = {
  zlib: isZlib,
  compress: isCompress,
  pcapng: isSection,
  redis: isSnapshot,
  openpgp: isOpenPgpMessage,
  pkcs12: isPkcs12,
  'android-backup': isSealedBackup,
  salted: isData,
  keystore: isData,
  'disk-image': isData,
  lzfse: isData,
  arj: isArj,
  parquet: isData,
  pgdump: isCustomDump,
  orc: isData,
  pickle: isMarkedPickle,
};

/** Bytes after an alphabetic magic number that distinguish data from a text starting with the same word. */
const NEAR = 64;

function isData(head: Uint8Array): boolean {
  return head.subarray(0, NEAR).some((byte) => byte < 7 || byte >= 0x80);
}

/** Whether the first block of a capture contains the byte-order mark: an empty line and two carriage returns are not a capture. */
function isSection(head: Uint8Array): boolean {
  return hasText(head, '\x1a\x2b\x3c\x4d', 8) || hasText(head, '\x4d\x3c\x2b\x1a', 8);
}

/** Whether the version of the format follows in digits, up to the ninth byte. */
function isSnapshot(head: Uint8Array): boolean {
  return head.subarray(6, 9).every((byte) => byte >= 0x30 && byte <= 0x39) && isData(head);
}

/**
 * Whether a pg_dump archive contains its rows: 4-byte integers, format 1 (pg_backup_archiver.c of PostgreSQL, WriteHead). Other
 * formats keep rows in separate files.
 */
function isCustomDump(head: Uint8Array): boolean {
  return head[8] === 4 && head[10] === 1;
}

/** Whether the mark follows a checksum and precedes an 8-byte storage version (main_header.cpp of DuckDB). */
function isDuckDb(head: Uint8Array): boolean {
  return hasText(head, 'DUCK', 8) && head[12] !== 0 && hasText(head, '\0'.repeat(6), 14);
}

/** Whether the sizes of the main header and of its first part are plausible (technical information of ARJ). */
function isArj(head: Uint8Array): boolean {
  const [, , low = 0, high = 0, first = 0] = head;
  return low + 256 * high >= first && high < 0x0b && first >= 30 && first <= 46;
}

/** Formats whose first bytes vary: names, properties, a checksum or header sizes. */
function withoutMagic(head: Uint8Array): ContainerKind | undefined {
  if (isTar(head)) return 'tar';
  if (isLzmaHeader(head)) return 'lzma';
  if (hasText(head, '**ACE**', 7)) return 'ace';
  if (beginsLog(head)) return 'leveldb-log';
  if (isDuckDb(head)) return 'duckdb';
  if (isEarlyPickle(head)) return 'pickle';
  const isMethod = hasText(head, '-l', 2) && (head[4] === 0x68 || head[4] === 0x7a) && head[6] === 0x2d;
  return isMethod && isData(head) ? 'lha' : undefined;
}

/** Magic numbers by their first byte, which alone rules out nearly all texts. */
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

/**
 * First two bytes (the first one as the high byte) of everything that {@link sniffContainer} recognises by magic number. Formats without
 * one have signs further in: see `assembly/promising-run.ts`.
 */
export const FIRST_PAIRS: readonly number[] = MAGICS.flatMap(([kind, text, offset]) =>
  firstPairs(offset === undefined ? text : (STARTS[kind] ?? '')),
);

/** The pairs that a magic text can begin with: 256 of them if it is a single byte. */
function firstPairs(text: string): readonly number[] {
  const high = text.charCodeAt(0) << 8;
  return text.length > 1 ? [high | text.charCodeAt(1)] : Array.from({ length: 256 }, (_, low) => high | low);
}

function hasText(head: Uint8Array, text: string, offset = 0): boolean {
  if (head.length < offset + text.length) return false;
  for (let i = 0; i < text.length; i++) if (head[offset + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** Name of the stream that holds password-protected Office documents ([MS-OFFCRYPTO] 2.3.4.4). */
const ENCRYPTED_PACKAGE = Buffer.from('EncryptedPackage', 'utf16le');

function isEncryptedOffice(head: Uint8Array): boolean {
  return Buffer.from(head.buffer, head.byteOffset, head.byteLength).includes(ENCRYPTED_PACKAGE);
}

function isTar(head: Uint8Array): boolean {
  return head.length >= BLOCK && beginsTar(Buffer.from(head.buffer, head.byteOffset, BLOCK));
}

/**
 * The container or unread format that a file's first bytes show (512 bytes are enough), whatever its name. Tar is recognised by a header
 * with a correct checksum, or by a damaged header that has its mark.
 */
export function sniffContainer(head: Uint8Array): ContainerKind | undefined {
  for (const [kind, text, offset] of BY_FIRST_BYTE.get(head[0] ?? 0) ?? []) {
    if (hasText(head, text, offset) && hasText(head, STARTS[kind] ?? '') && CHECKS[kind]?.(head) !== false)
      return kind === 'ole2' && isEncryptedOffice(head) ? 'office-encrypted' : kind;
  }
  return withoutMagic(head);
}
