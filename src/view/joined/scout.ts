import {
  placeFinderFor,
  type PlaceCheck,
  type PlaceFinder,
  type PlaceSets,
  type PlaceTables,
} from '../../engine/place-finder.ts';
import { warming } from '../../engine/web-assembly.ts';
import type { Span } from '../../types.ts';
import { BLANKS, HEX_DIGITS, TOKEN_CHARACTERS, byteClass, type ByteClass } from '../byte-class.ts';
import { type Found, noneFound } from './found.ts';
import { QUOTES, BETWEEN_STRINGS, STRING_PREFIXES } from './quotes.ts';
import { invisibleLength } from './invisible.ts';

const [TAB, LF, CR, SPACE, BACKSLASH, PIPE, GT] = [9, 10, 13, 0x20, 0x5c, 0x7c, 0x3e] as const;
const [DASH, EQUALS, LT, TICK] = [0x2d, 0x3d, 0x3c, 0x60] as const;
const [DOUBLE, SINGLE, DOLLAR, COLON, BANG, QUESTION] = [0x22, 0x27, 0x24, 0x3a, 0x21, 0x3f] as const;
const MOST_INDENT = 16;

type Look = (bytes: Buffer, at: number, found: Found) => void;

/** What may stand between a closing quote and an operator or the next string. */
const GLUE: ByteClass = byteClass(' \t\r\n+.&|~<\\');
/** Punctuation that is written with a backslash, a caret or a backtick though it stands for itself. */
const ESCAPED: ByteClass = byteClass("_-.+=~!$&#@*:;?%^()[]{}<>|,'` ");
const CARETED: ByteClass = byteClass('&|<>^%!"()');
const TICKED: ByteClass = byteClass('$"\'`#');
/** What the line below the titles of a table begins with. */
const RULES: ByteClass = byteClass('|+-=\xe2');
/** What the head of a block scalar may end with. */
const STYLES: ByteClass = byteClass('|>+-123456789');
/** First letters of the elements that only change how text looks. */
const INLINE: ByteClass = byteClass('abcdefikmnqstuvwABCDEFIKMNQSTUVW!');

function isToken(byte: number | undefined): boolean {
  return byte !== undefined && TOKEN_CHARACTERS[byte] === 1;
}

function isHex(byte: number | undefined): boolean {
  return byte !== undefined && HEX_DIGITS[byte] === 1;
}

const atLineBreak: Look = (bytes, at, found) => {
  let end = at;
  let last = bytes[end - 1] ?? 0;
  while (end > 0 && (last === CR || last === SPACE)) last = bytes[--end - 1] ?? 0;
  if (STYLES[last] === 1 && isScalarHead(bytes, end)) found.scalars.push(at);
  atLineStart(bytes, at + 1, found);
};

/** `|` `>` `|-` `>2` … behind a blank. */
function isScalarHead(bytes: Buffer, end: number): boolean {
  for (let at = end - 1; at >= end - 3; at--) {
    if (bytes[at] === PIPE || bytes[at] === GT) return bytes[at - 1] === SPACE;
  }
  return false;
}

function atLineStart(bytes: Buffer, start: number, found: Found): void {
  let at = start;
  let first = bytes[at] ?? 0;
  while (at < start + MOST_INDENT && (first === SPACE || first === TAB)) first = bytes[++at] ?? 0;
  if (first === PIPE) {
    found.rows.push(start);
    found.dumps.push(start);
  } else if (HEX_DIGITS[first] === 1 ? isDump(bytes, start, at) : isColumn(bytes, start, at)) {
    found.dumps.push(start);
  }
  if (RULES[first] === 1 && isRuleStart(bytes, at + 1)) found.rules.push(start);
}

/** `|--`, `| :--`, `+--`, `+==`, `---`, `-- `, two characters of box drawing: `at` is behind the first byte. */
function isRuleStart(bytes: Buffer, at: number): boolean {
  if (bytes[at - 1] === 0xe2) return isBox(bytes, at) && bytes[at + 2] === 0xe2 && isBox(bytes, at + 3);
  let from = at;
  while (from < at + 3 && (bytes[from] === SPACE || bytes[from] === COLON)) from++;
  const [first, second] = [bytes[from], bytes[from + 1]];
  if (first !== DASH && first !== EQUALS) return false;
  return second === first || (second === SPACE && bytes[at - 1] === first);
}

function isBox(bytes: Buffer, at: number): boolean {
  return bytes[at] === 0x94 || bytes[at] === 0x95;
}

/** Whether a line begins with the same digits as the one before it, as those of a log do. */
function isSameNumber(bytes: Buffer, second: number): boolean {
  if (second === 0) return false;
  const first = second === 1 ? 0 : bytes.lastIndexOf(LF, second - 2) + 1;
  let i = 0;
  while (i < MOST_INDENT && bytes[first + i] === bytes[second + i] && isHex(bytes[first + i])) i++;
  return i > 0 && !isHex(bytes[first + i]) && !isHex(bytes[second + i]);
}

