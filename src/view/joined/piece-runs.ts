import type { Span } from '../../types.ts';
import { isBlank, isQuote } from '../byte-class.ts';
import type { ToldPiece } from './stream-pieces.ts';
import { Pieces, stringEnd } from './stream-pieces.ts';

const BACKSLASH = 0x5c;
/** What precedes the quote of a piece, the same for all pieces of a text: the name of a member, or a comma in a list. */
const KEY =
  /(?:["']?[\w$.@-]{1,40}["']?\s{0,2}[:=]|(?<=[,\n])[\w.]{1,24},|(?<=["'])(?<comma>,)|(?<word>\w[\w\]]{1,24})(?= b?$))\s{0,32}b?$/;
const MOST_KEY = 80;
/** Longest piece, and maximum number of bytes between two pieces of a run; the last if only a word precedes each. */
const [MOST_PIECE, MOST_BETWEEN, MOST_BETWEEN_WORDS] = [2048, 1024, 96] as const;
/** Minimum number of pieces in a text. */
const LEAST = 4;
/** The same in a list, which a program may join with a separator. */
const LEAST_LISTED = 12;
/** Strings on each side of one that decide whether they may be pieces. */
const MOST_NEAR = 24;
/** Maximum number of interleaved texts. */
const MOST_IN_TURNS = 4;
/** Maximum average length of pieces that count as short as words. */
const SHORT = 12;
/** Letters of escapes for line breaks and tabs. */
const BREAKS = 'nrt';

/** Whether an escaped line break or tab is at `at`. */
function isEscape(bytes: Buffer, at: number): boolean {
  return bytes[at] === BACKSLASH && BREAKS.includes(String.fromCharCode(bytes[at + 1] ?? 0));
}

/** Whether a piece is empty, or begins or ends between two words: strings that are complete texts rarely do. */
function isEdged(bytes: Buffer, { start, end }: Span): boolean {
  if (end <= start) return true;
  return isBlank(bytes[start]) || isBlank(bytes[end - 1]) || isEscape(bytes, start) || isEscape(bytes, end - 2);
}

/** Statistics of strings: their number, their total length, and how many of them begin or end between words. */
export class Cuts {
  #count = 0;
  #length = 0;
  #edged = 0;

  add(bytes: Buffer, piece: Span): void {
    this.#count++;
    this.#length += piece.end - piece.start;
    this.#edged += Number(isEdged(bytes, piece));
  }

  /** Whether they are the pieces of one text: if they are as short as words, fewer of them need to show it. */
  get isOneText(): boolean {
    return this.#hasShare(1);
  }

  /** Whether they may be the pieces of several texts. */
  get mayBeTexts(): boolean {
    return this.#hasShare(MOST_IN_TURNS);
  }

  #hasShare(texts: number): boolean {
    if (this.#count < LEAST) return false;
    const isShort = this.#length <= SHORT * this.#count;
    return this.#edged * (isShort ? 4 : 1) * texts >= Math.max(2, this.#count / 8);
  }
}

/** Whether strings may be the pieces of interleaved texts. */
export function mayBeTexts(bytes: Buffer, run: readonly Span[]): boolean {
  const cuts = new Cuts();
  for (const piece of run) cuts.add(bytes, piece);
  return cuts.mayBeTexts;
}

/** Consecutive strings with the same key. */
class Run {
  readonly #bytes: Buffer;
  readonly #key: Buffer;
  readonly #between: number;
  readonly isList: boolean;

  constructor(bytes: Buffer, key: RegExpExecArray) {
    this.#bytes = bytes;
    this.#key = Buffer.from(key[0], 'latin1');
    this.isList = key.groups?.['comma'] !== undefined;
    if (this.isList) this.#between = this.#key.length;
    else this.#between = key.groups?.['word'] === undefined ? MOST_BETWEEN : MOST_BETWEEN_WORDS;
  }

