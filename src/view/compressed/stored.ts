import { crc32 } from 'node:zlib';
import { maskedCrc } from './crc32c.ts';

/** Uncompressed parts of data, which every decoder of the format accepts: these formats are never compressed here. */
function partsOf(bytes: Buffer, size: number): readonly Buffer[] {
  const count = Math.max(1, Math.ceil(bytes.length / size));
  return Array.from({ length: count }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
}

function little(value: number, width: number): Buffer {
  const bytes = Buffer.alloc(width);
  bytes.writeUIntLE(value, 0, width);
  return bytes;
}

const ZSTD_BLOCK = 128 * 1024;

/** One Zstandard frame of raw blocks (RFC 8878, 3.1.1), with its size and a window of 128 KiB. */
export function storedZstd(bytes: Buffer): Buffer {
  const parts = partsOf(bytes, ZSTD_BLOCK);
  const blocks = parts.flatMap((part, index) => {
    const isLast = index === parts.length - 1 ? 1 : 0;
    return [little(part.length * 8 + isLast, 3), part];
  });
  return Buffer.concat([Buffer.from('28b52ffd8038', 'hex'), little(bytes.length, 4), ...blocks]);
}

const LZ4_BLOCK = 4 * 1024 * 1024;
const LZ4_STORED = 0x80000000;

/** One LZ4 frame (LZ4 frame format 1.6.4) of independent stored blocks of up to 4 MiB; the header's last byte is its checksum. */
export function storedLz4(bytes: Buffer): Buffer {
  const blocks = partsOf(bytes, LZ4_BLOCK).flatMap((part) => [little(LZ4_STORED + part.length, 4), part]);
  return Buffer.concat([Buffer.from('04224d18607073', 'hex'), ...blocks, little(0, 4)]);
}

const SNAPPY_CHUNK = 64 * 1024;
const SNAPPY_STORED = 1;

/** Snappy frames (its framing format) with uncompressed chunks of up to 64 KiB. */
export function storedSnappy(bytes: Buffer): Buffer {
  const chunks = partsOf(bytes, SNAPPY_CHUNK).flatMap((part) => {
    return [Buffer.from([SNAPPY_STORED]), little(part.length + 4, 3), little(maskedCrc(part), 4), part];
  });
  return Buffer.concat([Buffer.from('\xff\x06\0\0sNaPpY', 'latin1'), ...chunks]);
}

const XZ_CHUNK = 64 * 1024;
const XZ_FLAGS = Buffer.from([0, 1]);
/** LZMA2 (filter 0x21) with a dictionary of 64 KiB. */
const XZ_BLOCK_HEADER = Buffer.from([2, 0, 0x21, 1, 8, 0, 0, 0]);

/** An xz file (The .xz File Format 1.2.1) with one block of uncompressed LZMA2 chunks, checked by CRC32. */
export function storedXz(bytes: Buffer): Buffer {
  const chunks = partsOf(bytes, XZ_CHUNK).flatMap((part, index) => {
    const head = Buffer.from([index === 0 ? 1 : 2, 0, 0]);
    head.writeUInt16BE(part.length - 1, 1);
    return [head, part];
  });
  const header = Buffer.concat([XZ_BLOCK_HEADER, checksum(XZ_BLOCK_HEADER)]);
  const data = Buffer.concat([...chunks, Buffer.from([0])]);
  const unpadded = header.length + data.length + 4;
  const index = padded(Buffer.from([0, 1, ...variable(unpadded), ...variable(bytes.length)]));
  const footer = Buffer.concat([little((index.length + 4) / 4 - 1, 4), XZ_FLAGS]);
  return Buffer.concat([
    Buffer.from('fd377a585a00', 'hex'),
    XZ_FLAGS,
    checksum(XZ_FLAGS),
    header,
    padded(data),
    checksum(bytes),
    index,
    checksum(index),
    checksum(footer),
    footer,
    Buffer.from('YZ'),
  ]);
}

function checksum(bytes: Buffer): Buffer {
  return little(crc32(bytes), 4);
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

/** A number of seven bits per byte, least significant first (1.2 of the format). */
function variable(value: number): readonly number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...variable(Math.floor(value / 128))];
}
