/** Lists that Redis packs in one string: each gives its elements in order, as far as they can be read. */

/** End mark of every packed list. */
const END = 0xff;
const LISTPACK_HEAD: number = 6;
const ZIPLIST_HEAD: number = 10;
/** Previous-element length in a ziplist that means: see the next four bytes. */
const FAR = 0xfe;

/** An element: the start and end of its bytes, or its number. */
interface Element {
  readonly start: number;
  readonly end: number;
  readonly number?: bigint | number;
}

function integer(bytes: Buffer, start: number, size: number): Element {
  const end = start + size;
  if (end > bytes.length) return { start, end };
  return { start, end, number: size === 8 ? bytes.readBigInt64LE(start) : bytes.readIntLE(start, size) };
}

function text(start: number, length: number): Element {
  return { start, end: start + length };
}

/** Bytes of numbers by the type of a listpack element, from 0xf1 on (listpack.c of Redis). */
const PACKED_INTEGERS = [2, 3, 4, 8] as const;

/** An element of a listpack, whose type is at `at`. */
function listpackElement(bytes: Buffer, at: number): Element | undefined {
  const type = bytes[at] as number;
  const next = bytes[at + 1] ?? 0;
  if (type < 0x80) return { start: at, end: at + 1, number: type };
  if (type < 0xc0) return text(at + 1, type & 0x3f);
  if (type < 0xe0) return { start: at, end: at + 2, number: ((((type & 0x1f) << 8) | next) << 19) >> 19 };
  if (type < 0xf0) return text(at + 2, ((type & 0x0f) << 8) | next);
  if (type === 0xf0) return at + 5 > bytes.length ? undefined : text(at + 5, bytes.readUInt32LE(at + 1));
  const size = PACKED_INTEGERS[type - 0xf1];
  return size === undefined ? undefined : integer(bytes, at + 1, size);
}

/** Bytes of the element length that follows an element, 7 bits per byte. */
function backLength(length: number): number {
  let count = 1;
  for (let most = 0x7f; length > most && count < 5; most = most * 128 + 127) count++;
  return count;
}

/** Bytes of numbers by the type of a ziplist element (ziplist.c of Redis). */
const ZIPPED_INTEGERS: ReadonlyMap<number, number> = new Map([
  [0xc0, 2],
  [0xd0, 4],
  [0xe0, 8],
  [0xf0, 3],
  [0xfe, 1],
]);

/** An element of a ziplist, whose type is at `at`. */
function ziplistElement(bytes: Buffer, at: number): Element | undefined {
  const type = bytes[at] as number;
  if (type < 0x40) return text(at + 1, type);
  if (type < 0x80) return text(at + 2, ((type & 0x3f) << 8) | (bytes[at + 1] ?? 0));
  if (type < 0xc0) return at + 5 > bytes.length ? undefined : text(at + 5, bytes.readUInt32BE(at + 1));
  if (type > 0xf0 && type < 0xfe) return { start: at, end: at + 1, number: (type & 0x0f) - 1 };
  const size = ZIPPED_INTEGERS.get(type);
  return size === undefined ? undefined : integer(bytes, at + 1, size);
}

function bytesOf(bytes: Buffer, { start, end, number }: Element): Buffer {
  return number === undefined ? bytes.subarray(start, end) : Buffer.from(String(number));
}

/** Elements of a listpack. */
export function* listpack(bytes: Buffer): Generator<Buffer> {
  for (let at = LISTPACK_HEAD; at < bytes.length && bytes[at] !== END;) {
    const element = listpackElement(bytes, at);
    if (element === undefined || element.end > bytes.length) return;
    yield bytesOf(bytes, element);
    at = element.end + backLength(element.end - at);
  }
}

/** Elements of a ziplist. */
export function* ziplist(bytes: Buffer): Generator<Buffer> {
  for (let at = ZIPLIST_HEAD; at < bytes.length && bytes[at] !== END;) {
    at += bytes[at] === FAR ? 5 : 1;
    const element = at < bytes.length ? ziplistElement(bytes, at) : undefined;
    if (element === undefined || element.end > bytes.length) return;
    yield bytesOf(bytes, element);
    at = element.end;
  }
}

/** A length in a zipmap: one byte, or four after a mark. */
function zipmapLength(bytes: Buffer, at: number): { readonly start: number; readonly length: number } | undefined {
  if (bytes[at] !== FAR) return { start: at + 1, length: bytes[at] as number };
  return at + 5 > bytes.length ? undefined : { start: at + 5, length: bytes.readUInt32LE(at + 1) };
}

/** Alternating names and values of a zipmap (Redis before 2.6). */
export function* zipmap(bytes: Buffer): Generator<Buffer> {
  let isValue = false;
  for (let at = 1; at < bytes.length && bytes[at] !== END; isValue = !isValue) {
    const head = zipmapLength(bytes, at);
    if (head === undefined) return;
    // The length of a value is followed by the number of free bytes after it.
    const start = head.start + Number(isValue);
    const free = isValue ? (bytes[head.start] ?? 0) : 0;
    if (start + head.length > bytes.length) return;
    yield bytes.subarray(start, start + head.length);
    at = start + head.length + free;
  }
}
