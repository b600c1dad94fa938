import type { DecodedView, ViewContext } from '../decoded-view.ts';
import { Joiner } from '../joined/joiner.ts';

/** A control word with its number and the blank that ends it (RTF 1.9.1, "RTF syntax"), as far as present. */
const WORD = /(?<word>[a-zA-Z]{1,32})(?<number>-?\d{1,10})?(?: )?/y;
const LONGEST_WORD = 48;
/** Control words that stand for characters. */
const CHARACTERS: ReadonlyMap<string, string> = new Map([
  ['par', '\n'],
  ['line', '\n'],
  ['row', '\n'],
  ['sect', '\n'],
  ['page', '\n'],
  ['tab', '\t'],
  ['cell', '\t'],
  ['emdash', '-'],
  ['endash', '-'],
  ['lquote', "'"],
  ['rquote', "'"],
  ['ldblquote', '"'],
  ['rdblquote', '"'],
  ['emspace', ' '],
  ['enspace', ' '],
]);
/** Groups that contain no text of the document, besides those marked with an asterisk. */
const ASIDE: ReadonlySet<string> = new Set([
  'fonttbl',
  'colortbl',
  'stylesheet',
  'pict',
  'objdata',
  'listtable',
  'rsidtbl',
]);
const [OPEN, CLOSE, BACKSLASH, LF, CR, APOSTROPHE, ASTERISK] = [0x7b, 0x7d, 0x5c, 10, 13, 0x27, 0x2a] as const;
/** Maximum nesting of groups whose state is stored; deeper ones share that of the deepest. */
const DEEPEST = 1024;

/** The state of a group. */
interface Group {
  /** Whether its text is omitted. */
  readonly isAside: boolean;
  /** Number of characters after a Unicode one that represent it for other programs. */
  readonly skip: number;
}

/** Reads the text of a document. */
class RtfReader {
  readonly #bytes: Buffer;
  readonly #joiner: Joiner;
  #group: Group = { isAside: false, skip: 1 };
  readonly #outer: Group[] = [];
  #deeper = 0;
  #left = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#joiner = new Joiner(bytes);
  }

  read(): Joiner {
    for (let at = 0; at < this.#bytes.length;) {
      const byte = this.#bytes[at] as number;
      if (byte === BACKSLASH) at = this.#control(at);
      else if (byte === OPEN || byte === CLOSE) {
        if (byte === OPEN) this.#open();
        else this.#close();
        at++;
      } else if (byte === LF || byte === CR) at++;
      else at = this.#text(at);
    }
    return this.#joiner;
  }

  #open(): void {
    if (this.#outer.length < DEEPEST) this.#outer.push(this.#group);
    else this.#deeper++;
  }

  #close(): void {
    if (this.#deeper > 0) this.#deeper--;
    else this.#group = this.#outer.pop() ?? this.#group;
  }

  /** Copies plain characters up to the next mark. */
  #text(from: number): number {
    let at = from;
    for (; at < this.#bytes.length; at++) {
      const byte = this.#bytes[at];
      if (byte === BACKSLASH || byte === OPEN || byte === CLOSE || byte === LF || byte === CR) break;
    }
    const start = Math.min(at, from + this.#left);
    this.#left -= start - from;
    if (!this.#group.isAside && at > start) {
      this.#joiner.joint('sure');
      this.#joiner.piece({ start, end: at });
    }
    return at;
  }

  #control(at: number): number {
    const next = this.#bytes[at + 1] ?? 0;
    if (next === APOSTROPHE) {
      const code = Number.parseInt(this.#bytes.toString('latin1', at + 2, at + 4), 16);
      if (Number.isNaN(code)) return at + 2;
      this.#character(code < 0x80 ? String.fromCharCode(code) : '\uFFFD', at, at + 4);
      return at + 4;
    }
    WORD.lastIndex = 0;
    const match = WORD.exec(this.#bytes.toString('latin1', at + 1, at + 1 + LONGEST_WORD));
    if (match === null) return this.#symbol(next, at);
    const end = at + 1 + match[0].length;
    this.#word(match.groups?.['word'] ?? '', match.groups?.['number'], at, end);
    return end;
  }

  /** `\\` `\{` `\}` stand for themselves, `\~` and `\_` for a non-breaking blank and hyphen, `\-` for nothing. */
  #symbol(next: number, at: number): number {
    if (next === ASTERISK) this.#group = { ...this.#group, isAside: true };
    else if (next === LF || next === CR) this.#character('\n', at, at + 2);
    else if (next === BACKSLASH || next === OPEN || next === CLOSE)
      this.#character(String.fromCharCode(next), at, at + 2);
    else if (next === 0x7e) this.#character(' ', at, at + 2);
    else if (next === 0x5f) this.#character('-', at, at + 2);
    return at + 2;
  }

  #word(word: string, number: string | undefined, at: number, end: number): void {
    if (word === 'uc') this.#group = { ...this.#group, skip: Math.max(0, Number(number ?? 1)) };
    else if (word === 'u' && number !== undefined) {
      const code = Number(number) & 0xffff;
      this.#left = 0;
      this.#character(String.fromCharCode(code), at, end);
      this.#left = this.#group.skip;
    } else if (ASIDE.has(word)) this.#group = { ...this.#group, isAside: true };
    else if (CHARACTERS.has(word)) this.#character(CHARACTERS.get(word) ?? '', at, end);
  }

  #character(character: string, start: number, end: number): void {
    if (this.#left > 0) {
      this.#left--;
      return;
    }
    if (this.#group.isAside) return;
    this.#joiner.joint('sure');
    this.#joiner.put(Buffer.from(character), { start, end });
  }
}

/** The text of a Rich Text Format document as a reader sees it: runs joined, escapes decoded, paragraphs separated. */
export function* rtfViews(bytes: Buffer, context: ViewContext): Generator<DecodedView> {
  if (!context.pay(bytes.length, 'rtf-text', { start: 0, end: bytes.length })) return;
  const text = new RtfReader(bytes).read();
  if (text.length > 0) yield text.view('rtf-text');
}
