/** 7z archives, cabinets and XAR archives for tests, built in memory: also such as no tool writes. */
import { crc32, deflateRawSync, deflateSync } from 'node:zlib';

export interface ArchiveMember {
  readonly name: string;
  readonly data: Buffer | string;
}

const bytesOf = (member: ArchiveMember): Buffer => Buffer.from(member.data);

function little(value: number, width: number): Buffer {
  const bytes = Buffer.alloc(width);
  if (width === 8) bytes.writeBigUInt64LE(BigInt(value));
  else bytes.writeUIntLE(value, 0, width);
  return bytes;
}

/** A number as headers of 7z have it; large ones with all eight bytes. */
export function sevenZipNumber(value: number): Buffer {
  if (value < 0x80) return Buffer.from([value]);
  if (value < 0x4000) return Buffer.from([0x80 | (value >> 8), value & 0xff]);
  return Buffer.concat([Buffer.from([0xff]), little(value, 8)]);
}

/** An archive of what is packed and a header, given as bytes and numbers. */
export function sevenZipFile(packed: Buffer, ...header: readonly (number | Buffer)[]): Buffer {
  const bytes = Buffer.concat(header.map((part) => (typeof part === 'number' ? sevenZipNumber(part) : part)));
  const start = Buffer.concat([little(packed.length, 8), little(bytes.length, 8), little(crc32(bytes), 4)]);
  const signature = Buffer.from('7z\xbc\xaf\x27\x1c\0\x04', 'latin1');
  return Buffer.concat([signature, little(crc32(start), 4), start, packed, bytes]);
}

/** Names of files, as a property of a header. */
export function sevenZipNames(names: readonly string[]): Buffer {
  const bytes = Buffer.from(names.map((name) => `${name}\0`).join(''), 'utf16le');
  return Buffer.concat([Buffer.from([17]), sevenZipNumber(bytes.length + 1), Buffer.from([0]), bytes]);
}

/** One coder by its id, with its properties. */
export function sevenZipCoder(id: string, properties: string = ''): Buffer {
  const [method, given] = [Buffer.from(id, 'hex'), Buffer.from(properties, 'hex')];
  const flags = method.length | (given.length > 0 ? 0x20 : 0);
  return Buffer.concat([
    Buffer.from([flags]),
    method,
    ...(given.length > 0 ? [Buffer.from([given.length]), given] : []),
  ]);
}

/** The beginning of a header: one packed stream, and one folder of one coder. */
export function oneFolder(packed: number, size: number, coder: Buffer = sevenZipCoder('00')): (number | Buffer)[] {
  return [1, 4, 6, 0, 1, 9, packed, 0, 7, 11, 1, 0, 1, coder, 12, size, 0];
}

/** What packs a solid block: stored, or deflate. */
const PACKERS = {
  '00': (bytes: Buffer): Buffer => bytes,
  '040108': (bytes: Buffer): Buffer => deflateRawSync(bytes),
} as const;

/** A 7z archive of one solid block. @param crcs checksums in place of the right ones */
export function makeSevenZip(
  members: readonly ArchiveMember[],
  method: keyof typeof PACKERS = '00',
  crcs: readonly number[] = members.map((member) => crc32(bytesOf(member))),
): Buffer {
  const solid = Buffer.concat(members.map(bytesOf));
  const packed = PACKERS[method](solid);
  const sizes = members.slice(0, -1).map((member) => sevenZipNumber(bytesOf(member).length));
  const digests = Buffer.concat(crcs.map((crc) => little(crc, 4)));
  const folder = oneFolder(packed.length, solid.length, sevenZipCoder(method));
  const streams = [8, 13, members.length, 9, ...sizes, 10, 1, digests, 0, 0];
  const files = [5, members.length, sevenZipNames(members.map(({ name }) => name)), 0, 0];
  return sevenZipFile(packed, ...folder, ...streams, ...files);
}

const BLOCK = 32 * 1024;

