import type { Lexer, Token } from './lexer.ts';

/** A value of PDF syntax (ISO 32000-1, 7.3), without streams. */
export type PdfValue = number | boolean | null | PdfName | PdfString | PdfReference | PdfArray | PdfDictionary;
export type PdfArray = readonly PdfValue[];
export type PdfDictionary = ReadonlyMap<string, PdfValue>;

/** `/Name`. */
export class PdfName {
  readonly text: string;
  /** Whether any of its characters are written as `#xx`. */
  readonly isEscaped: boolean;

  constructor(text: string, isEscaped: boolean = false) {
    this.text = text;
    this.isEscaped = isEscaped;
  }
}

/** A string as in the file; text has its own encoding. */
export class PdfString {
  readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }
}

/** `12 0 R`; generations are not distinguished. */
export class PdfReference {
  readonly object: number;

  constructor(object: number) {
    this.object = object;
  }
}

/** Maximum nesting of arrays and dictionaries; deeper ones are malicious. */
const DEEPEST = 64;

/** Reads values from tokens. */
export class ValueReader {
  readonly #lexer: Lexer;
  #depth = 0;

  constructor(lexer: Lexer) {
    this.#lexer = lexer;
  }

  /** The next value; undefined if there is none, after skipping the word there. */
  read(): PdfValue | undefined {
    const token = this.#token();
    return token && this.#value(token);
  }

  #token(): Token | undefined {
    let token = this.#lexer.next();
    while (token?.kind === 'comment') token = this.#lexer.next();
    return token;
  }

  #value(token: Token): PdfValue | undefined {
    switch (token.kind) {
      case 'number':
        return this.#numberOrReference(token.value);
      case 'name':
        return new PdfName(token.text, token.isEscaped);
      case 'string':
        return new PdfString(token.bytes);
      case 'open':
        return this.#open(token.of);
      case 'word':
        return wordValue(token.text);
      case 'close':
      case 'comment':
        return undefined;
    }
  }

  #open(of: 'array' | 'dictionary'): PdfValue | undefined {
    if (this.#depth >= DEEPEST) return undefined;
    this.#depth++;
    const value = of === 'array' ? this.#array() : this.#dictionary();
    this.#depth--;
    return value;
  }

  #array(): PdfArray {
    const values: PdfValue[] = [];
    for (;;) {
      const before = this.#lexer.at;
      const token = this.#token();
      if (token === undefined || token.kind === 'close') return values;
      if (isEnd(token)) return this.#back(before, values);
      const value = this.#value(token);
      if (value !== undefined) values.push(value);
    }
  }

  #dictionary(): PdfDictionary {
    const values = new Map<string, PdfValue>();
    for (;;) {
      const start = this.#lexer.at;
      const key = this.#token();
      if (key === undefined || key.kind === 'close') return values;
      if (isEnd(key)) return this.#back(start, values);
      if (key.kind !== 'name') continue;
      const before = this.#lexer.at;
      const token = this.#token();
      if (token === undefined) return values;
      if (token.kind === 'close' || isEnd(token)) {
        this.#lexer.at = before;
        continue;
      }
      const value = this.#value(token);
      if (value !== undefined) values.set(key.text, value);
    }
  }

  /** Ends an unclosed value before the word that ends its object. */
  #back<T>(at: number, value: T): T {
    this.#lexer.at = at;
    return value;
  }

  #numberOrReference(value: number): PdfValue {
    const before = this.#lexer.at;
    if (!Number.isInteger(value) || value < 0) return value;
    const generation = this.#token();
    const word = generation?.kind === 'number' ? this.#token() : undefined;
    if (word?.kind === 'word' && word.text === 'R') return new PdfReference(value);
    this.#lexer.at = before;
    return value;
  }
}

/** Words that end an object, whatever is still open in it. */
function isEnd(token: Token): boolean {
  return token.kind === 'word' && (token.text === 'endobj' || token.text === 'stream' || token.text === 'endstream');
}

function wordValue(text: string): PdfValue | undefined {
  if (text === 'true' || text === 'false') return text === 'true';
  return text === 'null' ? null : undefined;
}
