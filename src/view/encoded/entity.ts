import { hexValue } from '../byte-class.ts';
import type { Finder } from '../decoded-view.ts';
import { characterOf } from './code-point.ts';
import { escapeFinder } from './escape-regions.ts';
import type { Escape, EscapeFamily } from './escape-search.ts';

const AMPERSAND = 0x26;
const HASH = 0x23;
const SEMICOLON = 0x3b;
/** Longest reference, from `&` to `;`. */
const LONGEST = 16;
/** `&#` and two digits. */
const SHORTEST = 4;

/** Named references for ASCII characters, the no-break space and invisible characters (HTML Living Standard, 13.5). */
const NAMES: ReadonlyMap<string, number> = new Map(
  Object.entries({
    quot: 0x22,
    amp: 0x26,
    lt: 0x3c,
    gt: 0x3e,
    apos: 0x27,
    nbsp: 0xa0,
    shy: 0xad,
    zwnj: 0x200c,
    zwj: 0x200d,
    lrm: 0x200e,
    rlm: 0x200f,
    ZeroWidthSpace: 0x200b,
    NoBreak: 0x2060,
    QUOT: 0x22,
    AMP: 0x26,
    LT: 0x3c,
    GT: 0x3e,
    Tab: 9,
    NewLine: 10,
    excl: 0x21,
    num: 0x23,
    dollar: 0x24,
    percnt: 0x25,
    lpar: 0x28,
    rpar: 0x29,
    ast: 0x2a,
    plus: 0x2b,
    comma: 0x2c,
    period: 0x2e,
    sol: 0x2f,
    colon: 0x3a,
    semi: 0x3b,
    equals: 0x3d,
    quest: 0x3f,
    commat: 0x40,
    lsqb: 0x5b,
    lbrack: 0x5b,
    bsol: 0x5c,
    rsqb: 0x5d,
    rbrack: 0x5d,
    Hat: 0x5e,
    lowbar: 0x5f,
    UnderBar: 0x5f,
    grave: 0x60,
    lcub: 0x7b,
    lbrace: 0x7b,
    verbar: 0x7c,
    vert: 0x7c,
    rcub: 0x7d,
    rbrace: 0x7d,
  }),
);

/** The code point of the digits from `start` to `end`, which may begin with an `x`; -1 if there are none. */
function numeric(bytes: Buffer, start: number, end: number): number {
  const base = ((bytes[start] ?? 0) | 0x20) === 0x78 ? 16 : 10;
  let code = 0;
  const first = base === 16 ? start + 1 : start;
  for (let at = first; at < end; at++) {
    const digit = hexValue(bytes[at]);
    if (digit < 0 || digit >= base) return -1;
    code = code * base + digit;
  }
  if (first >= end) return -1;
  return characterOf(code);
}

/** Whether a reference without a semicolon is next to another numeric one: browsers read `&#103&#104` too. */
function isInRow(bytes: Buffer, at: number, close: number): boolean {
  if (close - at < SHORTEST) return false;
  const isFollowed = bytes[close] === AMPERSAND && bytes[close + 1] === HASH;
  return isFollowed || isBehindOpen(bytes, at);
}

/** Whether a numeric reference without a semicolon ends at `at`. */
function isBehindOpen(bytes: Buffer, at: number): boolean {
  let start = at - 1;
  while (start > at - LONGEST && hexValue(bytes[start]) >= 0) start--;
  if (start === at - 1) return false;
  if (((bytes[start] ?? 0) | 0x20) === 0x78) start--;
  return bytes[start] === HASH && bytes[start - 1] === AMPERSAND;
}

/** Reads the character reference at `at` into `escape`; false if there is none before `end`. */
export function readEntity(bytes: Buffer, at: number, end: number, escape: Escape): boolean {
  const limit = Math.min(end, at + LONGEST);
  let close = at + 1;
  while (close < limit && isNameCharacter(bytes[close] ?? 0)) close++;
  const isNumeric = bytes[at + 1] === HASH;
  const isClosed = close < limit && bytes[close] === SEMICOLON;
  if (close === at + 1 || !(isClosed || (isNumeric && isInRow(bytes, at, close)))) return false;
  const code = isNumeric ? numeric(bytes, at + 2, close) : (NAMES.get(bytes.toString('latin1', at + 1, close)) ?? -1);
  if (code < 0) return false;
  escape.length = close + Number(isClosed) - at;
  escape.code = code;
  escape.isByte = false;
  return true;
}

function isNameCharacter(byte: number): boolean {
  const letter = byte | 0x20;
  return (letter >= 0x61 && letter <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || byte === HASH;
}

/** Character references of HTML and XML: decimal, hexadecimal and the names above. */
export const ENTITIES: EscapeFamily = { kind: 'entity', trigger: AMPERSAND, read: readEntity };

/** Views of {@link ENTITIES}. */
export const entityViews: Finder = escapeFinder(ENTITIES);
