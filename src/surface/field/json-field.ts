import { nameOf, step } from './path.ts';

const [QUOTE, BACKSLASH, COMMA, COLON, LF] = [0x22, 0x5c, 0x2c, 0x3a, 10] as const;
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY] = [0x7b, 0x7d, 0x5b, 0x5d] as const;
/** Maximum depth of nesting. */
const MOST_LEVELS = 256;

/** An open object or array, and the member of it being read. */
interface Level {
  readonly isArray: boolean;
  index: number;
  key: string;
  /** Whether the next string is a member's name. */
  isKeyNext: boolean;
}

/**
 * Follows a JSON text, or lines of JSON, from its start to the requested offsets, which must be ascending. Nothing is
 * expanded: only the way down to the current place is kept.
 */
export class JsonField {
  readonly #bytes: Buffer;
  #levels: Level[] = [];
  #at: number;
  #isBroken = false;
  /** The string that begins at the current position, once its end is known: it may contain many requested offsets. */
  #inside: { readonly start: number; readonly end: number } | undefined;

  /** @param start where a value begins */
  constructor(bytes: Buffer, start: number) {
    this.#bytes = bytes;
    this.#at = start;
  }

  /**
   * `$.a.b[3]`, relative to the line's value in lines of JSON; for a member's name, the path of its object. Undefined
   * if the text is not JSON up to there.
   */
  at(offset: number): string | undefined {
    while (this.#at < offset && !this.#isBroken) {
      if (this.#bytes[this.#at] !== QUOTE) this.#mark(this.#bytes[this.#at++] ?? 0);
      else if (!this.#string(offset)) break;
    }
    if (this.#isBroken || this.#levels.length === 0) return undefined;
    const isName = this.#at < offset && this.#levels.at(-1)?.isKeyNext;
    const levels = isName ? this.#levels.slice(0, -1) : this.#levels;
    return `$${levels.map(({ isArray, index, key }) => step(isArray ? index : key)).join('')}`;
  }

  #mark(byte: number): void {
    const top = this.#levels.at(-1);
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) this.#open(byte === OPEN_ARRAY);
    else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      this.#isBroken = top?.isArray !== (byte === CLOSE_ARRAY);
      this.#levels.pop();
    } else if (top === undefined) return;
    else if (byte === COLON) top.isKeyNext = false;
    else if (byte === COMMA) {
      top.index++;
      top.isKeyNext = !top.isArray;
    }
  }

  #open(isArray: boolean): void {
    this.#isBroken = this.#levels.length >= MOST_LEVELS;
    this.#levels.push({ isArray, index: 0, key: '', isKeyNext: !isArray });
  }

  /** Skips the string that begins here; returns false and skips nothing if it contains the offset. */
  #string(offset: number): boolean {
    const start = this.#at + 1;
    if (this.#inside?.start !== start) this.#inside = { start, end: stringEnd(this.#bytes, start) };
    const { end } = this.#inside;
    if (end < 0 || end >= offset) {
      this.#isBroken = end < 0;
      return false;
    }
    const top = this.#levels.at(-1);
    if (top?.isKeyNext) top.key = nameOf(this.#bytes, start, end);
    this.#at = end + 1;
    return true;
  }
}

/** The closing quote of the string whose content begins at `start`; -1 if a line ends before it. */
function stringEnd(bytes: Buffer, start: number): number {
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) return at;
    if (byte === LF) return -1;
    if (byte === BACKSLASH) at++;
  }
  return -1;
}
