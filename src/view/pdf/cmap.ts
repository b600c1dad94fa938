import { Lexer } from './lexer.ts';

/** Maximum number of codes in a map, and of characters for one code. */
const MOST_CODES = 200_000;
const LONGEST_TEXT = 16;

/** How many more codes the maps of a document may define: a range of 65,536 takes up only 16 bytes. */
export interface CodeAllowance {
  left: number;
}

/** The texts that the codes of a font stand for. */
export interface CodeMap {
  /** Bytes per code. */
  readonly width: number;
  readonly texts: ReadonlyMap<number, string>;
}

function codeOf(bytes: Buffer): number {
  return bytes.length === 0 || bytes.length > 4 ? -1 : bytes.readUIntBE(0, bytes.length);
}

function textOf(bytes: Buffer): string {
  return Buffer.from(bytes.subarray(0, Math.min(LONGEST_TEXT, bytes.length & ~1)))
    .swap16()
    .toString('utf16le');
}

/** Collects the mappings of a CMap program, token by token. */
class MapBuilder {
  readonly texts: Map<number, string> = new Map();
  width = 0;
  #strings: Buffer[] = [];
  #arrays: (Buffer[] | undefined)[] = [];
  readonly #allowed: CodeAllowance;

  constructor(allowed: CodeAllowance) {
    this.#allowed = allowed;
  }

  string(bytes: Buffer, list: Buffer[] | undefined): void {
    if (list !== undefined) list.push(bytes);
    else this.#strings.push(bytes);
  }

  array(list: Buffer[]): void {
    this.#arrays[this.#strings.length] = list;
    this.#strings.push(Buffer.alloc(0));
  }

  word(word: string): void {
    if (word === 'endcodespacerange') this.width = Math.max(this.width, this.#strings[0]?.length ?? 0);
    else if (word === 'endbfchar') this.#characters();
    else if (word === 'endbfrange') this.#ranges();
    if (word.startsWith('begin') || word.startsWith('end')) {
      this.#strings = [];
      this.#arrays = [];
    }
  }

  #characters(): void {
    for (let i = 0; i + 1 < this.#strings.length; i += 2) {
      this.#set(codeOf(this.#strings[i] as Buffer), textOf(this.#strings[i + 1] as Buffer));
    }
  }

  #ranges(): void {
    for (let i = 0; i + 2 < this.#strings.length; i += 3) {
      const first = codeOf(this.#strings[i] as Buffer);
      const last = codeOf(this.#strings[i + 1] as Buffer);
      const list = this.#arrays[i + 2];
      const start = textOf(this.#strings[i + 2] as Buffer);
      for (let code = first; code <= last && this.#isOpen; code++) {
        const item = list?.[code - first];
        this.#set(code, list === undefined ? later(start, code - first) : item === undefined ? '' : textOf(item));
      }
    }
  }

  /** Whether the map may get more codes. Missing ones are reported where they are shown. */
  get #isOpen(): boolean {
    return this.texts.size < MOST_CODES && this.#allowed.left > 0;
  }

  #set(code: number, text: string): void {
    this.#allowed.left--;
    if (code >= 0 && text !== '' && this.#isOpen) this.texts.set(code, text);
  }
}

/** The text with its last unit increased by `by`. */
function later(text: string, by: number): string {
  if (by === 0 || text === '') return text;
  return text.slice(0, -1) + String.fromCharCode(text.charCodeAt(text.length - 1) + by);
}

/** Reads a ToUnicode CMap (ISO 32000-1, 9.10.3), and deducts its codes from the allowance; nothing in it is executed. */
export function readCodeMap(bytes: Buffer, allowed: CodeAllowance): CodeMap {
  const lexer = new Lexer(bytes);
  const builder = new MapBuilder(allowed);
  let list: Buffer[] | undefined;
  for (let token = lexer.next(); token !== undefined; token = lexer.next()) {
    if (token.kind === 'string') builder.string(token.bytes, list);
    else if (token.kind === 'open' && token.of === 'array') list = [];
    else if (token.kind === 'close' && list !== undefined) {
      builder.array(list);
      list = undefined;
    } else if (token.kind === 'word') builder.word(token.text);
  }
  return { width: builder.width, texts: builder.texts };
}
