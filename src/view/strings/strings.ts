import { isUtf8 } from 'node:buffer';
import type { Span } from '../../types.ts';
import { isCredentialHeading } from '../columns/headings.ts';
import { NO_VIEWS, type DecodedView, type Finder, type ViewContext } from '../decoded-view.ts';
import { Joiner } from '../joined/joiner.ts';
import { endsOf, hasLength, isBeforeNoText, PRINTABLE } from './lengths.ts';

/** Minimum length of a row of printable bytes; of values; maximum length of names; maximum distance between a name and its value. */
const LEAST_ROW = 4;
const [LEAST_VALUE, MOST_VALUE] = [6, 4096] as const;
/** Longest row of printable bytes that is examined: a longer one is text. */
const MOST_ROW = MOST_VALUE + 16;
const MOST_NAME = 64;
const MOST_BETWEEN = 8;
/**
 * Bytes at the start of a row that may be printable tags and lengths, and bytes at its end that may belong to what follows: an entry and
 * its key.
 */
const MOST_TAGS = 2;
const [MOST_FRONT, MOST_BACK] = [3, 4] as const;
/** After a name, those of its value too: memo positions in pickles. */
const MOST_BEHIND_NAME = 4;
/** CBOR type of a text; a length below 24 is added to it (RFC 8949, 3.1). */
const CBOR_TEXT = 0x60;
const MOST_SHORT = 23;
/** Shortest string that may be a token; such strings are scanned alone if adjacent bytes look like part of them. */
const LEAST_TOKEN = 16;
/** Bytes that distinguish data without a NUL from text. */
const HEAD = 256;
/** A view is yielded once it reaches this length. */
const ENOUGH = 256 * 1024;
const [DOUBLE, BACKSLASH, EQUALS] = [0x22, 0x5c, 0x3d] as const;
const [OPEN, OPEN_BARE, CLOSE, LINE] = [' = "', ' = ', '"\n', '\n'].map((text) => Buffer.from(text)) as [
  Buffer,
  Buffer,
  Buffer,
  Buffer,
];

/** ASCII control characters that texts contain: line and page breaks, tabs, bells, backspaces and escapes. */
const IN_TEXT: ReadonlySet<number> = new Set([7, 8, 9, 10, 11, 12, 13, 27]);
const CONTROL: Readonly<Uint8Array> = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number(byte < 0x20 && !IN_TEXT.has(byte)),
);
/** 1 for letters, digits and the punctuation found in tokens. */
const TOKEN: Readonly<Uint8Array> = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number(/[\w.+/~-]/.test(String.fromCharCode(byte)) && byte < 0x80),
);

/** Whether the bytes may be data: text has no NULs, and its first bytes are UTF-8 without control characters. */
function mayBeData(bytes: Buffer, { start, end }: Span): boolean {
  const stop = Math.min(end, start + HEAD);
  let whole = start;
  let isWide = false;
  for (let at = start; at < stop; at++) {
    const byte = bytes[at] as number;
    if (CONTROL[byte] === 1) return true;
    if (byte < 0x80) whole = at;
    else isWide = true;
  }
  // The last character may extend beyond the bytes examined.
  if (end - start < HEAD) whole = end;
  return (isWide && !isUtf8(bytes.subarray(start, whole))) || bytes.indexOf(0, start) >= 0;
}

/** Writes strings next to their names, and alone those that adjacent bytes obscure. */
class StringRows {
  readonly #bytes: Buffer;
  readonly #context: ViewContext;
  /** Start of the last string with a doubled length. */
  #doubled = -1;
  /** The previous row. */
  #row: Span = { start: 0, end: 0 };
  #joiner: Joiner;

  constructor(bytes: Buffer, context: ViewContext) {
    this.#bytes = bytes;
    this.#context = context;
    this.#joiner = new Joiner(bytes);
  }

