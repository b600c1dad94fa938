import type { DecodedView, ViewContext } from '../decoded-view.ts';
import { readJsonEscape } from '../encoded/backslash.ts';
import type { Escape } from '../encoded/escape-search.ts';
import { JoinedText } from './joined-text.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN = 0x5b;
const LF = 10;
/** Longest key that is examined. */
const LONGEST_KEY = 80;
/** Keys whose arrays are one text in pieces (nbformat 3 and 4); media types, recognised by their slash, are such keys too. */
const TEXT_KEYS: ReadonlySet<string> = new Set(['source', 'text', 'input']);

/** Reads the texts that a notebook stores as arrays of strings. */
class NotebookReader {
  readonly #bytes: Buffer;
  readonly #text: JoinedText;
  /** The next backslash at or after the current position; a text may have none for megabytes. */
  #backslash = -1;
  readonly #escape: Escape = { length: 0, code: 0, isByte: false };

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#text = new JoinedText(bytes);
  }

  read(): JoinedText {
    for (let at = this.#bytes.indexOf(QUOTE); at >= 0; at = this.#bytes.indexOf(QUOTE, at)) {
      const end = this.#stringEnd(at);
      const colon = this.#skipBlanks(end);
      const value = this.#bytes[colon] === COLON ? this.#skipBlanks(colon + 1) : -1;
      at = value >= 0 && this.#bytes[value] === OPEN && this.#isTextKey(at, end) ? this.#pieces(value + 1) : end;
    }
    return this.#text;
  }

  #isTextKey(start: number, end: number): boolean {
    if (end - start > LONGEST_KEY) return false;
    const key = this.#bytes.toString('latin1', start + 1, end - 1);
    return TEXT_KEYS.has(key) || key.includes('/');
  }

  /** Joins the strings from `at` on, up to the first value that is not a string; gives the end. */
  #pieces(at: number): number {
    let next = this.#skipBlanks(at);
    while (this.#bytes[next] === QUOTE) {
      const end = this.#stringEnd(next);
      this.#content(next + 1, end - 1);
      const comma = this.#skipBlanks(end);
      if (this.#bytes[comma] !== COMMA) return this.#apart(comma);
      next = this.#skipBlanks(comma + 1);
    }
    return this.#apart(next);
  }

  #apart(at: number): number {
    this.#text.separate(LF, at);
    return at;
  }

  #content(start: number, end: number): void {
    let at = start;
    for (;;) {
      const found = this.#nextBackslash(at);
      if (found >= end) break;
      const isEscape = readJsonEscape(this.#bytes, found, end, this.#escape);
      this.#text.plain({ start: at, end: isEscape ? found : found + 1 });
      at = found + (isEscape ? this.#escape.length : 1);
      if (isEscape) this.#text.character(this.#escape.code, { start: found, end: at });
    }
    this.#text.plain({ start: at, end });
  }

  #nextBackslash(from: number): number {
    if (this.#backslash < from) {
      const found = this.#bytes.indexOf(BACKSLASH, from);
      this.#backslash = found < 0 ? this.#bytes.length : found;
    }
    return this.#backslash;
  }

  /** Position after the closing quote of the string at `at`, or the end of the bytes. */
  #stringEnd(at: number): number {
    let from = at + 1;
    for (;;) {
      const end = this.#bytes.indexOf(QUOTE, from);
      if (end < 0) return this.#bytes.length;
      let slashes = 0;
      while (this.#bytes[end - 1 - slashes] === BACKSLASH) slashes++;
      if (slashes % 2 === 0) return end + 1;
      from = end + 1;
    }
  }

  #skipBlanks(at: number): number {
    let next = at;
    while (next < this.#bytes.length && (this.#bytes[next] ?? 0) <= 0x20) next++;
    return next;
  }
}

/** Sources and outputs of a Jupyter notebook, whose lines and pieces are separate JSON strings. */
export function* notebookViews(bytes: Buffer, context: ViewContext): Generator<DecodedView> {
  if (!context.pay(bytes.length, 'ipynb-joined', { start: 0, end: bytes.length })) return;
  const text = new NotebookReader(bytes).read();
  if (text.length === 0) return;
  yield { kind: 'ipynb-joined', bytes: text.bytes, container: false, toOuter: (span) => text.toOuter(span) };
}
