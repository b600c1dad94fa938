import { ScanError } from '../../errors.ts';

/** A header that is not what the format says. */
export function badHeader(): ScanError {
  return new ScanError('corrupt', 'the header of the archive is broken');
}

/** Reads the numbers, bits and checksums of a 7z header (7zFormat.txt of the LZMA SDK); throws `corrupt` behind its end. */
export class HeaderReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Bytes that were read. */
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

  /** A number whose length is told by the leading ones of its first byte. */
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

  /** A number of things, of which a header may have no more than `most`. Throws `too-large`. */
  count(most: number): number {
    const count = this.number();
    if (count > most) throw new ScanError('too-large', `an archive of ${count} parts: not opened`);
    return count;
  }

  /** What was read from `start` on, a place as `position` gave it. */
  since(start: number): Buffer {
    return this.#bytes.subarray(start, this.#at);
  }

  /** So many numbers. */
  numbers(count: number): number[] {
    const numbers: number[] = [];
    while (numbers.length < count) numbers.push(this.number());
    return numbers;
  }

  /** So many bits, the highest of each byte first. */
  bits(count: number): boolean[] {
    const bytes = this.bytes(Math.ceil(count / 8));
    return Array.from({ length: count }, (_, index) => ((bytes[index >> 3] ?? 0) & (0x80 >> (index & 7))) !== 0);
  }

  /** CRC-32 of so many streams, where they are known. */
  digests(count: number): (number | undefined)[] {
    const isKnown = this.byte() === 0 ? this.bits(count) : undefined;
    const digests: (number | undefined)[] = [];
    while (digests.length < count)
      digests.push(isKnown?.[digests.length] === false ? undefined : this.bytes(4).readUInt32LE(0));
    return digests;
  }
}
