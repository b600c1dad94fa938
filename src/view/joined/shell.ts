import type { Span } from '../../types.ts';
import { byteClass, type ByteClass } from '../byte-class.ts';
import type { Family } from './family.ts';
import { joinedTexts, Joiner } from './joiner.ts';
import { seamViews, type Seam } from './seams.ts';
import { type SpelledText, writeText } from './spelled-text.ts';

const [BACKSLASH, DOUBLE, SINGLE, DOLLAR, BACKTICK] = [0x5c, 0x22, 0x27, 0x24, 0x60] as const;
/** Characters that end a word outside quotes. */
const WORD_ENDS: ByteClass = byteClass(' \t\r\n;|&<>()');
/** Characters after which a word may begin: blanks, the operator of an assignment, brackets. */
const WORD_STARTS: ByteClass = byteClass(' \t\r\n;|&<>()=:,[{');
/** Longest word, and how far back its start is searched for. */
const MOST_WORD = 512;
const MOST_BEFORE = 128;
const LEAST = 8;

/** Single-letter escapes in `$'…'` (POSIX.1-2024, XCU 2.2.4). */
const LETTERS: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, a: 7, b: 8, e: 27, f: 12, v: 11 };
const CODES = /(?:x(?<hex>[0-9A-Fa-f]{1,2})|(?<octal>[0-7]{1,3})|u(?<unit>[0-9A-Fa-f]{4}))/y;

/** A word with its quoting removed, and its span. */
interface Word extends SpelledText {
  /** Number of parts that are quoted in different ways. */
  readonly pieces: number;
}

/** Reads one word of a command line from its start. */
class WordReader {
  readonly #bytes: Buffer;
  readonly #parts: { text: Buffer; span: Span }[] = [];
  #at: number;
  #pieces = 0;

  constructor(bytes: Buffer, start: number) {
    this.#bytes = bytes;
    this.#at = start;
  }

