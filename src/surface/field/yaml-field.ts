import { step } from './path.ts';

const LF = 10;
/** Maximum length of a line, and maximum depth of nesting. */
const MOST_LINE = 4096;
const MOST_LEVELS = 128;
const KEY =
  /^(?:"(?<double>(?:[^"\\]|\\.)*)"|'(?<single>[^']*)'|(?<plain>[^\s#:&*!|>%@`"'{}[\],-][^:#]{0,120}?|-[^\s:][^:#]{0,120}?))[ \t]*:(?:[ \t]|$)/;
const BLOCK = /(?:^|[ \t])[|>][-+0-9]{0,2}[ \t]*(?:#.*)?$/;

/** An open mapping or sequence at a column, and the current member. */
interface Level {
  readonly column: number;
  readonly isItem: boolean;
  key: string;
  index: number;
}

/**
 * Follows block-style YAML line by line to the requested offsets, which must be ascending. A place in flow style has
 * the field of its key. No alias is followed, and nothing is built.
 */
export class YamlField {
  readonly #bytes: Buffer;
  readonly #levels: Level[] = [];
  #at: number;
  /** Lines with a greater indentation belong to a block scalar; -1 outside one. */
  #scalar = -1;
  /** Where the key of the last line with one ends; what precedes it is not part of its value. */
  #keyEnd = 0;

  constructor(bytes: Buffer, start: number) {
    this.#bytes = bytes;
    this.#at = start;
  }

  /** `$.a.b[3]`; for a key, the path of its mapping; undefined before the first key. */
  at(offset: number): string | undefined {
    while (this.#at <= offset && this.#at < this.#bytes.length) this.#line();
    if (this.#levels.length === 0 || this.#levels.length > MOST_LEVELS) return undefined;
    const levels = offset < this.#keyEnd ? this.#levels.slice(0, -1) : this.#levels;
    return `$${levels.map(({ isItem, key, index }) => step(isItem ? index : key)).join('')}`;
  }

  #line(): void {
    const newline = this.#bytes.indexOf(LF, this.#at);
    const end = newline < 0 ? this.#bytes.length : newline;
    const text = this.#bytes.toString('utf8', this.#at, Math.min(end, this.#at + MOST_LINE)).trimEnd();
    const start = this.#at;
    this.#at = end + 1;
    const column = text.search(/[^ ]/);
    if (column < 0 || text[column] === '#') return;
    if (this.#scalar >= 0 && column > this.#scalar) return;
    this.#scalar = -1;
    if (/^(?:---|\.\.\.)(?:\s|$)/.test(text)) this.#levels.length = 0;
    else this.#members(text, column, start);
  }

  /** Dashes and the key that a line begins with. @param start offset of the line */
  #members(text: string, from: number, start: number): void {
    let column = from;
    while (/^-(?:[ \t]|$)/.test(text.slice(column))) {
      this.#enter(column, true, '');
      const rest = text.slice(column + 1).search(/\S/);
      if (rest < 0) return;
      column += 1 + rest;
    }
    const match = KEY.exec(text.slice(column));
    if (match?.groups === undefined) {
      if (BLOCK.test(text)) this.#scalar = from;
      return;
    }
    const { double, single, plain } = match.groups;
    this.#enter(column, false, double ?? single ?? plain ?? '');
    this.#keyEnd = start + Buffer.byteLength(text.slice(0, column + match[0].length));
    if (BLOCK.test(text.slice(column + match[0].length - 1))) this.#scalar = column;
  }

  /** A member at a column: the next one of what is open there, or the first of something new. */
  #enter(column: number, isItem: boolean, key: string): void {
    const isInside = (level: Level): boolean =>
      level.column < column || (level.column === column && (level.isItem === isItem || (isItem && !level.isItem)));
    let top = this.#levels.at(-1);
    while (top !== undefined && !isInside(top)) {
      this.#levels.pop();
      top = this.#levels.at(-1);
    }
    if (top?.column === column && top.isItem === isItem) {
      top.index++;
      top.key = key;
    } else this.#levels.push({ column, isItem, key, index: 0 });
  }
}
