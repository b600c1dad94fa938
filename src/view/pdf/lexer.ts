/** A token of PDF syntax (ISO 32000-1, 7.2 and 7.3). Strings are bytes. */
export type Token =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly text: string; readonly isEscaped: boolean }
  | { readonly kind: 'word' | 'comment'; readonly text: string }
  | { readonly kind: 'string'; readonly bytes: Buffer }
  | { readonly kind: 'open' | 'close'; readonly of: 'array' | 'dictionary' };

const LF = 10;
const CR = 13;
const BACKSLASH = 0x5c;
const PERCENT = 0x25;
const SLASH = 0x2f;
const HASH = 0x23;
const LESS = 0x3c;
const GREATER = 0x3e;
const PAREN = 0x28;
const PAREN_END = 0x29;
/** Longest name or word that is kept; longer ones are cut. */
const LONGEST_WORD = 1024;

/** 0 regular, 1 white space, 2 delimiter. */
const CLASSES: Readonly<Uint8Array> = (() => {
  const classes = new Uint8Array(256);
  for (const byte of [0, 9, 10, 12, 13, 32]) classes[byte] = 1;
  for (const character of '()<>[]{}/%') classes[character.charCodeAt(0)] = 2;
  return classes;
})();

const ESCAPES: Readonly<Record<number, number>> = { 0x6e: 10, 0x72: 13, 0x74: 9, 0x62: 8, 0x66: 12 };

function isRegular(byte: number | undefined): boolean {
  return byte !== undefined && CLASSES[byte] === 0;
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/** Reads tokens from bytes, one after the other; no damage stops it before the end. */
export class Lexer {
  readonly bytes: Buffer;
  readonly end: number;
  at: number;

  constructor(bytes: Buffer, at = 0, end: number = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  /** The next token; undefined at the end. */
  next(): Token | undefined {
    while (this.at < this.end && CLASSES[this.bytes[this.at] ?? 0] === 1) this.at++;
    if (this.at >= this.end) return undefined;
    const byte = this.bytes[this.at] ?? 0;
    return CLASSES[byte] === 0 ? this.#word() : this.#delimited(byte);
  }

  #delimited(byte: number): Token {
    this.at++;
    switch (byte) {
      case SLASH:
        return this.#name();
      case PAREN:
        return { kind: 'string', bytes: this.#literal() };
      case PERCENT:
        return { kind: 'comment', text: this.#comment() };
      case LESS:
        return this.#less();
      case GREATER:
        if (this.bytes[this.at] === GREATER) this.at++;
        return { kind: 'close', of: 'dictionary' };
      case 0x5b:
        return { kind: 'open', of: 'array' };
      case 0x5d:
        return { kind: 'close', of: 'array' };
      default:
        return { kind: 'word', text: String.fromCharCode(byte) };
    }
  }

  #less(): Token {
    if (this.bytes[this.at] !== LESS) return { kind: 'string', bytes: this.#hex() };
    this.at++;
    return { kind: 'open', of: 'dictionary' };
  }

  #regularEnd(): number {
    let end = this.at;
    while (end < this.end && isRegular(this.bytes[end])) end++;
    return end;
  }

  #word(): Token {
    const end = this.#regularEnd();
    const text = this.bytes.toString('latin1', this.at, Math.min(end, this.at + LONGEST_WORD));
    this.at = end;
    return /^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(text) ? { kind: 'number', value: Number(text) } : { kind: 'word', text };
  }

  #name(): Token {
    const end = this.#regularEnd();
    const text = this.bytes.toString('latin1', this.at, Math.min(end, this.at + LONGEST_WORD));
    this.at = end;
    if (!text.includes(String.fromCharCode(HASH))) return { kind: 'name', text, isEscaped: false };
    const plain = text.replace(/#([0-9A-Fa-f]{2})/g, (_, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    );
    return { kind: 'name', text: plain, isEscaped: true };
  }

  #comment(): string {
    let end = this.at;
    while (end < this.end && this.bytes[end] !== LF && this.bytes[end] !== CR) end++;
    const text = this.bytes.toString('latin1', this.at, end);
    this.at = end;
    return text;
  }

  #hex(): Buffer {
    const close = this.bytes.indexOf(GREATER, this.at);
    const end = close < 0 || close > this.end ? this.end : close;
    const into = Buffer.allocUnsafe(((end - this.at) >> 1) + 1);
    let digits = 0;
    for (; this.at < end; this.at++) {
      const digit = hexDigit(this.bytes[this.at] ?? 0);
      if (digit < 0) continue;
      if (digits % 2 === 0) into[digits >> 1] = digit << 4;
      else into[digits >> 1] = (into[digits >> 1] ?? 0) | digit;
      digits++;
    }
    this.at = Math.min(this.end, end + 1);
    return into.subarray(0, (digits + 1) >> 1);
  }

  /** A string in parentheses, which may contain balanced ones (7.3.4.2). */
  #literal(): Buffer {
    const parts: number[] = [];
    let depth = 1;
    while (this.at < this.end) {
      const byte = this.bytes[this.at++] ?? 0;
      if (byte === BACKSLASH) {
        const escaped = this.#escape();
        if (escaped >= 0) parts.push(escaped);
        continue;
      }
      if (byte === PAREN) depth++;
      else if (byte === PAREN_END && --depth === 0) break;
      parts.push(byte);
    }
    return Buffer.from(parts);
  }

  /** The value of the characters after a backslash; -1 for a line break, which stands for nothing. */
  #escape(): number {
    const byte = this.bytes[this.at++] ?? 0;
    if (byte >= 0x30 && byte <= 0x37) return this.#octal(byte - 0x30);
    if (byte === CR && this.bytes[this.at] === LF) this.at++;
    if (byte === CR || byte === LF) return -1;
    return ESCAPES[byte] ?? byte;
  }

  #octal(first: number): number {
    let value = first;
    for (let i = 0; i < 2; i++) {
      const digit = (this.bytes[this.at] ?? 0) - 0x30;
      if (digit < 0 || digit > 7) break;
      value = value * 8 + digit;
      this.at++;
    }
    return value & 0xff;
  }
}