  /** Adds a row of printable bytes, which may be a string preceded by its length, or contain some. */
  add(row: Span): void {
    if (row.end - row.start > MOST_ROW) return;
    const isNear = row.start - this.#row.end <= MOST_BETWEEN && row.end - row.start >= LEAST_VALUE;
    if (this.#context.layout.strings === 'pairs') this.#addNamed(row, isNear);
    if (row.end - row.start > LEAST_TOKEN) this.#addTokens(row);
    this.#row = row;
  }

  /** Looks for a value whose name is the previous row, if that is near, or the beginning of its own row. */
  #addNamed(row: Span, isNear: boolean): void {
    const string = isNear ? this.#stringOf(row) : undefined;
    const name = string === undefined ? undefined : this.#nameOf(string);
    if (name !== undefined && string !== undefined) {
      if (!isBeforeNoText(this.#bytes, name)) this.#write(name, string);
    } else if (!this.#addTexts(row)) this.#addPair(row);
  }

  /**
   * Adds the texts of a row that begins with CBOR texts, whose tags and lengths are letters and digits: those preceded by the name of a
   * secret, and those long enough for a token.
   */
  #addTexts(row: Span): boolean {
    let before: Span | undefined;
    let isAny = false;
    for (let at = row.start; at < row.end;) {
      const text = textAt(this.#bytes, at, row.end);
      if (text === undefined) break;
      const length = text.end - text.start;
      const isNamed = before !== undefined && length >= LEAST_VALUE && this.#isName(before);
      if (isNamed) isAny = true;
      const mayBeToken = before !== undefined && length >= LEAST_TOKEN && this.#isToken(text);
      if (isNamed || mayBeToken) this.#write(isNamed ? before : undefined, text);
      before = isNamed ? undefined : text;
      at = text.end;
    }
    return isAny;
  }

  /** The string in a row, without the lengths and tags at its ends. */
  #stringOf(row: Span): Span | undefined {
    if (row.end - row.start > MOST_VALUE) return undefined;
    for (let tags = 0; tags <= MOST_FRONT + MOST_BACK; tags++)
      for (let front = Math.max(0, tags - MOST_BACK); front <= Math.min(tags, MOST_FRONT); front++) {
        const [start, end] = [row.start + front, row.end - (tags - front)];
        // A text that begins with a line break is a protobuf message that contains one.
        if (
          end - start > 1 &&
          (this.#bytes[start] as number) >= 0x20 &&
          hasLength(this.#bytes, start, end, this.#row.end - MOST_BEHIND_NAME)
        )
          return { start, end };
      }
    return undefined;
  }

  /** Looks for a name at the start of a row whose rest is its value, with a printable length in between. */
  #addPair({ start: from, end: to }: Span): void {
    for (let start = from; start <= Math.min(from + MOST_TAGS, to - LEAST_VALUE); start++)
      for (const end of endsOf(this.#bytes, start, 2, Math.min(to - LEAST_VALUE, start + MOST_NAME))) {
        const value = this.#isName({ start, end }) ? this.#restOf(end, to) : undefined;
        if (value !== undefined) this.#write({ start, end }, value);
      }
  }

  /** The string that begins after a few tags and a one-byte length, and takes up the rest of the row, except possibly a tag. */
  #restOf(from: number, to: number): Span | undefined {
    for (let start = from + 1; start <= from + MOST_TAGS + 1; start++) {
      const end = start + (this.#bytes[start - 1] as number);
      if (end === to || end === to - 1) return { start, end };
    }
    return undefined;
  }

  /** The name before a value: a string with its length, or one whose terminating NUL immediately precedes the value's length (BSON). */
  #nameOf(value: Span): Span | undefined {
    const row = this.#row;
    for (let start = row.start; start <= Math.min(row.start + MOST_TAGS, row.end - 2); start++)
      for (let end = row.end; end >= Math.max(start + 2, row.end - MOST_BEHIND_NAME); end--)
        if (hasLength(this.#bytes, start, end, 0) && this.#isName({ start, end })) return { start, end };
    if (value.start - row.end === 1 && this.#bytes[row.end - 1] === CBOR_TEXT + 24) return this.#nameBeforeTag(row);
    const isEnded = this.#bytes[row.end] === 0 && value.start - row.end === 5;
    return isEnded && this.#isName(row) ? row : undefined;
  }

  /** The name before the last byte of a row, which is the tag of what follows: short CBOR texts have printable lengths. */
  #nameBeforeTag(row: Span): Span | undefined {
    const end = row.end - 1;
    for (let length = 2; length < 24 && end - length > row.start; length++) {
      const name = { start: end - length, end };
      if (this.#bytes[name.start - 1] === CBOR_TEXT + length && this.#isName(name)) return name;
    }
    return undefined;
  }

  #isName({ start, end }: Span): boolean {
    return end - start <= MOST_NAME && isCredentialHeading(this.#bytes.toString('latin1', start, end));
  }

  /** Looks for strings without blanks whose lengths, or the bytes after them, look like part of them. */
  #addTokens({ start: from, end: to }: Span): void {
    for (let at = from; at < to;) {
      const start = at;
      while (at < to && TOKEN[this.#bytes[at] as number] === 1) at++;
      while (at < to && this.#bytes[at] === EQUALS) at++;
      if (at - start > LEAST_TOKEN) this.#addToken({ start, end: at }, to);
      at++;
    }
  }

  #addToken({ start, end }: Span, to: number): void {
    for (const last of endsOf(this.#bytes, start, LEAST_TOKEN, end - 1)) this.#write(undefined, { start, end: last });
    // A length that looks like part of the token is a single byte.
    for (let at = start + 1; at <= start + MOST_TAGS; at++) {
      const length = this.#bytes[at - 1] as number;
      if (at + length <= end) this.#write(undefined, { start: at, end: at + length });
      if ((length & 1) === 0) this.#addDoubled(at, to);
    }
  }

  /** Adds the strings of an Avro record from the one at `from` on, each preceded by a byte with its doubled length. */
  #addDoubled(from: number, to: number): void {
    for (let start = from; start < to;) {
      const length = this.#bytes[start - 1] as number;
      const end = start + (length >> 1);
      if ((length & 1) === 1 || length === 0 || end > to) return;
      if (end - start >= LEAST_TOKEN && start > this.#doubled) {
        this.#doubled = start;
        this.#write(undefined, { start, end });
      }
      start = end + 1;
    }
  }

  #write(name: Span | undefined, value: Span): void {
    this.#context.reach?.isOne({ start: (name ?? value).start, end: value.end });
    const joiner = this.#joiner;
    const [before, behind] = [value.start, value.end].map((at) => ({ start: at, end: at })) as [Span, Span];
    const isQuoted = name !== undefined && !this.#holdsQuotes(value);
    if (name !== undefined) {
      joiner.piece(name);
      joiner.put(isQuoted ? OPEN : OPEN_BARE, before);
    }
    joiner.joint('sure');
    joiner.piece(value);
    joiner.put(isQuoted ? CLOSE : LINE, behind);
    joiner.break();
  }

  /** Whether a text without a name may be a token: letters of words may also be CBOR tags and lengths. */
  #isToken({ start, end }: Span): boolean {
    for (let at = start; at < end; at++) if (TOKEN[this.#bytes[at] as number] !== 1) return false;
    return true;
  }

  /** Whether a value contains a quotation mark or backslash, which would break a quoted value. */
  #holdsQuotes({ start, end }: Span): boolean {
    for (let at = start; at < end; at++) if (this.#bytes[at] === DOUBLE || this.#bytes[at] === BACKSLASH) return true;
    return false;
  }

  /** Yields the view once it is long enough. */
  *full(): Generator<DecodedView> {
    if (this.#joiner.length >= ENOUGH) yield* this.rest();
  }

  /** Yields what is left. */
  *rest(): Generator<DecodedView> {
    if (this.#joiner.length === 0) return;
    const view = this.#joiner.view('strings');
    this.#joiner = new Joiner(this.#bytes);
    const span = view.toOuter({ start: 0, end: view.bytes.length });
    if (this.#context.pay(view.bytes.length, 'strings', span)) yield view;
  }
}

/** The CBOR text whose tag is at `at` and that ends at `limit` or earlier; its length is in the tag or in the byte after it. */
function textAt(bytes: Buffer, at: number, limit: number): Span | undefined {
  const type = (bytes[at] as number) - CBOR_TEXT;
  const isLong = type === MOST_SHORT + 1;
  if (type < 1 || type > MOST_SHORT + 1) return undefined;
  const start = at + 1 + Number(isLong);
  const end = start + (isLong ? (bytes[at + 1] as number) : type);
  return end <= limit && end > start ? { start, end } : undefined;
}

function* viewsIn(bytes: Buffer, range: Span, context: ViewContext): Generator<DecodedView> {
  const rows = new StringRows(bytes, context);
  // In a program no string is the name of another one, so only long rows matter.
  const least = context.layout.strings === 'constants' ? LEAST_TOKEN + 1 : LEAST_ROW;
  const last = Math.min(range.end - 1, bytes.length - least);
  for (let start = rowFrom(bytes, range.start, least); start <= last && !context.stopped;) {
    let end = start + least;
    while (end < bytes.length && PRINTABLE[bytes[end] as number] === 1) end++;
    rows.add({ start, end });
    yield* rows.full();
    start = rowFrom(bytes, end + 1, least);
  }
  yield* rows.rest();
}

/** Start of the next row of at least `least` printable characters, Infinity if there is none. */
function rowFrom(bytes: Buffer, from: number, least: number): number {
  for (let at = from; at <= bytes.length - least;) {
    // Checked backwards from the end of the shortest row: no row can begin before the last unprintable byte in it.
    let start = at + least;
    while (start > at && PRINTABLE[bytes[start - 1] as number] === 1) start--;
    if (start === at) return at;
    at = start;
  }
  return Infinity;
}

/**
 * Finds strings in binary data that are preceded by their lengths, as in nearly all serialisation formats: each next to the string before
 * it if that is the name of a secret, and alone if adjacent bytes (a length, the tag of what follows) look like part of it.
 */
export const stringViews: Finder = (bytes, range, context) =>
  context.layout.strings !== 'none' && mayBeData(bytes, range) ? viewsIn(bytes, range, context) : NO_VIEWS;
