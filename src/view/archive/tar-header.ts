/** Bytes of a tar block. */
export const BLOCK = 512;

/** A tar header: POSIX.1-2017 pax/ustar, GNU tar, or Unix version 7. */
export interface TarHeader {
  readonly name: string;
  /** Type flag as a character; `0` for regular files of every version. */
  readonly type: string;
  /** NaN if the field is not a number. */
  readonly size: number;
  /** The target of a link; empty for all others. */
  readonly target: string;
  /** Whether the name fills its field, so that it may be cut. */
  readonly isFull: boolean;
}

function text(block: Buffer, start: number, length: number): string {
  const field = block.subarray(start, start + length);
  const end = field.indexOf(0);
  return decodeName(end < 0 ? field : field.subarray(0, end));
}

/** A name as text: UTF-8 if valid, otherwise one character per byte. */
export function decodeName(raw: Buffer): string {
  const utf8 = raw.toString('utf8');
  return utf8.includes('\uFFFD') ? raw.toString('latin1') : utf8;
}

/** Octal digits between blanks, or GNU's big-endian binary number after a byte 0x80. */
function number(block: Buffer, start: number, length: number): number {
  const field = block.subarray(start, start + length);
  if (field[0] === 0x80) return Number(BigInt(`0x${field.toString('hex', 1)}`));
  const digits = field
    .toString('latin1')
    .replace(/\0[^]*$/, '')
    .trim();
  if (digits === '') return 0;
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
}

const SIZE = 124;
const SIZE_DIGITS = 12;
const CHECKSUM = 148;
const CHECKSUM_SIZE = 8;

/** Rules out most texts and data by a few bytes: their checksum field is empty or not a number. */
function mayHoldNumber(block: Buffer): boolean {
  if (block[CHECKSUM] === 0x80) return true;
  let hasDigit = false;
  for (let i = CHECKSUM; i < CHECKSUM + CHECKSUM_SIZE && block[i] !== 0; i++) {
    const byte = block[i] ?? 0;
    if (byte > 0x37 && byte !== 0xa0) return false;
    hasDigit ||= byte >= 0x30;
  }
  return hasDigit;
}

/** Whether the checksum is correct, as the sum of unsigned bytes or, for some old programs, of signed ones. */
function hasChecksum(block: Buffer): boolean {
  if (!mayHoldNumber(block)) return false;
  const stored = number(block, CHECKSUM, CHECKSUM_SIZE);
  let unsigned = 0;
  let signed = 0;
  for (let i = 0; i < BLOCK; i++) {
    const byte = i >= CHECKSUM && i < CHECKSUM + CHECKSUM_SIZE ? 0x20 : (block[i] ?? 0);
    unsigned += byte;
    signed += byte < 128 ? byte : byte - 256;
  }
  return stored === unsigned || stored === signed;
}

/**
 * Whether the block has the mark of POSIX (`ustar` NUL) or GNU (`ustar` and two blanks). With a single blank, it may be a word of a text
 * (`ajustar`).
 */
export function hasTarMagic(block: Uint8Array): boolean {
  return (
    block.length >= 263 &&
    [0x75, 0x73, 0x74, 0x61, 0x72].every((byte, i) => block[257 + i] === byte) &&
    (block[262] === 0 || (block[262] === 0x20 && block[263] === 0x20))
  );
}

/** Whether the block is a header, judging by its checksum; a block of zeros is not. */
export function isTarHeader(block: Buffer): boolean {
  return block.length >= BLOCK && block[0] !== 0 && hasChecksum(block);
}

/**
 * Whether the block begins an archive: its checksum is correct or, if it has the mark, it is damaged in one place only, so that its size or
 * its checksum is still a number. The mark alone may occur in any data.
 */
export function beginsTar(block: Buffer): boolean {
  if (block.length < BLOCK) return false;
  return isTarHeader(block) || (hasTarMagic(block) && (mayHoldNumber(block) || number(block, SIZE, SIZE_DIGITS) > 0));
}

/** Reads a header block. */
export function readTarHeader(block: Buffer): TarHeader {
  const flag = block[156] ?? 0;
  const prefix = hasTarMagic(block) && block[262] === 0 ? text(block, 345, 155) : '';
  const name = text(block, 0, 100);
  const size = number(block, SIZE, SIZE_DIGITS);
  // A long name is cut here, possibly after a slash, and is complete in the preceding extended header: an entry with data is not a folder.
  const isFolder = (flag === 0 || flag === 0x30) && name.endsWith('/') && size === 0;
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    type: isFolder ? '5' : flag === 0 ? '0' : String.fromCharCode(flag),
    size,
    target: text(block, 157, 100),
    isFull: block[99] !== 0,
  };
}

/** The records of a pax extended header (POSIX.1-2017 pax, "Extended Header"), up to the first malformed one. */
export function paxRecords(data: Buffer): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < data.length;) {
    const blank = data.indexOf(0x20, at);
    const length = blank < 0 ? Number.NaN : Number(data.toString('latin1', at, Math.min(blank, at + 12)));
    if (!(length > blank - at + 1) || at + length > data.length) break;
    const record = data.subarray(blank + 1, at + length - 1);
    const equals = record.indexOf(0x3d);
    if (equals < 0) break;
    records.set(record.toString('latin1', 0, equals), decodeName(record.subarray(equals + 1)));
    at += length;
  }
  return records;
}