  /** The strings around the one that opens at `open`, after `floor`, in order; at most `most` on each side. */
  around(open: number, floor: number, most: number): readonly Span[] {
    const first = this.#stringAt(open);
    if (first === undefined) return [];
    const before: Span[] = [];
    const behind: Span[] = [];
    for (
      let next = this.#before(first, floor);
      next !== undefined && before.length < most;
      next = this.#before(next, floor)
    )
      before.push(next);
    for (let next = this.#behind(first); next !== undefined && behind.length < most; next = this.#behind(next))
      behind.push(next);
    return [...before.toReversed(), first, ...behind];
  }

  #stringAt(open: number): Span | undefined {
    const bytes = this.#bytes;
    if (!isQuote(bytes[open])) return undefined;
    const end = stringEnd(bytes.subarray(0, open + MOST_PIECE), open + 1, String.fromCharCode(bytes[open] ?? 0));
    return end < 0 ? undefined : { start: open + 1, end };
  }

  #behind({ end }: Span): Span | undefined {
    const near = this.#bytes.subarray(end + 1, end + 1 + this.#between);
    for (let at = near.indexOf(this.#key); at >= 0; at = near.indexOf(this.#key, at + 1)) {
      const open = end + 1 + at + this.#key.length;
      if (isQuote(this.#bytes[open])) return this.#stringAt(open);
    }
    return undefined;
  }

  #before({ start }: Span, floor: number): Span | undefined {
    const from = start - 1 - this.#key.length;
    const least = Math.max(floor, from - MOST_PIECE);
    if (least >= from) return undefined;
    const near = this.#bytes.subarray(least, from);
    for (let at = near.lastIndexOf(this.#key); at >= 0; at = at === 0 ? -1 : near.lastIndexOf(this.#key, at - 1)) {
      const open = least + at + this.#key.length;
      const found = isQuote(this.#bytes[open]) ? this.#stringAt(open) : undefined;
      if (found === undefined) continue;
      return found.end < from && from - found.end <= this.#between && (!this.isList || found.end === from - 1)
        ? found
        : undefined;
    }
    return this.isList ? this.#firstOf(from - 1, least) : undefined;
  }

  /** The first string of a list; it ends at `end`. */
  #firstOf(end: number, least: number): Span | undefined {
    const head = this.#bytes.toString('latin1', least, end + 1);
    const string = /\[\s{0,40}b?(?:"(?:[^"\\]|\\.){0,400}"|'(?:[^'\\]|\\.){0,400}')$/.exec(head)?.[0];
    if (string === undefined) return undefined;
    const open = end + 1 - string.length + string.search(/["']/);
    return { start: open + 1, end };
  }
}

/** The pieces of a run with the texts they belong to; the record of a piece begins after the piece before it. */
function toldOf(bytes: Buffer, run: readonly Span[], isList: boolean): readonly ToldPiece[] {
  if (isList) return run.map(({ start, end }) => ({ start, end, text: '', isSure: false }));
  const pieces = new Pieces(bytes);
  for (const [index, piece] of run.entries()) {
    const [last, next] = [run[index - 1], run[index + 1]];
    // The record of the first piece begins as far before it as that of the second.
    const head = last === undefined && next !== undefined ? pieces.headOf(piece.end + 1, next.start).length : 0;
    pieces.addPiece(last === undefined ? Math.max(0, piece.start - 1 - head) : last.end + 1, piece);
  }
  return pieces.told();
}

/**
 * Consecutive strings with the same key: `0:" is"`, `{"message":" is"}`, `content=' is'`, `[" is", " the"]`; grouped if they may be pieces
 * of one text.
 *
 * @param openings quotes of some of them
 * @param isWanted whether the given consecutive strings are of interest
 */
export function* pieceRuns(
  bytes: Buffer,
  openings: Iterable<number>,
  isWanted: (run: readonly Span[]) => boolean,
): Generator<readonly ToldPiece[]> {
  const floors = new Map<string, number>();
  for (const open of openings) {
    const key = KEY.exec(bytes.toString('latin1', Math.max(0, open - MOST_KEY), open));
    if (key === null) continue;
    const floor = floors.get(key[0]) ?? 0;
    if (open < floor) continue;
    const run = new Run(bytes, key);
    // Tables contain thousands of strings: nearby ones decide whether all are examined.
    let strings = run.around(open, floor, MOST_NEAR);
    if (isWanted(strings)) strings = run.around(open, floor, Infinity);
    floors.set(key[0], strings.at(-1)?.end ?? open);
    const isEnough = strings.length >= (run.isList ? LEAST_LISTED : LEAST);
    if (isEnough && isWanted(strings)) yield toldOf(bytes, strings, run.isList);
  }
}
