import { isUtf8 } from 'node:buffer';
import { type EscapeCoding, type EscapeDecoder, escapeDecoderFor } from '../../engine/escape-decoder.ts';
import { warming } from '../../engine/web-assembly.ts';
import type { Span } from '../../types.ts';
import { C_SIMPLE, JSON_SIMPLE } from './backslash-codes.ts';
import { HEX_VALUES } from '../byte-class.ts';
import { LOOK_AHEAD } from '../decoded-view.ts';
import { PositionMap } from '../position-map.ts';

/** An escape that was read. */
export interface Escape {
  /** Bytes of the escape, at most 255. */
  length: number;
  /** A code point, or a byte's value. */
  code: number;
  /** Whether `code` is a byte of the decoded text rather than a character to be written as UTF-8. */
  isByte: boolean;
}

/** A syntax for writing characters as escapes. No escape is shorter than the UTF-8 form of its character. */
export interface EscapeFamily {
  readonly kind: string;
  /** The byte that every escape begins with. */
  readonly trigger: number;
  /** Reads the escape at `at` into `escape`; false if there is none. Bytes from `end` on must not be read. */
  read(bytes: Buffer, at: number, end: number, escape: Escape): boolean;
  /** Whether an escape makes its surroundings worth decoding; if omitted, every escape does. */
  isTelling?(bytes: Buffer, at: number): boolean;
  /** A byte that may stand for a blank if it is in a row of characters with an escape; such texts are also decoded with it as a blank. */
  readonly blank?: number;
  /** Name of the family in the faster reader, which gives the same results. */
  readonly coding?: EscapeCoding;
}

/** Escapes closer together than this belong to one region. */
export const GAP = 512;
/** A row of escapes longer than this is split. */
const LONG_ROW = 1024;
/** Regions are cut at this length, to keep memory flat; they overlap by the look-ahead of a window. */
const LONGEST = 1024 * 1024;
/** Size of the memory that several views share. */
const ARENA = 64 * 1024;
/** Bytes examined one by one before a call of `indexOf` pays off. */
const NEAR = 48;

/** A decoder that is faster than the families themselves; undefined before enough bytes have been read. */
const readersFor = warming((plain) => ({
  decoder: escapeDecoderFor({ json: JSON_SIMPLE, c: C_SIMPLE, hex: HEX_VALUES }, plain),
}));

/** A faster reader of escapes for a text of `length` bytes, if there is one. */
export function escapeDecoder(length: number): EscapeDecoder | undefined {
  return readersFor(length).decoder;
}

const NOTHING = Buffer.alloc(0);

/** Maximum length of a character in UTF-8. */
const WIDEST = 4;

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x80 && byte < 0xc0;
}

/** The search for the escapes of one family in one window. */
export class EscapeSearch {
  readonly family: EscapeFamily;
  readonly #bytes: Buffer;
  readonly #decoder: EscapeDecoder | undefined;
  readonly #escape: Escape = { length: 0, code: 0, isByte: false };
  /** Memory in which decoded regions are written one after the other. */
  #arena: Buffer = NOTHING;
  #used = 0;

  /** @param decoder that gives the same results as the family, if there is one */
  constructor(family: EscapeFamily, bytes: Buffer, decoder: EscapeDecoder | undefined) {
    this.family = family;
    this.#bytes = bytes;
    this.#decoder = decoder;
  }