  /** The word; undefined if a quote is not closed, without parts if the word is too long. */
  read(): Word | undefined {
    const start = this.#at;
    const limit = Math.min(this.#bytes.length, start + MOST_WORD);
    while (this.#at < limit) {
      const byte = this.#bytes[this.#at] ?? 0;
      if (WORD_ENDS[byte] === 1) break;
      if (!this.#piece(byte, limit)) return undefined;
      this.#pieces++;
    }
    const isWhole = this.#at < limit || limit === this.#bytes.length;
    return { start, end: this.#at, parts: isWhole ? this.#parts : [], pieces: this.#pieces };
  }

  #piece(byte: number, limit: number): boolean {
    if (byte === SINGLE) return this.#single(limit);
    if (byte === DOUBLE) return this.#double(limit);
    if (byte === DOLLAR && this.#bytes[this.#at + 1] === SINGLE) return this.#ansi(limit);
    if (byte === BACKSLASH) return this.#escaped(1);
    const from = this.#at;
    while (this.#at < limit && !isSpecial(this.#bytes, this.#at)) this.#at++;
    this.#plain(from, this.#at);
    return this.#at > from || this.#escaped(0);
  }

  #plain(start: number, end: number): void {
    if (end > start) this.#parts.push({ text: this.#bytes.subarray(start, end), span: { start, end } });
  }

  /** Takes the character after `skip` bytes literally. */
  #escaped(skip: number): boolean {
    const at = this.#at + skip;
    if (at >= this.#bytes.length) return false;
    this.#parts.push({ text: this.#bytes.subarray(at, at + 1), span: { start: this.#at, end: at + 1 } });
    this.#at = at + 1;
    return true;
  }

  #single(limit: number): boolean {
    const end = this.#bytes.indexOf(SINGLE, this.#at + 1);
    if (end < 0 || end >= limit) return false;
    this.#plain(this.#at + 1, end);
    this.#at = end + 1;
    return true;
  }

  #double(limit: number): boolean {
    let from = ++this.#at;
    for (; this.#at < limit; this.#at++) {
      const byte = this.#bytes[this.#at];
      const next = this.#bytes[this.#at + 1];
      if (byte === DOUBLE) {
        this.#plain(from, this.#at++);
        return true;
      }
      if (byte !== BACKSLASH || (next !== DOUBLE && next !== BACKSLASH && next !== DOLLAR && next !== BACKTICK))
        continue;
      this.#plain(from, this.#at);
      this.#escaped(1);
      from = this.#at--;
    }
    return false;
  }

  #ansi(limit: number): boolean {
    this.#at += 2;
    while (this.#at < limit) {
      const byte = this.#bytes[this.#at];
      if (byte === SINGLE) {
        this.#at++;
        return true;
      }
      if (!(byte === BACKSLASH ? this.#code() : this.#escaped(0))) return false;
    }
    return false;
  }

  /** Takes a backslash escape; false if nothing follows the backslash. */
  #code(): boolean {
    const text = this.#bytes.toString('latin1', this.#at + 1, this.#at + 6);
    const code = codeOf(text);
    if (code === undefined) return this.#escaped(1);
    const end = this.#at + 1 + code.length;
    this.#parts.push({ text: code.text, span: { start: this.#at, end } });
    this.#at = end;
    return true;
  }
}

/** The text and length of an escape in `$'…'`, given the characters after its backslash. */
function codeOf(text: string): { readonly text: Buffer; readonly length: number } | undefined {
  const letter = LETTERS[text[0] ?? ''];
  if (letter !== undefined) return { text: Buffer.from([letter]), length: 1 };
  CODES.lastIndex = 0;
  const match = CODES.exec(text);
  if (match?.groups === undefined) return undefined;
  const { hex, octal, unit } = match.groups;
  const { length } = match[0];
  if (unit !== undefined) return { text: Buffer.from(String.fromCharCode(Number.parseInt(unit, 16))), length };
  const code = hex === undefined ? Number.parseInt(octal ?? '', 8) : Number.parseInt(hex, 16);
  return { text: Buffer.from([code & 0xff]), length };
}

function isSpecial(bytes: Buffer, at: number): boolean {
  const byte = bytes[at] ?? 0;
  return WORD_ENDS[byte] === 1 || byte === SINGLE || byte === DOUBLE || byte === BACKSLASH || isAnsi(bytes, at);
}

function isAnsi(bytes: Buffer, at: number): boolean {
  return bytes[at] === DOLLAR && bytes[at + 1] === SINGLE;
}

function opensQuote(bytes: Buffer, at: number): boolean {
  return bytes[at] === SINGLE || bytes[at] === DOUBLE || isAnsi(bytes, at);
}

/** Possible starts of the word around `at`: after the last blank, and before that if a quote contains blanks. */
function wordStarts(bytes: Buffer, at: number, floor: number): readonly number[] {
  const starts: number[] = [];
  const least = Math.max(floor, at - MOST_BEFORE);
  for (let start = at; start >= least && starts.length < 2; start--) {
    if (bytes[start] === 10 && start < at) break;
    const isStart = start === 0 || WORD_STARTS[bytes[start - 1] ?? 0] === 1;
    if (isStart && (opensQuote(bytes, start) || starts.length === 0)) starts.push(start);
  }
  // An earlier opening quote may contain characters that end a word.
  return opensQuote(bytes, starts[0] ?? at) ? starts : starts.toReversed();
}

/** The word that contains the splice at `at`. */
function wordAround(bytes: Buffer, at: number, floor: number): Word | undefined {
  for (const start of wordStarts(bytes, at, floor)) {
    const word = new WordReader(bytes, start).read();
    if (word !== undefined && word.end > at && (word.pieces > 1 || isAnsi(bytes, start))) return word;
  }
  return undefined;
}

/** Command-line words that are quoted in parts or with escapes, as one string. */
export const wordViews: Family = function* ({ bytes, context }, { splices }) {
  const joiner = new Joiner(bytes);
  let floor = 0;
  for (const at of splices) {
    const word = at < floor ? undefined : wordAround(bytes, at, floor);
    if (word === undefined || word.end - word.start < LEAST) continue;
    if (word.parts.length > 0) writeText(bytes, word, joiner, floor);
    floor = word.end;
  }
  if (joiner.length === 0) return;
  const view = joiner.view('shell-unquoted');
  if (context.pay(view.bytes.length, view.kind, view.toOuter({ start: 0, end: view.bytes.length }))) yield view;
};

/** Context read around a spliced quote, which may itself be quoted. */
const AROUND = 1024;
/** A quote in a quoted text as written by shells and by Python's `shlex`. */
const SPLICES: readonly Buffer[] = [Buffer.from(`'\\''`), Buffer.from(`'"'"'`)];

/** Quoted text with its apostrophes restored (`'\''`, `'"'"'`), wherever the quotes around it open and close: it may be quoted again. */
export const spliceViews: Family = ({ bytes, range, context }, { splices }) => {
  const joiner = new Joiner(bytes);
  let end = 0;
  for (const at of splices) {
    const splice = at < end ? undefined : SPLICES.find((one) => one.equals(bytes.subarray(at, at + one.length)));
    if (splice === undefined) continue;
    if (at > end + 2 * AROUND || joiner.length === 0) {
      if (joiner.length > 0) joiner.piece({ start: end, end: end + AROUND });
      joiner.break();
      end = Math.max(end, at - AROUND);
    }
    joiner.piece({ start: end, end: at });
    joiner.joint('sure');
    joiner.put(splice.subarray(0, 1), { start: at, end: at + splice.length });
    end = at + splice.length;
  }
  if (joiner.length > 0) joiner.piece({ start: end, end: Math.min(bytes.length, end + AROUND) });
  return joinedTexts([joiner], 'shell-unquoted', { range, context });
};

/** Marks that escape the next character, between token characters. */
function* escapeSeams(places: readonly number[]): Generator<Seam> {
  let floor = 0;
  for (const at of places) {
    if (at < floor) continue;
    yield { start: at, end: at + 1, trust: 'sure' };
    floor = at + 2;
  }
}

/** Text without the escape marks that shells and Markdown put before single characters. */
export const escapeViews: Family = ({ bytes, context }, { escapes }) =>
  seamViews('shell-unquoted', escapeSeams(escapes), bytes, context);
