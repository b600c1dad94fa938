import { isExpression } from './expression.ts';
import { isMixed, shapeOf, withoutLeet, wordScore } from './wordlike.ts';

/**
 * Whether a text looks like what a generator of passwords gives: letters of both cases, digits and signs that change all the time, or any
 * printable characters one after the other.
 */
export function isGenerated(text: string): boolean {
  return isOfSafeSigns(text) || isScattered(text);
}

/** Whether a text is no word, name or expression: half of it random, or what a generator gives. */
export function isRandom(text: string): boolean {
  return isMixed(text, text.length / 2) || isGenerated(text);
}

/** Base64 of which the first character is one of the two that are no letter and no digit. */
const SIGNED = /^[+/][A-Za-z0-9+/]{20,126}={0,2}$/;
const LEAST_UNPADDED = 40;

/** Whether a text is a key in base64 that looks like a path or like what follows a sign, by its first character. */
export function isEncodedKey(text: string): boolean {
  const { length } = text;
  if (length % 4 !== 0 || !SIGNED.test(text) || (length < LEAST_UNPADDED && !text.endsWith('='))) return false;
  return isOfRandomBytes(text);
}

/** 16, 32 and 64 bytes in base64: what programs draw keys of. */
const WHOLE_KEY = /^(?:[A-Za-z0-9+/]{22}==|[A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{86}==)$/;

/** Whether a text is a key of a usual length in base64, which reads as no words. */
export function isWholeKey(text: string): boolean {
  return WHOLE_KEY.test(text) && isOfRandomBytes(text);
}

/** Letters of both cases and digits, of which more than three in four read as no words. */
function isOfRandomBytes(text: string): boolean {
  return [/[a-z]/, /[A-Z]/, /\d/].every((kind) => kind.test(text)) && shapeOf(text).random * 4 > text.length * 3;
}

const LEAST_GENERATED = 10;
/** Letters that score more read as a word. */
const LEAST_WORDLIKE = 0.35;
/** Brackets, quotation marks, slashes and blanks make patterns, paths, code and sentences; encoded bytes and numbers are no better. */
const NOT_GENERATED = /[\s"'`\\/|()[\]{}<>\x80-\xff]|^--|:$|%[0-9a-f]{2}|^-?0x/i;
const TYPED_WORDS =
  /pass|pwd|word|secret|token|admin|test|change|example|your|welcome|login|letm|qwe|asdf|user|root|demo/;

/** Ten characters or more, small and capital letters, digits and signs, which change at least with every second character, and no word among them, however it is written. */
function isOfSafeSigns(text: string): boolean {
  if (text.length < LEAST_GENERATED || text.length > 64 || NOT_GENERATED.test(text)) return false;
  if (![/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9_.-]/].every((kind) => kind.test(text))) return false;
  if (changes(text) * 2 < text.length || TYPED_WORDS.test(withoutLeet(text))) return false;
  return (text.match(/[A-Za-z]{4,}/g) ?? []).every((piece) => wordScore(piece) <= LEAST_WORDLIKE);
}

const LEAST_SCATTERED = 10;
const MOST_SCATTERED = 160;
/** From how many characters on a blank may be one of them: keys of WordPress have 64. */
const LEAST_WITH_BLANKS = 40;
/** Signs of which at least so many kinds are among the characters; those of encodings, names and numbers make texts of other kinds. */
const SIGN = /[^A-Za-z0-9 ]/g;
const PLAIN_SIGN = /[+/=_.:,-]/;
const LEAST_SIGNS = 3;
const LEAST_ODD_SIGNS = 2;
/** Ranges and quantifiers of patterns, templates, escapes, elements, entities, addresses; what stands in a call, or behind the mark of what encrypted it. */
const SYNTAX =
  /\[\^?[\w\\]-\w|\w-[\w\\]\]|\\[dwsbDWSB](?:[+*{\])(]|\\)|\(\?[:=!<]|\{\d+,?\d*\}|\$\{\w|\{\{(?:[^{}]*\}\}|[#/>]?\s)|%[0-9A-F]{2}%|&[a-z]{2,6};|&#[\dx]|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|:\/\/|<\/?[a-z]+[ >]|^[A-Za-z_]{2,}[[({].*[\])}]$|^[{<([]\w{3,}[}>)\]]|(?:^|[A-Za-z]{3,})[[({]+["'`]/;
/** Calls, members and strings in it: a short text of random signs hardly has them. */
const CODE =
  /[A-Za-z_]\w*\([\w,.*"'-]*\)|[A-Za-z]\w*\[-?\w+\]|[A-Za-z]\w*<[\w,.]+>|["']\w*[=:]|=>|->|::|^["'].*["'],?$|\)[;,.]/;
const LEAST_PAST_CODE = 32;

/** Whether a text is a row of random printable characters: of all kinds, without words and without the syntax of patterns and code. */
export function isScattered(text: string): boolean {
  const { length } = text;
  if (length < LEAST_SCATTERED || length > MOST_SCATTERED) return false;
  return isPrintable(text) && hasAllKinds(text) && changes(text) * 2 >= length && !hasSyntax(text) && !hasWords(text);
}

/** ASCII, with a blank here and there in a long text. */
function isPrintable(text: string): boolean {
  if (/[^ -~]/.test(text)) return false;
  return !text.includes(' ') || (text.length >= LEAST_WITH_BLANKS && !/ {2}|^ | $/.test(text));
}

/** Digits, letters, of both cases in a short text, and signs. */
function hasAllKinds(text: string): boolean {
  if (!/\d/.test(text) || !/[a-z]/.test(text)) return false;
  if (text.length < LEAST_PAST_CODE && !/[A-Z]/.test(text)) return false;
  const signs = new Set(text.match(SIGN));
  return signs.size >= LEAST_SIGNS && [...signs].filter((sign) => !PLAIN_SIGN.test(sign)).length >= LEAST_ODD_SIGNS;
}

/** Runs of characters of one kind. */
function changes(text: string): number {
  return text.match(/[a-z]+|[A-Z]+|\d+|[^A-Za-z0-9]+/g)?.length ?? 0;
}

function hasSyntax(text: string): boolean {
  return SYNTAX.test(text) || isExpression(text) || (text.length < LEAST_PAST_CODE && CODE.test(text));
}

/** Whether more letters stand in what reads as words than chance puts there. */
function hasWords(text: string): boolean {
  let letters = 0;
  for (const [piece] of text.matchAll(/[A-Za-z]{4,}/g)) if (wordScore(piece) > LEAST_WORDLIKE) letters += piece.length;
  return letters * 8 > text.length;
}
