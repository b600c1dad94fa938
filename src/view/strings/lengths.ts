import type { Span } from '../../types.ts';

/** Maximum number of zero bytes after the lowest one of a little-endian number. */
const MOST_ZEROS = 7;
const NONE: readonly number[] = [];
const [QUOTE, COLON] = [0x22, 0x3a] as const;

/** 1 for bytes of strings: printable ASCII, blanks and line breaks. */
export const PRINTABLE: Readonly<Uint8Array> = printable();

function printable(): Uint8Array {
  const table = new Uint8Array(256).fill(1, 0x20, 0x7f);
  for (const byte of [9, 10, 13]) table[byte] = 1;
  return table;
}

/**
 * For bytes that may have a type in their upper bits, a mask of the length's bits (4 in binary property lists, 5 in MessagePack and CBOR).
 */
const TYPED_BITS: Readonly<Uint8Array> = new Uint8Array(256).fill(31, 0x40, 0xc0).fill(15, 0x50, 0x60);

/**
 * Lengths found by the last call of {@link lengthsBefore}: integers, because positions computed from other numbers slow down every other
 * view.
 */
const lengths: Int32Array = new Int32Array(16);

/**
 * Reads the lengths that the bytes before `at`, from `floor` on, may declare, and gives their number: in one byte, either plain (Pascal,
 * Python, Thrift) or with the type in its upper bits (MessagePack, CBOR, binary property lists); in 7 bits per byte (protobuf, .NET, V8);
 * in 2 to 8 bytes of either order (Java, BSON, pickle).
 */
function lengthsBefore(bytes: Buffer, at: number, floor: number): number {
  if (at <= floor) return 0;
  const last = bytes[at - 1] as number;
  let count = 0;
  lengths[count++] = last;
  if (TYPED_BITS[last] !== 0) lengths[count++] = last & (TYPED_BITS[last] as number);
  if (at - 2 < floor) return count;
  const second = bytes[at - 2] as number;
  if (second > 0) lengths[count++] = (second << 8) | last;
  if (second >= 0x80 && last < 0x80) lengths[count++] = (last << 7) | (second & 0x7f);
  if (last < 0x10 && second > 0) lengths[count++] = (last << 8) | second;
  return last === 0 ? addLowFirst(bytes, at - 2, floor, count) : count;
}

/** Adds lengths that are doubled (Avro), increased by 5 (Ruby), or 14 bits with a mark (Redis). */
function addOdd(bytes: Buffer, at: number, before: number): number {
  const [second = 0, last = 0] = [bytes[at - 2], bytes[at - 1]];
  let count = before;
  if ((last & 1) === 0) lengths[count++] = last >> 1;
  if (second === QUOTE || second === COLON) lengths[count++] = last - 5;
  if (second >= 0x40 && second < 0x80) lengths[count++] = ((second & 63) << 8) | last;
  return count;
}

/** Adds little-endian lengths whose zeros begin at `from` + 1. */
function addLowFirst(bytes: Buffer, from: number, floor: number, before: number): number {
  let at = from;
  while (at >= floor && at > from - MOST_ZEROS && bytes[at] === 0) at--;
  if (at < floor) return before;
  let count = before;
  const high = bytes[at] as number;
  // The length of a NUL-terminated string includes the NUL.
  lengths[count++] = high;
  lengths[count++] = high - 1;
  if (at - 1 < floor) return count;
  const number = (high << 8) | (bytes[at - 1] as number);
  lengths[count++] = number;
  lengths[count++] = number - 1;
  return count;
}

/** Whether the bytes before a string, from `floor` on, may declare its length. */
export function hasLength(bytes: Buffer, start: number, end: number, floor: number): boolean {
  const count = lengthsBefore(bytes, start, floor);
  for (let index = 0; index < count; index++) if (lengths[index] === end - start) return true;
  return false;
}

/** MessagePack types of texts shorter than 32 bytes and than 256 bytes; the same for CBOR, shorter than 24 and 256. */
const [PACK_SHORT, PACK_LONG, CBOR_SHORT, CBOR_LONG] = [0xa0, 0xd9, 0x60, 0x78] as const;

/** Whether a text's length is in the type before it, or in a byte after that type. */
function isTyped(bytes: Buffer, { start, end }: Span, [short, most, long]: readonly [number, number, number]): boolean {
  const [type = 0, last = 0] = [bytes[start - 2], bytes[start - 1]];
  const length = end - start;
  return (length <= most && last === short + length) || (type === long && last === length);
}

/**
 * Whether a MessagePack or CBOR name is followed by something other than a text: nothing, a boolean, a number; the next text is then
 * another name.
 */
export function isBeforeNoText(bytes: Buffer, name: Span): boolean {
  const next = bytes[name.end] ?? 0;
  if (isTyped(bytes, name, [PACK_SHORT, 31, PACK_LONG]))
    return !((next > 0xa0 && next < 0xc0) || (next >= 0xd9 && next <= 0xdb) || (next >= 0xc4 && next <= 0xc6));
  return next >= 0xf4 && next <= 0xf7 && isTyped(bytes, name, [CBOR_SHORT, 23, CBOR_LONG]);
}

/**
 * Possible ends of a string that begins at `at`, from the lengths before it; at least `least` bytes long and ending at `most` or earlier.
 */
export function endsOf(bytes: Buffer, at: number, least: number, most: number): readonly number[] {
  const count = at < 2 ? 0 : addOdd(bytes, at, lengthsBefore(bytes, at, 0));
  let ends: number[] | undefined;
  for (let index = 0; index < count; index++) {
    const length = lengths[index] as number;
    if (length < least || at + length > most || ends?.includes(at + length) === true) continue;
    ends = [...(ends ?? NONE), at + length];
  }
  return ends ?? NONE;
}
