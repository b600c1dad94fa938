import { folded, merged, negated, PERL, POSIX, unicodeClass } from './char-class.ts';
import type { CodeRange } from './syntax.ts';

/** A position in a pattern. */
export class Cursor {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  get done(): boolean {
    return this.#at >= this.#source.length;
  }

  sees(text: string): boolean {
    return this.#source.startsWith(text, this.#at);
  }

  /** Consumes `text` if it is next. */
  take(text: string): boolean {
    if (!this.sees(text)) return false;
    this.#at += text.length;
    return true;
  }

  /** Consumes what a sticky expression matches here. */
  match(sticky: RegExp): RegExpExecArray | undefined {
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.#source);
    if (found !== null) this.#at += found[0].length;
    return found ?? undefined;
  }

  /** The next code point. */
  char(): number {
    const code = this.#source.codePointAt(this.#at);
    if (code === undefined) throw this.error('the pattern ends too early');
    this.#at += code > 0xffff ? 2 : 1;
    return code;
  }

  error(reason: string): SyntaxError {
    return new SyntaxError(`${reason} at character ${this.#at + 1}`);
  }
}

const NAMED: Readonly<Record<string, number>> = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11 };

/** The characters of an escape whose backslash has been consumed. */
export function readEscape(cursor: Cursor): readonly CodeRange[] {
  const perl = cursor.match(/[dDsSwW]/y)?.[0];
  if (perl !== undefined) {
    const ranges = PERL[perl.toLowerCase()] ?? [];
    return perl === perl.toLowerCase() ? ranges : negated(ranges);
  }
  const unicode = cursor.match(/([pP])(?:([A-Z])|\{(\^?)(\w{1,40})\})/y);
  if (unicode !== undefined) return unicodeEscape(cursor, unicode);
  const code = codeOf(cursor);
  return [{ min: code, max: code }];
}

function unicodeEscape(cursor: Cursor, [, kind, letter, not, name]: RegExpExecArray): readonly CodeRange[] {
  const ranges = unicodeClass(letter ?? name ?? '');
  if (ranges === undefined) throw cursor.error('an unknown class of Unicode characters');
  return (kind === 'P') === (not === '^') ? ranges : negated(ranges);
}

function codeOf(cursor: Cursor): number {
  const hex = cursor.match(/x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})/y);
  if (hex !== undefined) {
    const code = Number.parseInt(hex[1] ?? hex[2] ?? '', 16);
    if (code > 0x10ffff) throw cursor.error('a character beyond Unicode');
    return code;
  }
  const octal = cursor.match(/0[0-7]{0,2}|[1-7][0-7]{1,2}/y)?.[0];
  if (octal !== undefined) return Number.parseInt(octal, 8);
  const char = cursor.char();
  const letter = String.fromCodePoint(char);
  const named = NAMED[letter];
  if (named !== undefined) return named;
  if (/[0-9A-Za-z]/.test(letter) || char > 127)
    throw cursor.error(`an unknown escape, or one that is not part of RE2,`);
  return char;
}

/** Reads a character class whose bracket has been consumed. */
export function readClass(cursor: Cursor, fold: boolean): readonly CodeRange[] {
  const not = cursor.take('^');
  const ranges: CodeRange[] = [];
  for (let first = true; first || !cursor.sees(']'); first = false) {
    if (cursor.done) throw cursor.error("']' is missing");
    ranges.push(...readItem(cursor));
  }
  cursor.take(']');
  const all = fold ? folded(merged(ranges)) : merged(ranges);
  return not ? negated(all) : all;
}

function readItem(cursor: Cursor): readonly CodeRange[] {
  const posix = cursor.match(/\[:(\^?)(\w{1,12}):\]/y);
  if (posix !== undefined) {
    const ranges = POSIX[posix[2] ?? ''];
    if (ranges === undefined) throw cursor.error('an unknown class of characters');
    return posix[1] === '^' ? negated(ranges) : ranges;
  }
  const low = readEnd(cursor);
  const min = onlyOf(low);
  if (min === undefined || !cursor.sees('-') || cursor.sees('-]')) return low;
  cursor.take('-');
  const max = onlyOf(readEnd(cursor));
  if (max === undefined || max < min) throw cursor.error('a malformed range of characters');
  return [{ min, max }];
}

/** The character, if it is a single one. */
function onlyOf([first, ...more]: readonly CodeRange[]): number | undefined {
  return first !== undefined && more.length === 0 && first.min === first.max ? first.min : undefined;
}

/** A character, or a class of several. */
function readEnd(cursor: Cursor): readonly CodeRange[] {
  if (cursor.take('\\')) return readEscape(cursor);
  const code = cursor.char();
  return [{ min: code, max: code }];
}
