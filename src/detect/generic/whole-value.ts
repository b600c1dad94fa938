import { shapeOf } from '../wordlike.ts';

/** The rest of a value that signs which end other values are part of. */
export interface WholeValue {
  /** Where the value ends, signs and all. */
  readonly end: number;
  /** Whether the whole looks random, so that it may be judged as one value. */
  readonly random: boolean;
}

/** Longest value that is read with such signs, in characters. */
const LONGEST = 256;
/** What may stand between the start of a line and the name: a mark of a list, a comment or a change, words that set a variable, a registry. */
const LINE_BEFORE =
  /(?:^|[\r\n])[ \t]{0,40}(?:[-+#;>*][ \t]{0,4}|\/\/[\w.:/-]{1,80}:)?(?:(?:export|set|setx|SET|ENV|ARG|env|local|readonly|declare -x|-e|--env|--build-arg)[ \t]{1,4})?(?:--?)?$/;
const BLANK_BEFORE = /[ \t](?:--?)?$/;
const QUOTE_BEFORE = /(?:^|[\s,=([{:])(?<quote>["'])(?:--?)?$/;
const LONGEST_BEFORE = 140;
/** Behind the quotation mark that ends a word. */
const OUTSIDE = /^["'](?:[\s,;)\]}]|$)/;
/** How a value begins; a quotation mark, a bracket or a variable is something else. */
const FIRST = /^[^\s"'`,;<>|\\(){}[\]&$]/;
/** Signs that end no word of a value, but a statement, a list, a sentence. */
const TRAILING = /[;,:.?{}()[\]\\|&<>"'`]+$/;
/** `name=` and `name:` behind a sign: the next member of a list or of a query. */
const NEXT_MEMBER = /[&;,|?]["']?[A-Za-z_][\w.[\]-]{0,60}["']?[:=]/;
/** `;Server Name=…`: a name of several words, the first of which stands in the value. */
const FIRST_WORD = /[;,][A-Za-z]+$/;
const MORE_WORDS = /^(?: [A-Za-z]+){1,4} ?=/;
/** Ends of elements, operators, expansions, entities, escapes. */
const CODE = /<\/|\/>|[-=]>|\$[({]|&(?:[A-Za-z]{2,8}|#\d{1,5}|#x[0-9a-f]{1,4});|\\(?:["'nrt]|[ux][0-9a-fA-F]{2})/;
/** Signs that are part of a value stand alone between others. */
const SIGN_RUN = /[&;,|>'"`\\{}()[\]<]{2}/;
const PAIRS = ['()', '[]', '{}', '<>', '""', "''", '``'] as const;
/** Signs that values hold and that make code of others: the name of a member, the next assignment. */
const INNER = /\w[.=]\w/;
/** In letters and digits that are no words. */
const LEAST_RANDOM = 8;

/**
 * Reads the unquoted value at `at` up to where its format ends it: a blank, the end of the line, or the quotation mark that
 * stands in front of the name as well. Passwords hold any sign; code, lists and queries use the same ones. Undefined where no
 * more belongs to the value than others have, or where the signs are those of code.
 *
 * @param end where a value without such signs ends; `at` where none does
 */
export function wholeValue(text: string, nameStart: number, at: number, end: number): WholeValue | undefined {
  if (!FIRST.test(text.slice(at, at + 1))) return undefined;
  if (isEnd(text.charCodeAt(end)) && !INNER.test(text.slice(at, end))) return undefined;
  const last = endOfWord(text, nameStart, at);
  if (last < end) return undefined;
  const word = text.slice(at, last).replace(TRAILING, '');
  const isLonger = at + word.length > end || INNER.test(word);
  if (!isLonger || !isPlain(word) || isNamedBehind(text, word, last)) return undefined;
  return { end: at + word.length, random: isRandom(word) };
}

/** Where the word that begins at `at` ends; -1 where it is part of something else. */
function endOfWord(text: string, nameStart: number, at: number): number {
  const before = text.slice(Math.max(0, nameStart - LONGEST_BEFORE), nameStart);
  const quote = QUOTE_BEFORE.exec(before)?.groups?.['quote'];
  if (quote === undefined && !BLANK_BEFORE.test(before) && !LINE_BEFORE.test(before)) return -1;
  for (let last = at; last < at + LONGEST; last++) {
    const isOver = isEnd(text.charCodeAt(last));
    if (quote === undefined ? isOver : text[last] === quote && OUTSIDE.test(text.slice(last, last + 2))) return last;
    if (isOver) return -1;
  }
  return -1;
}

/** Blanks, controls, the end of the text. */
function isEnd(code: number): boolean {
  return !(code > 32 && code !== 127);
}

function isPlain(word: string): boolean {
  return (
    !CODE.test(word) && !SIGN_RUN.test(word) && !NEXT_MEMBER.test(word) && !PAIRS.some((pair) => isPaired(word, pair))
  );
}

function isPaired(word: string, pair: string): boolean {
  const open = word.indexOf(pair.charAt(0));
  return open >= 0 && word.indexOf(pair.charAt(1), open + 1) >= 0;
}

function isNamedBehind(text: string, word: string, last: number): boolean {
  return FIRST_WORD.test(word) && MORE_WORDS.test(text.slice(last, last + 100));
}

function isRandom(word: string): boolean {
  return /[A-Za-z]/.test(word) && /\d/.test(word) && shapeOf(word).random >= LEAST_RANDOM;
}
