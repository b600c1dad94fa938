import type { Span } from '../../types.ts';
import type { DecodedView, ViewContext } from '../decoded-view.ts';
import { readEntity } from '../encoded/entity.ts';
import type { Escape } from '../encoded/escape-search.ts';
import { JoinedText } from './joined-text.ts';

const LF = 10;
const TAB = 9;
const SPACE = 32;
const AMPERSAND = 0x26;
const OPEN = 0x3c;
const CLOSE = 0x3e;
const SLASH = 0x2f;
const COMMENT = Buffer.from('<!--');
const CDATA = Buffer.from('<![CDATA[');
/** Longest element name that is examined. */
const LONGEST_NAME = 32;

/**
 * What the end of an element stands for in the text, by its name without prefix: a line break after paragraphs, shared strings, rows and
 * headings, and after deleted text, which other words may replace; a tab after cells. All others (runs, spans) stand for nothing.
 */
const ENDS: Readonly<Record<string, number>> = {
  p: LF,
  h: LF,
  si: LF,
  is: LF,
  row: LF,
  tr: LF,
  'table-row': LF,
  comment: LF,
  text: LF,
  title: LF,
  desc: LF,
  v: TAB,
  c: TAB,
  tc: TAB,
  'table-cell': TAB,
  f: TAB,
  del: LF,
  moveFrom: LF,
};
/** Empty elements that stand for a character. */
const EMPTIES: Readonly<Record<string, number>> = { tab: TAB, br: LF, cr: LF, s: SPACE, 'line-break': LF };
/** Elements whose text does not belong to the text around them: readings of Asian characters. */
const ASIDE = 'rPh';

/** Reads the text of an XML document without its tags; only character references are expanded. */
class TextReader {
  readonly #bytes: Buffer;
  readonly #text: JoinedText;
  readonly #escape: Escape = { length: 0, code: 0, isByte: false };
  #aside = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#text = new JoinedText(bytes);
  }

  read(): JoinedText {
    for (let at = 0; at < this.#bytes.length;) {
      const tag = this.#bytes.indexOf(OPEN, at);
      const end = tag < 0 ? this.#bytes.length : tag;
      if (this.#aside === 0) this.#characters({ start: at, end });
      at = tag < 0 ? end : this.#markup(tag);
    }
    return this.#text;
  }

  /** Text between tags; indentation alone is omitted. */
  #characters(span: Span): void {
    let { start } = span;
    if (this.#isBlankLine(span)) return;
    for (;;) {
      const found = this.#bytes.indexOf(AMPERSAND, start);
      if (found < 0 || found >= span.end) break;
      const isEntity = readEntity(this.#bytes, found, span.end, this.#escape);
      this.#text.plain({ start, end: isEntity ? found : found + 1 });
      start = found + (isEntity ? this.#escape.length : 1);
      if (isEntity) this.#text.character(this.#escape.code, { start: found, end: start });
    }
    this.#text.plain({ start, end: span.end });
  }

  #isBlankLine({ start, end }: Span): boolean {
    let hasBreak = false;
    for (let at = start; at < end; at++) {
      const byte = this.#bytes[at] ?? 0;
      if (byte > SPACE) return false;
      hasBreak ||= byte === LF;
    }
    return hasBreak || start === end;
  }

  /** Skips a tag, comment or instruction and writes what it stands for; gives its end. */
  #markup(at: number): number {
    const bytes = this.#bytes;
    if (startsWith(bytes, at, COMMENT)) return endOf(bytes, at + COMMENT.length, '-->');
    if (startsWith(bytes, at, CDATA)) {
      const end = endOf(bytes, at + CDATA.length, ']]>');
      if (this.#aside === 0) this.#text.plain({ start: at + CDATA.length, end: Math.max(at, end - 3) });
      return end;
    }
    const close = bytes.indexOf(CLOSE, at);
    if (close < 0) return bytes.length;
    this.#tag(at, close);
    return close + 1;
  }

  #tag(at: number, close: number): void {
    const isEnd = this.#bytes[at + 1] === SLASH;
    const isEmpty = this.#bytes[close - 1] === SLASH;
    const name = localName(this.#bytes, isEnd ? at + 2 : at + 1, close);
    if (name === ASIDE && !isEmpty) this.#aside = Math.max(0, this.#aside + (isEnd ? -1 : 1));
    const stands = isEnd ? ENDS[name] : isEmpty ? EMPTIES[name] : undefined;
    if (stands === undefined) return;
    if (isEnd) this.#text.separate(stands, at);
    else this.#text.character(stands, { start: at, end: close + 1 });
  }
}

function startsWith(bytes: Buffer, at: number, text: Buffer): boolean {
  return bytes.subarray(at, at + text.length).equals(text);
}

function endOf(bytes: Buffer, from: number, mark: string): number {
  const found = bytes.indexOf(mark, from);
  return found < 0 ? bytes.length : found + mark.length;
}

function localName(bytes: Buffer, start: number, end: number): string {
  let stop = start;
  const limit = Math.min(end, start + LONGEST_NAME);
  while (stop < limit && (bytes[stop] ?? 0) > SPACE && bytes[stop] !== SLASH) stop++;
  const name = bytes.toString('latin1', start, stop);
  return name.slice(name.indexOf(':') + 1);
}

/**
 * The text of an office document or drawing in XML as a reader sees it: runs of a paragraph joined, paragraphs, rows and cells separated,
 * so that a value that changes its font in the middle is complete.
 */
export function* xmlTextViews(bytes: Buffer, context: ViewContext): Generator<DecodedView> {
  if (!context.pay(bytes.length, 'xml-text-joined', { start: 0, end: bytes.length })) return;
  const text = new TextReader(bytes).read();
  if (text.length === 0) return;
  yield { kind: 'xml-text-joined', bytes: text.bytes, container: false, toOuter: (span) => text.toOuter(span) };
}