function blanksAt(bytes: Buffer, at: number): number {
  let end = at;
  while (end < at + MOST_INDENT && (bytes[end] === SPACE || bytes[end] === TAB)) end++;
  return end - at;
}

function isPair(bytes: Buffer, at: number): boolean {
  return isHex(bytes[at]) && isHex(bytes[at + 1]);
}

/** Whether a line that begins with a digit may be one of a dump. */
function isDump(bytes: Buffer, start: number, at: number): boolean {
  return (isAddress(bytes, at) || (at > start && isCells(bytes, start, at))) && !isSameNumber(bytes, start);
}

/** Whether the first character of a line stands in a column of four. */
function isColumn(bytes: Buffer, start: number, first: number): boolean {
  return first - start === 3 && blanksAt(bytes, first + 1) === 3;
}

/** Whether a line begins, behind blanks, with two numbers, or characters in columns of four, as those of `od -An` do. */
function isCells(bytes: Buffer, start: number, first: number): boolean {
  if (isColumn(bytes, start, first)) return true;
  if (!isPair(bytes, first)) return false;
  const blanks = blanksAt(bytes, first + 2);
  return blanks > 0 && isPair(bytes, first + 2 + blanks);
}

/** At least three hexadecimal digits, or `0x`, with a pair of digits or a column of characters behind them. */
function isAddress(bytes: Buffer, at: number): boolean {
  const start = bytes[at + 1] === 0x78 ? at + 2 : at;
  let end = start;
  while (end < start + 18 && (isHex(bytes[end]) || bytes[end] === TICK)) end++;
  if (end < start + 3) return false;
  if (bytes[end] === SPACE && bytes[end + 1] === LT) return start > at;
  const next = behindMark(bytes, end);
  const blanks = blanksAt(bytes, next);
  // Behind the address of `od -c` a single character stands in a column of four.
  return blanks > 0 && (isNumber(bytes, next + blanks) || (blanks === 3 && end >= start + 6));
}

/** Behind the colon, bar or hyphen of an address. */
function behindMark(bytes: Buffer, at: number): number {
  if (bytes[at] === COLON || bytes[at] === PIPE) return at + 1;
  return bytes[at] === SPACE && bytes[at + 1] === DASH ? at + 2 : at;
}

/** A pair of digits, `0x`, `-1`. */
function isNumber(bytes: Buffer, at: number): boolean {
  const [first, second] = [bytes[at], bytes[at + 1]];
  return isHex(second) ? isHex(first) || first === DASH : first === 0x30 && second === 0x78;
}

const atQuote: Look = (bytes, at, found) => {
  const [before, next] = [bytes[at - 1], bytes[at + 1] ?? 0];
  if (GLUE[next] === 1 && isToken(before) && before !== BACKSLASH) found.quotes.push(at);
  const isQuote = next === DOUBLE || next === SINGLE;
  if (isQuote && next === bytes[at] && bytes[at + 2] === COLON) found.doubled.push(at);
  if (isSplice(bytes, at, isQuote)) found.splices.push(at);
};

/** `'\''`, `'"'"'`, `$'`, and other quotes that touch each other inside a word. */
function isSplice(bytes: Buffer, at: number, isQuote: boolean): boolean {
  const [before, first, next, third] = [bytes[at - 1], bytes[at], bytes[at + 1], bytes[at + 2]];
  if (first === SINGLE && before === DOLLAR) return true;
  if (first === SINGLE && next === BACKSLASH && third === SINGLE) return bytes[at + 3] === SINGLE;
  if (!isQuote || next === first || !isToken(before)) return false;
  return isToken(third) || (third === first && bytes[at + 3] === next);
}

const atMark: Look = (bytes, at, found) => {
  const [mark, next] = [bytes[at], bytes[at + 1] ?? 0];
  const escaped = mark === BACKSLASH ? ESCAPED : mark === 0x5e ? CARETED : TICKED;
  if (escaped[next] === 1 && isToken(bytes[at - 1]) && isToken(bytes[at + 2])) found.escapes.push(at);
  if (mark === TICK) atQuote(bytes, at, found);
  if (mark === 0x5e && next === 0x5b && bytes[at + 2] === 0x5b) found.terminal.push(at);
};

const atTag: Look = (bytes, at, found) => {
  const next = bytes[at + 1] ?? 0;
  const first = next === 0x2f ? (bytes[at + 2] ?? 0) : next;
  if (INLINE[first] !== 1) return;
  if (next === 0x2f && (first | 0x20) === 0x74 && ((bytes[at + 3] ?? 0) | 0x20) === 0x68) found.titles.push(at);
  if ((next | 0x20) === 0x62 && ((bytes[at + 2] ?? 0) | 0x20) === 0x72) found.breaks.push(at);
  else found.markup.push(at);
};

