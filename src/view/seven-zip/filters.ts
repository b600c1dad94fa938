import type { ByteReader } from '../../types.ts';
import type { ChunkSource } from '../nested-blob.ts';

/**
 * Reverses a filter in place on `bytes`, which begin at `position` of the stream. Gives the number of finished bytes; the others are needed
 * together with the following ones.
 */
export type Undo = (bytes: Buffer, position: number) => number;

/** Bytes read at once, and minimum number available: a filter may need some bytes after those that it finishes. */
const [CHUNK, LEAST] = [64 * 1024, 64] as const;

/** The bytes of a reader with a filter reversed, which does not change their number. */
export class FilterSource implements ChunkSource {
  readonly #reader: ByteReader;
  readonly #undo: Undo;
  readonly #piece: number;
  #left: Buffer = Buffer.alloc(0);
  #position = 0;
  #isOver = false;

  /** @param size of the output */
  constructor(reader: ByteReader, size: number, undo: Undo) {
    this.#reader = reader;
    this.#piece = Math.max(LEAST, Math.min(CHUNK, size));
    this.#undo = undo;
  }

  async next(): Promise<Buffer | undefined> {
    while (!this.#isOver) {
      const into = Buffer.allocUnsafe(this.#left.length + this.#piece);
      this.#left.copy(into);
      const count = await this.#reader.read(into.subarray(this.#left.length));
      const bytes = into.subarray(0, this.#left.length + count);
      const done = this.#undo(bytes, this.#position);
      this.#isOver = count === 0;
      const end = this.#isOver ? bytes.length : done;
      this.#position += end;
      this.#left = bytes.subarray(end);
      if (end > 0) return bytes.subarray(0, end);
    }
    return undefined;
  }

  close(): undefined {
    return undefined;
  }
}

/** Each byte is the difference from the byte `distance` before it. @param distance 1 to 256 */
function undoDelta(distance: number): Undo {
  const before = new Uint8Array(distance);
  return (bytes, position) => {
    for (let at = 0; at < bytes.length; at++) {
      const slot = (position + at) % distance;
      bytes[at] = before[slot] = ((bytes[at] as number) + (before[slot] as number)) & 0xff;
    }
    return bytes.length;
  };
}

/** `bl` of ARM64, and `adrp` within 512 MiB, whose distances were converted to addresses. */
function undoArm64(bytes: Buffer, position: number): number {
  const end = bytes.length & ~3;
  for (let at = 0; at < end; at += 4) {
    const word = bytes.readUInt32LE(at);
    const undone = distanceOf(word, position + at) >>> 0;
    if (undone !== word) bytes.writeUInt32LE(undone, at);
  }
  return end;
}

function distanceOf(word: number, at: number): number {
  if (word >>> 26 === 0x25) return 0x94000000 | ((word - (at >>> 2)) & 0x03ffffff);
  if ((word & 0x9f000000) >>> 0 !== 0x90000000) return word;
  const page = ((word >>> 29) & 3) | ((word >>> 3) & 0x1ffffc);
  if (((page + 0x20000) & 0x1c0000) !== 0) return word;
  const target = page - (at >>> 12);
  const sign = -(target & 0x20000) & 0xe00000;
  return (word & 0x9000001f) | ((target & 3) << 29) | ((target & 0x3fffc) << 3) | sign;
}

/** Whether the highest byte of a distance shows that it is a near one. */
function isNear(byte: number): boolean {
  return byte === 0 || byte === 0xff;
}

/** Whether an operand was changed depends on which of the preceding bytes were opcodes too. */
const MAY_CHANGE: readonly boolean[] = [true, true, true, false, true, false, false, false];
const CHECKED_BYTE: readonly number[] = [0, 1, 2, 2, 3, 3, 3, 3];
const X86_LENGTH = 5;

/** `call` and `jmp` of x86 (7-Zip's BCJ), whose distances were converted to addresses. */
function undoX86(): Undo {
  let mask = 0;
  return (bytes, position) => {
    let last = -1;
    let at = 0;
    for (; at + X86_LENGTH <= bytes.length; at++) {
      if (((bytes[at] as number) & 0xfe) !== 0xe8) continue;
      const passed = at - last;
      mask = passed > 3 ? 0 : (mask << (passed - 1)) & 7;
      last = at;
      const checked = CHECKED_BYTE[mask] as number;
      const isHeld = mask !== 0 && (!MAY_CHANGE[mask] || isNear(bytes[at + 4 - checked] as number));
      if (isHeld || !isNear(bytes[at + 4] as number)) {
        mask = (mask << 1) | 1;
        continue;
      }
      bytes.writeUInt32LE(nearDistance(bytes.readUInt32LE(at + 1), position + at + X86_LENGTH, mask), at + 1);
      at += 4;
    }
    const passed = at - last;
    mask = passed > 3 ? 0 : mask << (passed - 1);
    return at;
  };
}

function nearDistance(place: number, behind: number, mask: number): number {
  let distance = (place - behind) >>> 0;
  const shift = 8 * (CHECKED_BYTE[mask] as number);
  if (mask !== 0 && isNear((distance >>> (24 - shift)) & 0xff))
    distance = ((distance ^ (2 ** (32 - shift) - 1)) - behind) >>> 0;
  return ((distance & 0x01ffffff) | -(distance & 0x01000000)) >>> 0;
}

/** Filters by id, including that of 7-Zip's first versions. @param properties of the coder */
const FILTERS: Readonly<Record<string, (properties: Buffer) => Undo>> = {
  '03': (properties) => undoDelta((properties[0] ?? 0) + 1),
  '04': undoX86,
  '03030103': undoX86,
  '0a': () => undoArm64,
};

/** The function that reverses the filter with this id; undefined if it is unknown. */
export function filterOf(method: string, properties: Buffer): Undo | undefined {
  return FILTERS[method]?.(properties);
}
