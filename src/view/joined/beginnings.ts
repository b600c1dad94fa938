import type { PlaceCheck, PlaceSets, PlaceTables } from '../../engine/place-finder.ts';
import { byteClass, type ByteClass, HEX_DIGITS, TOKEN_CHARACTERS } from '../byte-class.ts';
import type { Look } from './found.ts';
import { atLineBreak, RULES, STYLES } from './line-looks.ts';
import {
  atBracket,
  atControl,
  atCopy,
  atDollar,
  atEquals,
  atForm,
  atHash,
  atJoin,
  atMark,
  atObject,
  atOpening,
  atParenthesis,
  atQuote,
  atTag,
  atWide,
  CALL_ENDS,
  CARETED,
  ESCAPED,
  GLUE,
  INLINE,
  TEMPLATES,
  TICKED,
} from './looks.ts';
import { BETWEEN_STRINGS, QUOTES, STRING_PREFIXES } from './quotes.ts';

/** A place that needs a closer look, recognised by its byte and the next one. */
export interface Beginning {
  readonly first: ByteClass;
  readonly next: ByteClass;
  readonly look: Look;
  /** A check that rules out most places before `look` is called. */
  readonly check?: PlaceCheck;
}

const ANY: ByteClass = new Uint8Array(256).fill(1);
const union = (...classes: readonly ByteClass[]): ByteClass =>
  ANY.map((_, byte) => Number(classes.some((one) => one[byte] === 1)));

/** At most sixteen, one bit each; no byte is the first of two of them. */
export const BEGINNINGS: readonly Beginning[] = [
  { first: byteClass('\n'), next: ANY, look: atLineBreak, check: 'line-break' },
  { first: byteClass('"\''), next: union(GLUE, byteClass('"\'')), look: atQuote, check: 'quote' },
  { first: byteClass('\\^`'), next: union(ESCAPED, CARETED, TICKED, GLUE), look: atMark, check: 'mark' },
  { first: byteClass('$'), next: byteClass("'"), look: atDollar },
  { first: byteClass('<'), next: union(INLINE, HEX_DIGITS, byteClass('/')), look: atTag },
  { first: byteClass(']'), next: byteClass(']0123456789'), look: atBracket, check: 'bracket' },
  { first: byteClass('('), next: ANY, look: atParenthesis, check: 'parenthesis' },
  { first: byteClass('{'), next: byteClass('"\' \t\r\n'), look: atObject, check: 'object' },
  { first: byteClass('='), next: byteClass('\r\n?3 $%@"'), look: atEquals, check: 'holder' },
  { first: byteClass('['), next: byteClass('0123456789'), look: atOpening, check: 'number' },
  { first: byteClass('#'), next: byteClass('0'), look: atHash, check: 'number' },
  { first: byteClass('.J'), next: byteClass('jaAo'), look: atJoin, check: 'call' },
  { first: byteClass('C'), next: byteClass('O'), look: atCopy, check: 'statement' },
  {
    first: byteClass('\xc2\xc3\xcd\xd8\xe1\xe2'),
    next: byteClass('\x80\x81\x8b\x8f\x90\x9a\x9b\x9c\xa0\xad'),
    look: atWide,
  },
  {
    first: byteClass('\xcc\xef\xf0\xf3'),
    next: byteClass('\x9d\xa0\xb2\xb3\xb4\xb5\xb6\xb7\xb8\xbb\xbc\xbd'),
    look: atForm,
  },
  { first: byteClass('\b\x1b'), next: ANY, look: atControl },
];

/** For each byte, the beginnings that have it as first byte (low half) and as next byte (high half). */
const BITS: Uint32Array = new Uint32Array(256);
/** For each byte, the beginning that has it as first byte. */
export const INDEX: Uint8Array = new Uint8Array(256);
BEGINNINGS.forEach(({ first, next }, index) => {
  for (let byte = 0; byte < 256; byte++) {
    if (first[byte] === 1) INDEX[byte] = index;
    BITS[byte] = ((BITS[byte] ?? 0) | ((first[byte] ?? 0) << index) | ((next[byte] ?? 0) << (index + 16))) >>> 0;
  }
});

/** Further byte sets that rule out places, besides those of the looks themselves. */
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
  callEnd: CALL_ENDS,
  template: TEMPLATES,
};

/** Tables for finding the places where families of cuts may begin. */
export const PLACE_TABLES: PlaceTables = {
  bits: BITS,
  checks: new Map(
    BEGINNINGS.flatMap(({ first, check }) =>
      check === undefined ? [] : [...first.keys()].filter((byte) => first[byte] === 1).map((byte) => [byte, check]),
    ),
  ),
  sets: SETS,
};