const atBracket: Look = (bytes, at, found) => {
  if (bytes[at + 1] === 0x5d && bytes[at + 2] === GT) found.markup.push(at);
};

const atEquals: Look = (bytes, at, found) => {
  const next = bytes[at + 1];
  if (next === QUESTION) found.words.push(at);
  else if (next === LF || next === CR || (next === 0x33 && bytes[at + 2] === 0x44)) found.printable.push(at);
};

/** `[0m` and `#033[`: what is left of a control sequence. */
const atOpening: Look = (bytes, at, found) => {
  const next = bytes[at + 1] ?? 0;
  if (next >= 0x30 && next <= 0x39 && isColour(bytes, at + 1) && !isEscaped(bytes, at)) found.terminal.push(at);
};

/** Whether an escape character stands in front of `at`, as such or as `\u001b`, `\x1b`, `\033`, `\e`. */
function isEscaped(bytes: Buffer, at: number): boolean {
  for (let before = at - 1; before >= at - 6; before--) {
    if (bytes[before] === 0x1b || bytes[before] === BACKSLASH) return true;
    if (!isHex(bytes[before]) && bytes[before] !== 0x75 && bytes[before] !== 0x78) return false;
  }
  return false;
}

function isColour(bytes: Buffer, from: number): boolean {
  let at = from;
  while (at < from + 12 && (((bytes[at] ?? 0) >= 0x30 && (bytes[at] ?? 0) <= 0x39) || bytes[at] === 0x3b)) at++;
  return bytes[at] === 0x6d || bytes[at] === 0x4b;
}

const atHash: Look = (bytes, at, found) => {
  if (bytes[at + 1] === 0x30 && bytes[at + 2] === 0x33 && bytes[at + 3] === 0x33) found.terminal.push(at);
};

const APPEND = Buffer.from('ppend(');

/** `").append("`: the quote in front of the call, over a line break too. */
function atAppend(bytes: Buffer, at: number, found: Found): void {
  for (let i = 0; i < APPEND.length; i++) if (bytes[at + 2 + i] !== APPEND[i]) return;
  let close = at - 1;
  while (close > at - MOST_BREAK && BLANKS[bytes[close] ?? 0] === 1) close--;
  const quote = close - 1;
  if (bytes[close] !== 0x29 || (bytes[quote] !== DOUBLE && bytes[quote] !== SINGLE)) return;
  if (isToken(bytes[quote - 1]) && quote > (found.quotes.at(-1) ?? -1)) found.quotes.push(quote);
}

/** Most blanks and line breaks in front of a call. */
const MOST_BREAK = 64;

/** `.join(`, `!Join`, `Fn::Join`. */
const atJoin: Look = (bytes, at, found) => {
  if (bytes[at] === 0x2e && ((bytes[at + 1] ?? 0) | 0x20) === 0x61) return atAppend(bytes, at, found);
  const isCall = bytes[at] === 0x2e ? bytes[at + 1] === 0x6a : bytes[at - 1] === BANG || bytes[at - 1] === COLON;
  if (isCall && bytes[at + 2] === (bytes[at] === 0x2e ? 0x6f : 0x69)) found.joins.push(at);
};

/** `INSERT INTO`, `COPY`, `CREATE TABLE`. */
const atStatement: Look = (bytes, at, found) => {
  const [third, fourth] = [bytes[at + 2], bytes[at + 3]];
  const isInsert = third === 0x53 && fourth === 0x45;
  const isCreate = third === 0x45 && fourth === 0x41;
  if (isInsert || isCreate || (third === 0x50 && fourth === 0x59)) found.statements.push(at);
};

/** First bytes of invisible characters, and of what stands for an escape character (U+009B, U+241B). */
const atWide: Look = (bytes, at, found) => {
  const [first, second, third] = [bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0];
  if ((first === 0xc2 && second === 0x9b) || (first === 0xe2 && second === 0x90 && third === 0x9b)) {
    found.terminal.push(at);
  } else if (invisibleLength(first, second, third) > 0) found.invisible.push(at);
};

/** What an escape character begins in a text: control sequences and strings, character sets, modes. */
const ESCAPE_KINDS: ByteClass = byteClass('[]()*+#%PX^_=>78cDEHMNOZ\x1b');

