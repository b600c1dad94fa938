import type { Loss } from '../nested-blob.ts';
import { tooMuch, type Decoded } from './decoded.ts';

const CLEAR = 256;
const END = 257;
const FIRST = 258;
const LONGEST_CODE = 12;
const BROKEN: Loss = { reason: 'corrupt', detail: 'LZW data of a stream is broken' };

/** The table of sequences: each one is an earlier sequence and a last byte. */
class Sequences {
  readonly #before: Uint16Array = new Uint16Array(1 << LONGEST_CODE);
  readonly #last: Uint8Array = new Uint8Array(1 << LONGEST_CODE);
  readonly #lengths: Uint16Array = new Uint16Array(1 << LONGEST_CODE);
  next: number = FIRST;

  constructor() {
    for (let byte = 0; byte < 256; byte++) {
      this.#last[byte] = byte;
      this.#lengths[byte] = 1;
    }
  }

  #add(before: number, last: number): void {
    if (this.next >= 1 << LONGEST_CODE) return;
    this.#before[this.next] = before;
    this.#last[this.next] = last;
    this.#lengths[this.next] = (this.#lengths[before] ?? 0) + 1;
    this.next++;
  }

  /** The sequence for a code that follows another one, which also defines the next entry; undefined if the code is impossible. */
  follow(code: number, previous: number): Buffer | undefined {
    const isKnown = code < this.next;
    if (code > this.next || (!isKnown && previous < 0)) return undefined;
    if (previous >= 0) this.#add(previous, this.bytesOf(isKnown ? code : previous)[0] ?? 0);
    return this.bytesOf(code);
  }

  bytesOf(code: number): Buffer {
    let length = this.#lengths[code] ?? 0;
    const bytes = Buffer.allocUnsafe(length);
    for (let at = code; length > 0; at = this.#before[at] ?? 0) bytes[--length] = this.#last[at] ?? 0;
    return bytes;
  }
}

/** Reads codes of the current width, most significant bit first. */
class CodeReader {
  readonly #bytes: Buffer;
  #at = 0;
  #bits = 0;
  #count = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** The next code; the end mark if no bits are left. */
  next(width: number): number {
    while (this.#count < width) {
      if (this.#at >= this.#bytes.length) return END;
      this.#bits = ((this.#bits << 8) | (this.#bytes[this.#at++] ?? 0)) & 0xfffff;
      this.#count += 8;
    }
    this.#count -= width;
    return (this.#bits >>> this.#count) & ((1 << width) - 1);
  }
}

/** Decodes LZW with codes of 9 to 12 bits (ISO 32000-1, 7.4.4). */
export function lzw(bytes: Buffer, earlyChange: boolean, most: number): Decoded {
  const codes = new CodeReader(bytes);
  const output: Buffer[] = [];
  let total = 0;
  let table = new Sequences();
  let previous = -1;
  while (total <= most) {
    const width = Math.min(LONGEST_CODE, Math.max(9, 32 - Math.clz32(table.next + (earlyChange ? 1 : 0))));
    const code = codes.next(width);
    if (code === END) return { bytes: Buffer.concat(output) };
    if (code === CLEAR) {
      table = new Sequences();
      previous = -1;
      continue;
    }
    const sequence = table.follow(code, previous);
    if (sequence === undefined) return { bytes: Buffer.concat(output), loss: BROKEN };
    output.push(sequence);
    total += sequence.length;
    previous = code;
  }
  return { bytes: Buffer.concat(output).subarray(0, most), loss: tooMuch(most) };
}
