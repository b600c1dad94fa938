import { crc32, deflateRawSync, deflateSync } from 'node:zlib';
import { lzmaOf } from './packers.ts';

function long(value: number, isBig: boolean): Buffer {
  const bytes = Buffer.alloc(8);
  if (isBig) bytes.writeBigUInt64BE(BigInt(value));
  else bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => bytes.writeUInt32LE(value >>> 0, 4 * index));
  return bytes;
}

/** A number below 16,384 as in headers of 7z. */
function number(value: number): readonly number[] {
  return value < 0x80 ? [value] : [0x80 | (value >> 8), value & 0xff];
}

/** Length of the LZMA properties before the data, and of its header. */
const PROPERTIES = 5;
const LZMA_HEADER = 13;

/** A 7z archive of one file in LZMA (7zFormat.txt of the LZMA SDK). */
export function sevenZipOf(name: string, data: Buffer): Buffer {
  const lzma = lzmaOf(data);
  const packed = lzma.subarray(LZMA_HEADER);
  const nameBytes = Buffer.from(`${name}\0`, 'utf16le');
  const packs = [1, 4, 6, 0, 1, 9, ...number(packed.length), 0];
  const coder = [7, 11, 1, 0, 1, 0x23, 3, 1, 1, PROPERTIES, ...lzma.subarray(0, PROPERTIES)];
  const sizes = [12, ...number(data.length), 10, 1, ...words(crc32(data)), 0, 0];
  const files = [5, 1, 17, ...number(nameBytes.length + 1), 0, ...nameBytes, 0, 0];
  const header = Buffer.from([...packs, ...coder, ...sizes, ...files]);
  const start = Buffer.concat([long(packed.length, false), long(header.length, false), words(crc32(header))]);
  const signature = Buffer.from('7z\xbc\xaf\x27\x1c\0\x04', 'latin1');
  return Buffer.concat([signature, words(crc32(start)), start, packed, header]);
}

/** A cabinet of one file in a block of MSZIP ([MS-CAB] 2). */
export function cabinetOf(name: string, data: Buffer): Buffer {
  const packed = Buffer.concat([Buffer.from('CK'), deflateRawSync(data)]);
  const [headers, file] = [36 + 8, 16 + name.length + 1];
  const head = Buffer.concat([
    Buffer.from('MSCF'),
    words(0, headers + file + 8 + packed.length, 0, headers, 0, 0x0001_0103, 0x0000_0001, 0, headers + file),
  ]);
  head.writeUInt16LE(1, 28);
  head.writeUInt16LE(0, 30);
  const entry = Buffer.concat([words(data.length, 0, 0, 0x20 << 16), Buffer.from(`${name}\0`)]);
  const block = words(0, packed.length + data.length * 65_536);
  return Buffer.concat([head, words(0x0001_0001), entry, block, packed]);
}

/** A XAR archive of one file in zlib data. */
export function xarOf(name: string, data: Buffer): Buffer {
  const packed = deflateSync(data);
  const place = `<length>${packed.length}</length><offset>0</offset><size>${data.length}</size>`;
  const file = `<data>${place}<encoding style="application/x-gzip"/></data><type>file</type><name>${name}</name>`;
  const contents = Buffer.from(`<?xml version="1.0"?>\n<xar><toc><file id="1">${file}</file></toc></xar>\n`);
  const toc = deflateSync(contents);
  const head = Buffer.concat([
    Buffer.from('xar!\0\x1c\0\x01', 'latin1'),
    long(toc.length, true),
    long(contents.length, true),
  ]);
  return Buffer.concat([head, Buffer.alloc(4), toc, packed]);
}

const CODE_BITS = 9;
const CLEAR = 256;
/** Number of codes after which the table is cleared, before codes become wider. */
const ROUND = 200;

/** The output of `compress` for data in which nothing repeats. */
export function compressOf(data: Buffer): Buffer {
  const codes: number[] = [];
  for (const byte of data) {
    codes.push(byte);
    if (codes.length % ROUND === ROUND - 1) codes.push(CLEAR);
  }
  const bytes = Buffer.alloc(Math.ceil((codes.length * CODE_BITS) / 8));
  codes.forEach((code, index) => {
    const [at, bit] = [(index * CODE_BITS) >> 3, (index * CODE_BITS) & 7];
    bytes[at] = (bytes[at] ?? 0) | ((code << bit) & 0xff);
    bytes[at + 1] = (bytes[at + 1] ?? 0) | (code >> (8 - bit));
  });
  return Buffer.concat([Buffer.from('1f9d90', 'hex'), bytes]);
}