/** An escape character or a backspace in a text: in binary data they stand for nothing. */
const atControl: Look = (bytes, at, found) => {
  const [before, next] = [bytes[at - 1], bytes[at + 1]];
  const isTaken = (isPrintable(before) || before === 0x08) && (isPrintable(next) || next === 0x08 || next === 0x1b);
  if (bytes[at] === 0x1b ? ESCAPE_KINDS[next ?? 0] === 1 : isTaken) found.terminal.push(at);
};

function isPrintable(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x20 && byte < 0x7f;
}

/** What is looked at closer, by its first byte: bytes that may stand in front of it, and behind it. */
interface Beginning {
  readonly first: ByteClass;
  readonly next: ByteClass;
  readonly look: Look;
  /** What leaves out most places at which the look finds nothing. */
  readonly check?: PlaceCheck;
}

const ANY: ByteClass = new Uint8Array(256).fill(1);
const union = (...classes: readonly ByteClass[]): ByteClass =>
  ANY.map((_, byte) => Number(classes.some((one) => one[byte] === 1)));

/** At most sixteen, each with its bit; no byte is the first of two. */
const BEGINNINGS: readonly Beginning[] = [
  { first: byteClass('\n'), next: ANY, look: atLineBreak, check: 'line-break' },
  { first: byteClass('"\''), next: union(GLUE, byteClass('"\'')), look: atQuote, check: 'quote' },
  { first: byteClass('\\^`'), next: union(ESCAPED, CARETED, TICKED, GLUE), look: atMark, check: 'mark' },
  { first: byteClass('<'), next: union(INLINE, byteClass('/')), look: atTag },
  { first: byteClass(']'), next: byteClass(']'), look: atBracket, check: 'bracket' },
  { first: byteClass('='), next: byteClass('\r\n?3'), look: atEquals },
  { first: byteClass('['), next: byteClass('0123456789'), look: atOpening, check: 'number' },
  { first: byteClass('#'), next: byteClass('0'), look: atHash, check: 'number' },
  { first: byteClass('.'), next: byteClass('jaA'), look: atJoin, check: 'call' },
  { first: byteClass('J'), next: byteClass('o'), look: atJoin, check: 'call' },
  { first: byteClass('IC'), next: byteClass('NOR'), look: atStatement, check: 'statement' },
  {
    first: byteClass('\xc2\xcd\xd8\xe1\xe2\xef'),
    next: byteClass('\x80\x81\x8f\x90\x9b\x9c\xa0\xad\xbb'),
    look: atWide,
  },
  { first: byteClass('\b\x1b'), next: ANY, look: atControl },
];

/** For each byte the beginnings that it is the first of (low half) and the second of (high half). */
const BITS: Uint32Array = new Uint32Array(256);
/** For each byte the beginning that it is the first of. */
const INDEX: Uint8Array = new Uint8Array(256);
BEGINNINGS.forEach(({ first, next }, index) => {
  for (let byte = 0; byte < 256; byte++) {
    if (first[byte] === 1) INDEX[byte] = index;
    BITS[byte] = ((BITS[byte] ?? 0) | ((first[byte] ?? 0) << index) | ((next[byte] ?? 0) << (index + 16))) >>> 0;
  }
});

/** Sets by which places are left out, beside those of the looks themselves. */
const SETS: PlaceSets = {
  hex: HEX_DIGITS,
  token: TOKEN_CHARACTERS,
  glue: GLUE,
  style: STYLES,
  rule: RULES,
  escaped: ESCAPED,
  careted: CARETED,
  ticked: TICKED,
  between: BETWEEN_STRINGS,
  prefix: STRING_PREFIXES,
  quote: QUOTES,
};

/** Where the families of cuts may begin, as it is looked for. */
const PLACE_TABLES: PlaceTables = {
  bits: BITS,
  checks: new Map(
    BEGINNINGS.flatMap(({ first, check }) =>
      check === undefined ? [] : [...first.keys()].filter((byte) => first[byte] === 1).map((byte) => [byte, check]),
    ),
  ),
  sets: SETS,
};

/** Finds places in WebAssembly, or all of them in plain TypeScript. */
export function scoutFinder(plain: boolean): PlaceFinder {
  return placeFinderFor(PLACE_TABLES, plain);
}

const finderFor = warming(scoutFinder);

/** One pass over the bytes that finds where the families of cuts may begin. */
export function scout(bytes: Buffer, range: Span, finder: PlaceFinder = finderFor(bytes.length)): Found {
  const firstLine = range.start === 0 ? 0 : bytes.lastIndexOf(LF, range.start - 1) + 1;
  const newline = bytes.indexOf(LF, range.start);
  const found = noneFound(firstLine, newline >= 0 && newline < range.end);
  if (range.start === 0) atLineStart(bytes, 0, found);
  finder.find(bytes, range, (at) => {
    BEGINNINGS[INDEX[bytes[at] ?? 0] ?? 0]?.look(bytes, at, found);
  });
  return found;
}
