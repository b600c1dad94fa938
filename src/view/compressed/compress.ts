import type { ByteReader } from '../../types.ts';
import { isCompress } from './compress-header.ts';
import { Unpacker } from './unpacker.ts';

/** Magic number and flags: the maximum code width, and whether a code clears the table. */
const HEADER = 3;
const WIDTH = 0x1f;
const CAN_CLEAR = 0x80;
const FIRST_WIDTH = 9;
/** Clears the table, if the flags say so. */
const CLEAR = 256;
/** Codes come in groups of this size; when their width changes, the rest of a group is padding. */
const GROUP = 8;
const TABLE = 1 << 16;
const INPUT = 16 * 1024;
/** Output after which a step ends; a group of codes gives at most eight of the longest strings. */
const OUTPUT = 64 * 1024;
const NONE = -1;

/**
 * The format of Unix `compress`: LZW codes of 9 to 16 bits, least significant bit first. It has neither a length nor a checksum, so a cut
 * is noticed only inside a code.
 */
export class CompressUnpacker extends Unpacker {
  readonly #prefixes: Uint16Array = new Uint16Array(TABLE);
  readonly #suffixes: Uint8Array = new Uint8Array(TABLE);
  readonly #lengths: Uint16Array = new Uint16Array(TABLE);
  readonly #output: Buffer = Buffer.allocUnsafeSlow(OUTPUT + GROUP * TABLE);
  #size = 0;
  #largest = 0;
  /** The first code for a string of two bytes; one below it clears the table, if there is such a code. */
  #strings = 0;
  #width: number = FIRST_WIDTH;
  /** The code for the next string. */
  #next = 0;
  #previous: number = NONE;
  /** The first byte of the previous string. */
  #first = 0;

  constructor(reader: ByteReader) {
    super(reader, INPUT);
  }

  protected async step(): Promise<Buffer | undefined> {
    if (this.#largest === 0) return this.#open();
    const available = await this.feed.fill(INPUT);
    const { bytes } = this.feed;
    this.#size = 0;
    let at = 0;
    const isLast = available < INPUT;
    for (let left = available; this.#size < OUTPUT && left > 0; left = available - at) {
      if (left < this.#width && !isLast) break;
      const group = bytes.subarray(at, at + this.#width);
      at += group.length;
      if (!this.#group(group)) break;
    }
    this.feed.skip(at);
    if (available === 0) this.finish();
    return Buffer.from(this.#output.subarray(0, this.#size));
  }

  async #open(): Promise<undefined> {
    const available = await this.feed.fill(HEADER);
    const flags = this.feed.bytes[2] ?? 0;
    if (available < HEADER) return this.stop('truncated', 'compress header is cut');
    if (!isCompress(this.feed.bytes.subarray(0, HEADER))) return this.stop('corrupt', 'compress header is broken');
    this.feed.skip(HEADER);
    this.#largest = flags & WIDTH;
    // Programs disagree on when these codes get wider.
    if (this.#largest === FIRST_WIDTH) return this.stop('unsupported-format', 'compress data of 9 bits a code begins');
    this.#strings = flags & CAN_CLEAR ? CLEAR + 1 : CLEAR;
    this.#next = this.#strings;
    this.#lengths.fill(1, 0, CLEAR);
    for (let byte = 0; byte < CLEAR; byte++) this.#suffixes[byte] = byte;
    return undefined;
  }

  /** Reads a group of codes, or an incomplete one at the end of the data; false if it is not valid. */
  #group(group: Buffer): boolean {
    const width = this.#width;
    const count = Math.floor((8 * group.length) / width);
    for (let index = 0; index < count; index++) {
      if (!this.#code(codeAt(group, index * width, width))) {
        this.stop('corrupt', 'compress data is broken');
        return false;
      }
      if (this.#width !== width || this.#previous === NONE) return true;
    }
    const left = 8 * group.length - count * width;
    if (left < 8 && (group.at(-1) ?? 0) >> (8 - left) === 0) return true;
    if (left > 0) this.stop('truncated', 'compress data is cut');
    return left === 0;
  }

  /** Takes a code; false if it is impossible. */
  #code(code: number): boolean {
    if (code === CLEAR && this.#strings > CLEAR) {
      this.#width = FIRST_WIDTH;
      this.#next = this.#strings;
      this.#previous = NONE;
      return true;
    }
    if (this.#previous === NONE) {
      if (code >= CLEAR) return false;
      this.#write(code);
    } else {
      if (code > this.#next) return false;
      // The string that is being defined: the previous one and its own first byte.
      const isNew = code === this.#next;
      if (isNew) this.#add();
      this.#write(code);
      if (!isNew) this.#add();
    }
    this.#previous = code;
    return true;
  }

  /** Defines a code for the previous string followed by the first byte of the current one. */
  #add(): void {
    if (this.#next >= 1 << this.#largest) return;
    this.#prefixes[this.#next] = this.#previous;
    this.#suffixes[this.#next] = this.#first;
    this.#lengths[this.#next] = (this.#lengths[this.#previous] as number) + 1;
    this.#next++;
    if (this.#next > (1 << this.#width) - 1 && this.#width < this.#largest) this.#width++;
  }

  #write(code: number): void {
    const output = this.#output;
    const length = this.#lengths[code] as number;
    let at = this.#size + length;
    let string = code;
    for (let left = length; left > 1; left--) {
      output[--at] = this.#suffixes[string] as number;
      string = this.#prefixes[string] as number;
    }
    this.#first = this.#suffixes[string] as number;
    output[--at] = this.#first;
    this.#size += length;
  }
}

function codeAt(group: Buffer, bit: number, width: number): number {
  const at = bit >> 3;
  const bits = (group[at] ?? 0) | ((group[at + 1] ?? 0) << 8) | ((group[at + 2] ?? 0) << 16);
  return (bits >> (bit & 7)) & ((1 << width) - 1);
}