  /**
   * Whether the surroundings of the escapes are text: the bytes of a font look like escapes by chance, and packed data inside such a file
   * is found in place, without decoding escapes in it.
   */
  isText({ start, end }: Span): boolean {
    let [from, to] = [start, end];
    // A character at an edge may be cut.
    while (from < to && from < start + WIDEST && isContinuation(this.#bytes[from])) from++;
    while (to > from && to > end - WIDEST && (this.#bytes[to - 1] ?? 0) >= 0x80) to--;
    return isUtf8(this.#bytes.subarray(from, to));
  }

  /** Groups of escapes, from the first to the last, whose first one is in `range`. @param rows from the start of the range on */
  *clusters(rows: readonly number[], range: Span): Generator<Span> {
    const startOf = (index: number): number => rows[index] ?? Infinity;
    for (let first = 0; startOf(first) < range.end;) {
      const start = startOf(first);
      let end = rows[first + 1] ?? start;
      let next = first + 2;
      let resume = -1;
      for (; startOf(next) < end + GAP && end - start < LONGEST; next += 2) {
        if (resume < 0 && startOf(next) - start >= LONGEST - LOOK_AHEAD) resume = next;
        end = rows[next + 1] ?? end;
      }
      yield { start, end };
      first = end - start >= LONGEST && resume > 0 ? resume : next;
    }
  }

  /** Starts and ends, alternating, of rows of telling escapes from `from` on; nearby escapes are in one row unless it gets too long. */
  rows(from: number): readonly number[] {
    const { coding } = this.family;
    if (this.#decoder !== undefined && coding !== undefined) return this.#decoder.rows(coding, this.#bytes, from);
    const rows: number[] = [];
    for (let at = this.#nextTelling(from); at >= 0; at = this.#nextTelling(at + this.#escape.length)) {
      const last = rows.length - 1;
      const isNear = last > 0 && at < (rows[last] ?? 0) + GAP && at - (rows[last - 1] ?? 0) < LONG_ROW;
      if (isNear) rows[last] = at + this.#escape.length;
      else rows.push(at, at + this.#escape.length);
    }
    return rows;
  }

  #nextTelling(from: number): number {
    const { trigger } = this.family;
    for (let at = this.#bytes.indexOf(trigger, from); at >= 0;) {
      const isEscape = this.#read(at);
      if (isEscape && this.#isTelling(at)) return at;
      at += isEscape ? this.#escape.length : 1;
      if (this.#bytes[at] !== trigger) at = this.#bytes.indexOf(trigger, at);
    }
    return -1;
  }

  #read(at: number): boolean {
    return this.family.read(this.#bytes, at, this.#bytes.length, this.#escape);
  }

  #isTelling(at: number): boolean {
    return this.family.isTelling === undefined || this.family.isTelling(this.#bytes, at);
  }

  /** Decodes a region. */
  decode(region: Span, blank: number | undefined): Buffer {
    const { coding } = this.family;
    const out = this.#room(region.end - region.start);
    const length =
      this.#decoder === undefined || coding === undefined
        ? this.#decodeInto(out, region, blank)
        : this.#decoder.decode(coding, this.#bytes, region, blank, out);
    this.#used += length;
    return out.subarray(0, length);
  }

  /** Maps positions in a decoded region back to its encoded bytes. */
  mapOf(region: Span, blank: number | undefined): PositionMap {
    const map = new PositionMap(region.start);
    this.#decodeInto(Buffer.allocUnsafe(region.end - region.start), region, blank, map);
    return map;
  }

  /** Decodes a region and adds each escape to `map`, if given. Returns the length of the decoding. */
  #decodeInto(out: Buffer, { start, end }: Span, blank: number | undefined, map?: PositionMap): number {
    const bytes = this.#bytes;
    const { trigger } = this.family;
    let length = 0;
    let near = 0;
    for (let at = start; at < end;) {
      const byte = bytes[at] as number;
      if (byte !== trigger) {
        out[length++] = byte === blank ? 0x20 : byte;
        at++;
        if (++near < NEAR || blank !== undefined) continue;
        const plain = this.#copyPlain({ start: at, end }, out, length);
        length += plain;
        at += plain;
      } else if (this.family.read(bytes, at, end, this.#escape)) {
        const written = this.#write(out, length);
        map?.add(length, at, written, this.#escape.length);
        length += written;
        at += this.#escape.length;
      } else {
        // A trigger that does not begin an escape is literal.
        out[length++] = byte;
        at++;
      }
      near = 0;
    }
    return length;
  }

  /** Copies up to the next trigger; returns the number of bytes. */
  #copyPlain({ start, end }: Span, out: Buffer, at: number): number {
    const found = this.#bytes.indexOf(this.family.trigger, start);
    const stop = found < 0 || found > end ? end : found;
    out.set(this.#bytes.subarray(start, stop), at);
    return stop - start;
  }

  /** Memory for a decoding; the next one uses the rest. */
  #room(size: number): Buffer {
    if (this.#arena.length - this.#used < size) {
      // Few texts have many views, so the memory grows with their number.
      this.#arena = Buffer.allocUnsafe(Math.max(size, Math.min(ARENA, 4 * this.#arena.length)));
      this.#used = 0;
    }
    return this.#used === 0 ? this.#arena : this.#arena.subarray(this.#used);
  }

  #write(out: Buffer, at: number): number {
    const { code, isByte } = this.#escape;
    if (!isByte && code >= 0x80) return out.write(String.fromCodePoint(code), at);
    out[at] = code;
    return 1;
  }
}
