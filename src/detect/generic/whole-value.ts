import { blankFrom, isWordEnd, plainLength, WORD_AFTER } from '../word-end.ts';
import { isGenerated, isScattered } from '../generated.ts';
import { isMixed } from '../wordlike.ts';

/** The extent of a value that includes signs which end other values. */
export interface WholeValue {
  /** The end of the value, including its signs. */
  readonly end: number;
  /** Whether the whole looks random, so that it may be judged as one value. */
  readonly random: boolean;
}

/**
 * What may be between the start of a line, or the end of an environment variable, and the name: a mark of a list, a comment or a diff,
 * words that set a variable, a registry.
 */
const LINE_BEFORE =
  /(?:^|[\r\n\0])[ \t]{0,40}(?:[-+#;>*][ \t]{0,4}|\/\/[\w.:/-]{1,80}:)?(?:(?:export|set|setx|SET|ENV|ARG|env|local|readonly|declare -x|-e|--env|--build-arg)[ \t]{1,4})?(?:--?)?$/;
const BLANK_BEFORE = /[ \t](?:--?)?$/;
const QUOTE_BEFORE = /(?:^|[\s,=([{:])(?<quote>["'])(?:--?)?$/;
const LONGEST_BEFORE = 140;
/** After the quotation mark that ends a word. */
const OUTSIDE = /^["'](?:[\s,;)\]}]|$)/;
/** What ends the value of an element or of a query, by the character before its name. */
const ENDS: Readonly<Record<string, string>> = { '<': '<', '?': '&#"\'<>;)', '&': '&#"\'<>;)' };
/** First character of a value; a quotation mark, a bracket or a variable is something else. */
const FIRST = /^[^\s"'`,;<>|\\(){}[\]&$]/;
/** Signs that occur in values but make other text code: the name of a member, the next assignment. */
const INNER = /\w[.=]\w/;
/** In letters and digits that do not read as words. */
const LEAST_RANDOM = 7;

/**
 * Reads the unquoted value at `at` up to where its format ends it: a blank, the end of the line, or the quotation mark that also precedes
 * the name. Passwords contain any sign, but code, lists and queries use the same ones. Undefined if the value is no longer than without
 * such signs, or if the signs are those of code.
 *
 * @param end where a value without such signs ends; `at` if there is none
 */
export function wholeValue(text: string, nameStart: number, at: number, end: number): WholeValue | undefined {
  const mayBegin = FIRST.test(text.slice(at, at + 1));
  if (mayBegin && isWordEnd(text.charCodeAt(end)) && !INNER.test(text.slice(at, end))) return undefined;
  const last = endOfWord(text, nameStart, at);
  if (last < end) return undefined;
  const whole = text.slice(at, last);
  const scattered = isScatteredWord(whole);
  if (!mayBegin && !scattered) return undefined;
  const length = scattered ? beforeBreak(whole) : plainLength(text, at, last);
  const word = text.slice(at, at + length);
  if (at + length <= end && !INNER.test(word)) return undefined;
  return length === 0 ? undefined : { end: Math.max(end, at + length), random: isRandom(word) };
}

/** An escaped line end, followed by the end of a string or the next setting. */
const BREAK = /(?:\\[nrt])+(?:["'\\]|[A-Za-z_]\w{0,60}[=:]|$)/;

/** Length of the part of a word before an escaped line end. */
function beforeBreak(word: string): number {
  const at = word.search(BREAK);
  return at > 0 ? at : word.length;
}

/** The end of the word that begins at `at`; -1 if it is part of something else. */
function endOfWord(text: string, nameStart: number, at: number): number {
  const before = text.slice(Math.max(0, nameStart - LONGEST_BEFORE), nameStart);
  const quote = QUOTE_BEFORE.exec(before)?.groups?.['quote'];
  if (quote !== undefined) return endOfQuoted(text, at, quote);
  const signs = ENDS[before.slice(-1)] ?? '';
  if (signs === '' && !BLANK_BEFORE.test(before) && !LINE_BEFORE.test(before)) return -1;
  return endBefore(text, at, signs);
}

function endBefore(text: string, at: number, signs: string): number {
  const last = blankFrom(text, at);
  // In an element whose entities are decoded, only the end tag certainly ends it.
  const tag = signs === '<' ? text.slice(at, last).indexOf('</') : -1;
  if (tag > 0 && isScattered(text.slice(at, at + tag))) return at + tag;
  for (let sign = at; sign < last; sign++) if (signs.includes(text.charAt(sign))) return sign;
  return last;
}

function endOfQuoted(text: string, at: number, quote: string): number {
  for (let last = at; last < at + WORD_AFTER && !isWordEnd(text.charCodeAt(last)); last++)
    if (text[last] === quote && OUTSIDE.test(text.slice(last, last + 2))) return last;
  return -1;
}

/** What ends a statement and the surrounding text, and may follow a number or a name of code. */
const BEHIND_WORD = /["'`)\]},;]+$/;

function isScatteredWord(word: string): boolean {
  return isScattered(word) && isScattered(word.replace(BEHIND_WORD, ''));
}

/** `amzn1.account.…`: names and an id, joined by dots. */
const WORD_BETWEEN_DOTS = /(?:^|\.)[a-z]{3,}(?:\.|$)/;

function isRandom(word: string): boolean {
  if (WORD_BETWEEN_DOTS.test(word) && word.includes('.')) return false;
  return isMixed(word, LEAST_RANDOM) || isGenerated(word);
}

/** One more word, and the end of the line or quotation that contains the value. */
const ONE_MORE = /[ \t](?<word>[^\s"'`=:;,#(){}[\]<>|&\\/]{5,64})(?:[ \t]{0,8}(?:\r?\n|$)|(?<quote>["']))/y;
const LEAST_WORD = 5;

/**
 * The end of an unquoted value that would end at the blank at `end`: after one more word, if that is random and the last on the line that
 * the name begins, or in the quoted text.
 */
export function behindBlank(text: string, nameStart: number, end: number): number {
  const code = text.charCodeAt(end);
  if (code !== 32 && code !== 9) return end;
  ONE_MORE.lastIndex = end;
  const { word = '', quote } = ONE_MORE.exec(text)?.groups ?? {};
  if (!isMixed(word, LEAST_WORD)) return end;
  const before = text.slice(Math.max(0, nameStart - LONGEST_BEFORE), nameStart);
  const opened = QUOTE_BEFORE.exec(before)?.groups?.['quote'];
  const isLast = quote === undefined ? LINE_BEFORE.test(before) : quote === opened;
  return isLast ? end + 1 + word.length : end;
}
