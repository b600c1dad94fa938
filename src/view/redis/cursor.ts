import { AccessCursor, BrokenParts } from '../access-cursor.ts';
import { mostUnpacked, unpackLzf } from './lzf.ts';

/** Longest string that is assembled, packed and unpacked: a longer one that is not packed is scanned raw. */
const LONGEST = 64 * 1024 * 1024;

/** Meanings of the first byte of a length (rdb.h of Redis). */
const [SHORT, MIDDLE, LONG] = [0, 1, 2] as const;
const WIDE_LENGTH = 0x81;
/** Strings with a special encoding in place of a length: numbers of 1, 2 and 4 bytes, and LZF. */
const [INTEGER_8, INTEGER_16, INTEGER_32, LZF] = [0, 1, 2, 3] as const;

/** Reads a snapshot sequentially from its start. Throws {@link BrokenParts} where it cannot continue. */
export class SnapshotCursor extends AccessCursor {
  /** Number of strings that were too long, or gave less data than declared. */
  tooLong = 0;
  broken = 0;

  /** A length, or a number encoded like one. */
  length(): number {
    const first = this.byte();
    const length = this.#lengthAfter(first);
    if (length === undefined) throw new BrokenParts('corrupt', `no length at byte ${this.position - 1}`);
    return length;
  }

  #lengthAfter(first: number): number | undefined {
    const low = first & 0x3f;
    if (first >> 6 === SHORT) return low;
    if (first >> 6 === MIDDLE) return low * 256 + this.byte();
    if (first >> 6 !== LONG) return undefined;
    return first === WIDE_LENGTH ? Number(this.bytes(8).readBigUInt64BE()) : this.bytes(4).readUInt32BE();
  }

  /** An unpacked string; empty if it is too long, which is counted. */
  string(): Buffer {
    const first = this.byte();
    const length = this.#lengthAfter(first);
    if (length !== undefined) return this.#plain(length);
    switch (first & 0x3f) {
      case INTEGER_8:
        return Buffer.from(String(this.bytes(1).readInt8()));
      case INTEGER_16:
        return Buffer.from(String(this.bytes(2).readInt16LE()));
      case INTEGER_32:
        return Buffer.from(String(this.bytes(4).readInt32LE()));
      case LZF:
        return this.#packed();
      default:
        throw new BrokenParts('corrupt', `no string at byte ${this.position - 1}`);
    }
  }

  #plain(length: number): Buffer {
    if (length <= LONGEST) return this.bytes(length);
    this.skip(length);
    this.tooLong++;
    return Buffer.alloc(0);
  }

  #packed(): Buffer {
    const [packed, size] = [this.length(), this.length()];
    if (packed > LONGEST || Math.min(size, mostUnpacked(packed)) > LONGEST) {
      this.skip(packed);
      this.tooLong++;
      return Buffer.alloc(0);
    }
    const bytes = unpackLzf(this.bytes(packed), size);
    if (bytes.length < size) this.broken++;
    return bytes;
  }
}
