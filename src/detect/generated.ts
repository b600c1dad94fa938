import { isExpression } from './expression.ts';
import { isMixed, shapeOf, withoutLeet, wordScore } from './wordlike.ts';

/**
 * Whether a text looks like the output of a password generator: letters of both cases, digits and signs in constant change, or any
 * printable characters in random order.
 */
export function isGenerated(text: string): boolean {
  return isOfSafeSigns(text) || isScattered(text);
}

/** Whether a text is not a word, name or expression: half of it is random, or it looks generated. */
export function isRandom(text: string): boolean {
  return isMixed(text, text.length / 2) || isGenerated(text);
}

/** Base64 that begins with one of its two characters that are neither letters nor digits. */
const SIGNED = /^[+/][A-Za-z0-9+/]{20,126}={0,2}$/;
const LEAST_UNPADDED = 40;

/** Whether a text is a base64 key whose first character makes it look like a path or like the operand of a sign. */
export function isEncodedKey(text: string): boolean {
  const { length } = text;
  if (length % 4 !== 0 || !SIGNED.test(text) || (length < LEAST_UNPADDED && !text.endsWith('='))) return false;
  return isOfRandomBytes(text);
}

/** 16, 32 and 64 bytes in base64: the usual sizes of keys. */
const WHOLE_KEY = /^(?:[A-Za-z0-9+/]{22}==|[A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{86}==)$/;

/** Whether a text is a base64 key of a usual length that does not read as words. */
export function isWholeKey(text: string): boolean {
  return WHOLE_KEY.test(text) && isOfRandomBytes(text);
}

/** Letters of both cases and digits, more than three quarters of which do not read as words. */
function isOfRandomBytes(text: string): boolean {
  return [/[a-z]/, /[A-Z]/, /\d/].every((kind) => kind.test(text)) && shapeOf(text).random * 4 > text.length * 3;
}

const LEAST_GENERATED = 10;
/** Letters with a higher score read as a word. */
const LEAST_WORDLIKE = 0.35;
/**
 * Brackets, quotes, slashes and blanks indicate patterns, paths, code and sentences; encoded bytes and numbers are not generated either.
 */
const NOT_GENERATED = /[\s"'`\\/|()[\]{}<>\x80-\xff]|^--|:$|%[0-9a-f]{2}|^-?0x/i;
const TYPED_WORDS =
  /pass|pwd|word|secret|token|admin|test|change|example|your|welcome|login|letm|qwe|asdf|user|root|demo/;

/**
 * Ten or more characters: letters of both cases, digits and signs, whose kind changes on average at least every second character, and
 * without words, even in disguise.
 */
function isOfSafeSigns(text: string): boolean {
  if (text.length < LEAST_GENERATED || text.length > 64 || NOT_GENERATED.test(text)) return false;
  if (![/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9_.-]/].every((kind) => kind.test(text))) return false;
  if (changes(text) * 2 < text.length || TYPED_WORDS.test(withoutLeet(text))) return false;
  return (text.match(/[A-Za-z]{4,}/g) ?? []).every((piece) => wordScore(piece) <= LEAST_WORDLIKE);
}

const LEAST_SCATTERED = 10;
const MOST_SCATTERED = 160;
/** From this many characters a blank may be one of them: WordPress keys have 64. */
const LEAST_WITH_BLANKS = 40;
/** Signs, of which a minimum number of kinds must occur; those of encodings, names and numbers are common in other texts. */
const SIGN = /[^A-Za-z0-9 ]/g;
const PLAIN_SIGN = /[+/=_.:,-]/;
const LEAST_SIGNS = 3;
const LEAST_ODD_SIGNS = 2;
/**
 * Ranges and quantifiers of patterns, templates, escapes, elements, entities, addresses; calls, and marks of encryption before a
 * ciphertext.
 */
const SYNTAX =
  /\[\^?[\w\\]-\w|\w-[\w\\]\]|\\[dwsbDWSB](?:[+*{\])(]|\\)|\(\?[:=!<]|\{\d+,?\d*\}|\$\{\w|\{\{(?:[^{}]*\}\}|[#/>]?\s)|%[0-9A-F]{2}%|&[a-z]{2,6};|&#[\dx]|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|:\/\/|<\/?[a-z]+[ >]|^[A-Za-z_]{2,}[[({].*[\])}]$|^[{<([]\w{3,}[}>)\]]|(?:^|[A-Za-z]{3,})[[({]+["'`]/;
/** Calls, members and strings: rare in a short text of random signs. */
const CODE =
  /[A-Za-z_]\w*\([\w,.*"'-]*\)|[A-Za-z]\w*\[-?\w+\]|[A-Za-z]\w*<[\w,.]+>|["']\w*[=:]|=>|->|::|^["'].*["'],?$|\)[;,.]/;
const LEAST_PAST_CODE = 32;

/** Whether a text is a sequence of random printable characters: of all kinds, without words and without the syntax of patterns and code. */
export function isScattered(text: string): boolean {
  const { length } = text;
  if (length < LEAST_SCATTERED || length > MOST_SCATTERED) return false;
  return isPrintable(text) && hasAllKinds(text) && changes(text) * 2 >= length && !hasSyntax(text) && !hasWords(text);
}

/** ASCII, with occasional blanks in a long text. */
function isPrintable(text: string): boolean {
  if (/[^ -~]/.test(text)) return false;
  return !text.includes(' ') || (text.length >= LEAST_WITH_BLANKS && !/ {2}|^ | $/.test(text));
}

/** Digits, letters (of both cases in a short text) and signs. */
function hasAllKinds(text: string): boolean {
  if (!/\d/.test(text) || !/[a-z]/.test(text)) return false;
  if (text.length < LEAST_PAST_CODE && !/[A-Z]/.test(text)) return false;
  const signs = new Set(text.match(SIGN));
  return signs.size >= LEAST_SIGNS && [...signs].filter((sign) => !PLAIN_SIGN.test(sign)).length >= LEAST_ODD_SIGNS;
}

/** The number of runs of characters of one kind. */
function changes(text: string): number {
  return text.match(/[a-z]+|[A-Z]+|\d+|[^A-Za-z0-9]+/g)?.length ?? 0;
}

function hasSyntax(text: string): boolean {
  return SYNTAX.test(text) || isExpression(text) || (text.length < LEAST_PAST_CODE && CODE.test(text));
}

/** Whether more letters read as words than would by chance. */
function hasWords(text: string): boolean {
  let letters = 0;
  for (const [piece] of text.matchAll(/[A-Za-z]{4,}/g)) if (wordScore(piece) > LEAST_WORDLIKE) letters += piece.length;
  return letters * 8 > text.length;
}
