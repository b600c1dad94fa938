import type { Span } from '../../types.ts';
import { type KnownTables, PIECE } from './tables.ts';

/** A declared value that is split into parts in a text, with other bytes between them. Offsets are bytes of that text. */
export interface SplitMatch {
  readonly name: string;
  /** In order; joined, they are the value. */
  readonly parts: readonly Span[];
}

/** Minimum bytes of the first part of a value, and of each following part except the last. */
const LEAST_HEAD = 4;
const LEAST_PART = 3;
/** The same for parts that may be anywhere. */
const LEAST_SCATTERED = 6;
/** Maximum bytes between two parts: a line end, the next log prefix, colours, tags, quotation marks. */
const MOST_BETWEEN = 160;
const BACKSLASH = 0x5c;
/** Shorter ones without any of these bytes are escapes, not a place where a value was split. */
const LONGEST_ESCAPE = 6;
const CUTS: ReadonlySet<number> = new Set(Buffer.from('\0\t\n\r\x1b "\'`<>+,'));

/** A declared value and its name. */
interface NamedText {
  readonly name: string;
  readonly text: Buffer;
}

/**
 * Finds declared values that are written in parts, whatever is between these: if the cut text ends in signs or blanks, no view joins it.
 * Every part must be present, in order. It is more expensive than a search for whole values, and is meant for redaction.
 */
export class SplitValues {
  readonly #texts = new Map<number, NamedText[]>();
  /** One bit for each pair of bytes that a value begins with. */
  readonly #pairs = new Uint8Array(2 ** 13);

  constructor({ names, bytes, pieces }: KnownTables) {
    for (let at = 0; at + PIECE.size <= pieces.length; at += PIECE.size) {
      const start = pieces[at + PIECE.text] ?? 0;
      const text = Buffer.from(bytes.subarray(start, start + (pieces[at + PIECE.textLength] ?? 0)));
      if (text.length < 2 * LEAST_HEAD) continue;
      const pair = text.readUInt16LE(0);
      this.#pairs[pair >> 3] = (this.#pairs[pair >> 3] ?? 0) | (1 << (pair & 7));
      const others = this.#texts.get(text.readUInt32LE(0)) ?? [];
      this.#texts.set(text.readUInt32LE(0), [...others, { name: names[pieces[at + PIECE.name] ?? 0] ?? '', text }]);
    }
  }

  /**
   * Values that are split into parts, by their first bytes; those that are complete are left out.
   *
   * @param isScattered parts of at least six bytes may be anywhere, like those of a file in sectors or pages
   */
  find(bytes: Buffer, isScattered: boolean = false): readonly SplitMatch[] {
    const found: SplitMatch[] = [];
    this.#someHead(bytes, (at, { name, text }) => {
      const parts =
        partsFrom(bytes, at, text, nextPart) ?? (isScattered ? partsFrom(bytes, at, text, scatteredPart) : undefined);
      if (parts !== undefined) found.push({ name, parts });
      return false;
    });
    return found;
  }

  /** Whether the text ends after the first parts of a value, so that the next one may follow. */
  endsWithin(bytes: Buffer): boolean {
    return this.#someHead(bytes, (at, { text }) => isCutAt(bytes, at, text));
  }

  /** Whether the predicate holds for any position of a value's first bytes. */
  #someHead(bytes: Buffer, holds: (at: number, value: NamedText) => boolean): boolean {
    const pairs = this.#pairs;
    for (let at = 0; at + LEAST_HEAD <= bytes.length; at++) {
      const pair = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
      if (((pairs[pair >> 3] ?? 0) & (1 << (pair & 7))) === 0) continue;
      for (const value of this.#texts.get(bytes.readUInt32LE(at)) ?? []) if (holds(at, value)) return true;
    }
    return false;
  }
}

/** A part of a value, and the number of the value's bytes in it. */
interface ValuePart extends Span {
  readonly length: number;
}

/** Finds the part after `end` that continues a value of which `done` bytes were found. */
type NextPart = (bytes: Buffer, end: number, value: Buffer, done: number) => ValuePart | undefined;

/** The parts of a value whose first one begins at `start`; undefined if some are missing, or if the value is there unsplit. */
function partsFrom(bytes: Buffer, start: number, value: Buffer, next: NextPart): readonly Span[] | undefined {
  const parts = [partAt(bytes, start, value, 0)];
  let done = parts[0]?.length ?? 0;
  while (done < value.length) {
    const part = next(bytes, parts.at(-1)?.end ?? start, value, done);
    if (part === undefined) return undefined;
    parts.push(part);
    done += part.length;
  }
  const isWhole = parts.length === 1 && parts[0]?.end === start + value.length;
  return isWhole ? undefined : withoutEscapes(bytes, parts);
}

/** Whether the text ends so soon after the parts of a value from `start` on that the next one may follow. */
function isCutAt(bytes: Buffer, start: number, value: Buffer): boolean {
  let part: ValuePart | undefined = partAt(bytes, start, value, 0);
  let end = start;
  for (let done = 0; part !== undefined;) {
    ({ end } = part);
    done += part.length;
    if (done === value.length) return false;
    part = nextPart(bytes, end, value, done);
  }
  return bytes.length - end < MOST_BETWEEN;
}

/** The longest part after `end` that continues a value of which `done` bytes were found; of equally long ones the nearest. */
function nextPart(bytes: Buffer, end: number, value: Buffer, done: number): ValuePart | undefined {
  const left = value.length - done;
  const least = Math.min(LEAST_PART, left);
  let best: ValuePart | undefined;
  for (let at = end + 1; at <= end + MOST_BETWEEN && at < bytes.length; at++) {
    if (bytes[at] !== value[done]) continue;
    const part = partAt(bytes, at, value, done);
    if (part.length >= least && part.length > (best?.length ?? 0)) best = part;
    if (part.length === left) break;
  }
  return best;
}

/** The longest part anywhere that is not a part of the same value in one piece. */
function scatteredPart(bytes: Buffer, _end: number, value: Buffer, done: number): ValuePart | undefined {
  const head = value.subarray(done, done + LEAST_SCATTERED);
  let best: ValuePart | undefined;
  for (let at = bytes.indexOf(head); at >= 0; at = bytes.indexOf(head, at + 1)) {
    if (bytes[at - 1] === value[done - 1]) continue;
    const part = partAt(bytes, at, value, done);
    if (part.length > (best?.length ?? 0)) best = part;
  }
  return done < LEAST_SCATTERED ? undefined : best;
}

/** The part of a value from `from` on that is at an offset of a text; a backslash that the value does not have is an escape. */
function partAt(bytes: Buffer, start: number, value: Buffer, from: number): ValuePart {
  let end = start;
  let length = 0;
  while (from + length < value.length) {
    const wanted = value[from + length];
    if (bytes[end] !== wanted && bytes[end] === BACKSLASH && bytes[end + 1] === wanted && length > 0) end++;
    if (bytes[end] !== wanted) break;
    end++;
    length++;
  }
  return { start, end, length };
}

/** The parts, merging those with only an escape between them. */
function withoutEscapes(bytes: Buffer, parts: readonly Span[]): readonly Span[] {
  const joined: Span[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    const between = bytes.subarray(last?.end ?? part.start, part.start);
    const isEscape = between.length <= LONGEST_ESCAPE && !between.some((byte) => CUTS.has(byte));
    if (last !== undefined && part.start >= last.end && isEscape)
      joined[joined.length - 1] = { start: last.start, end: part.end };
    else joined.push(part);
  }
  return joined;
}