export interface CabinetOptions {
  /** 0 stored, 1 MSZIP, others as they are over stored data. */
  readonly packing?: number;
  /** Packed blocks in place of those that are made. */
  readonly blocks?: readonly { readonly packed: Buffer; readonly size: number }[];
  readonly flags?: number;
  /** Numbers of folders in place of 0. */
  readonly folders?: readonly number[];
  /** Bytes of other use in the header. */
  readonly reserved?: Buffer;
}

function mszip(data: Buffer, before: Buffer): Buffer {
  const options = before.length === 0 ? {} : { dictionary: before };
  return Buffer.concat([Buffer.from('CK'), deflateRawSync(data, options)]);
}

function checksum(bytes: Buffer, seed: number): number {
  let sum = seed;
  for (let at = 0; at + 4 <= bytes.length; at += 4) sum ^= bytes.readInt32LE(at);
  let last = 0;
  for (const byte of bytes.subarray(bytes.length & ~3)) last = (last << 8) | byte;
  return (sum ^ last) >>> 0;
}

/** A cabinet of one folder ([MS-CAB] 2), with checksums. */
export function makeCabinet(members: readonly ArchiveMember[], options: CabinetOptions = {}): Buffer {
  const { packing = 1, flags = options.reserved === undefined ? 0 : 4, folders = [], reserved } = options;
  const solid = Buffer.concat(members.map(bytesOf));
  const parts = Array.from({ length: Math.ceil(solid.length / BLOCK) }, (_, index) =>
    solid.subarray(index * BLOCK, (index + 1) * BLOCK),
  );
  const made = parts.map((part, index) => ({
    packed: packing === 1 ? mszip(part, parts[index - 1] ?? Buffer.alloc(0)) : part,
    size: part.length,
  }));
  const blocks = (options.blocks ?? made).map(({ packed, size }) => {
    const sizes = Buffer.concat([little(packed.length, 2), little(size, 2)]);
    return Buffer.concat([little(checksum(sizes, checksum(packed, 0)), 4), sizes, packed]);
  });
  let start = 0;
  const files = members.map((member, index) => {
    const size = bytesOf(member).length;
    const fixed = [little(size, 4), little(start, 4), little(folders[index] ?? 0, 2), Buffer.alloc(6)];
    start += size;
    return Buffer.concat([...fixed, Buffer.from(`${member.name}\0`)]);
  });
  const extra =
    reserved === undefined ? Buffer.alloc(0) : Buffer.concat([little(reserved.length, 2), Buffer.alloc(2), reserved]);
  const headers = 36 + extra.length + 8;
  const data = headers + files.reduce((sum, file) => sum + file.length, 0);
  const size = data + blocks.reduce((sum, block) => sum + block.length, 0);
  const head = Buffer.alloc(36);
  head.write('MSCF');
  head.writeUInt32LE(size, 8);
  head.writeUInt32LE(headers, 16);
  head.writeUInt16LE(0x0103, 24);
  head.writeUInt16LE(1, 26);
  head.writeUInt16LE(members.length, 28);
  head.writeUInt16LE(flags, 30);
  const folder = Buffer.concat([little(data, 4), little(blocks.length, 2), little(packing, 2)]);
  return Buffer.concat([head, extra, folder, ...files, ...blocks]);
}

/** A XAR archive of a table of contents (what stands between `<toc>` and its end) and a heap. */
export function makeXar(files: string, heap: Buffer = Buffer.alloc(0)): Buffer {
  const contents = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n<xar><toc>${files}</toc></xar>\n`);
  const packed = deflateSync(contents);
  const head = Buffer.alloc(28);
  head.write('xar!');
  head.writeUInt16BE(28, 4);
  head.writeUInt16BE(1, 6);
  head.writeBigUInt64BE(BigInt(packed.length), 8);
  head.writeBigUInt64BE(BigInt(contents.length), 16);
  return Buffer.concat([head, packed, heap]);
}
