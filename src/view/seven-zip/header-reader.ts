import { ScanError } from '../../errors.ts';

/** The error for a header that does not follow the format. */
export function badHeader(): ScanError {
  return new ScanError('corrupt', 'the header of the archive is broken');
}

/** Reads the numbers, bits and checksums of a 7z header (7zFormat.txt of the LZMA SDK); throws `corrupt` at its end. */
export class HeaderReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Number of bytes read. */
  get position(): number {
    return this.#at;
  }

  byte(): number {
    return this.bytes(1)[0] ?? 0;
  }

  bytes(count: number): Buffer {
    if (count > this.#bytes.length - this.#at) throw badHeader();
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }

  /** A number whose length is encoded in the leading ones of its first byte. */
  number(): number {
    const first = this.byte();
    let value = 0;
    for (let index = 0, mask = 0x80; index < 8; index++, mask >>= 1) {
      if ((first & mask) === 0) {
        value += (first & (mask - 1)) * 2 ** (8 * index);
        break;
      }
      value += this.byte() * 2 ** (8 * index);
    }
    if (!Number.isSafeInteger(value)) throw badHeader();
    return value;
  }

  /** A number of items, of which a header may have at most `most`. Throws `too-large`. */
  count(most: number): number {
    const count = this.number();
    if (count > most) throw new ScanError('too-large', `an archive of ${count} parts: not opened`);
    return count;
  }

  /** The bytes read since `start`, a value of `position`. */
  since(start: number): Buffer {
    return this.#bytes.subarray(start, this.#at);
  }

  /** `count` numbers. */
  numbers(count: number): number[] {
    const numbers: number[] = [];
    while (numbers.length < count) numbers.push(this.number());
    return numbers;
  }

  /** `count` bits, most significant bit of each byte first. */
  bits(count: number): boolean[] {
    const bytes = this.bytes(Math.ceil(count / 8));
    return Array.from({ length: count }, (_, index) => ((bytes[index >> 3] ?? 0) & (0x80 >> (index & 7))) !== 0);
  }

  /** CRC-32 of `count` streams, if known. */
  digests(count: number): (number | undefined)[] {
    const isKnown = this.byte() === 0 ? this.bits(count) : undefined;
    const digests: (number | undefined)[] = [];
    while (digests.length < count)
      digests.push(isKnown?.[digests.length] === false ? undefined : this.bytes(4).readUInt32LE(0));
    return digests;
  }
}
