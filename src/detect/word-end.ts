import { shapeOf } from './wordlike.ts';

/** Characters read before and after a value to find the end of its word. */
export const WORD_AFTER = 256;
export const WORD_BEFORE = 400;
/** Maximum length of a user or an option before the value, in characters. */
const QUOTE_BEFORE = 120;

/** Signs at the end of a word that end a statement, a list, a sentence. */
const TRAILING = /[;,:.?{}()[\]\\|&<>"'`]+$/;
/**
 * What ends a value within a word: the end of an element, operators, expansions, entities, escapes, two signs in a row (a sign within a
 * value is single), and `name=` or `name:` after a sign, the next member of a list or a query.
 */
const STOP =
  /<\/|\/>|[-=]>|\$[({]|&(?:[A-Za-z]{2,8}|#\d{1,5}|#x[0-9a-f]{1,4});|\\(?:["'nrt]|[ux][0-9a-fA-F]{2})|[&;,|>'"`\\{}()[\]<]{2}|[&;,|?]["']?[A-Za-z_][\w.[\]-]{0,60}["']?[:=]/g;
const BREAK = /\\[nrt]/y;
/** `;Server Name=…`: a name of several words, the first of which looks like a part of the value. */
const FIRST_WORD = /[;,][A-Za-z]+$/;
const MORE_WORDS = /^(?: [A-Za-z]+){1,4} ?=/;
const BRACKETS = ['()', '[]', '{}', '<>'] as const;
const QUOTES = ['""', "''", '``'] as const;
/** In letters and digits that do not read as words: with fewer, it is the text after an escaped line end. */
const LEAST_BEHIND_BREAK = 4;

/** Whether the character is a blank, a control character, or missing (NaN). */
export function isWordEnd(code: number): boolean {
  return !(code > 32 && code !== 127);
}

/** Offset of the first character from `at` on that ends a word, at most {@link WORD_AFTER} characters further. */
export function blankFrom(text: string, at: number): number {
  let last = at;
  while (last < at + WORD_AFTER && !isWordEnd(text.charCodeAt(last))) last++;
  return last;
}

/**
 * How much of the unquoted word in `[start, end)` is one value: up to what ends a value within a word, without the signs that end a
 * statement; 0 if its signs are those of code.
 */
export function plainLength(text: string, start: number, end: number): number {
  const word = text.slice(start, end);
  const value = word.slice(0, stopIn(word)).replace(TRAILING, '');
  if (BRACKETS.some((pair) => isPaired(word, pair)) || QUOTES.some((pair) => isPaired(value, pair))) return 0;
  return value.length === word.length && FIRST_WORD.test(word) && MORE_WORDS.test(text.slice(end, end + 100))
    ? 0
    : value.length;
}

function stopIn(word: string): number {
  STOP.lastIndex = 0;
  for (let stop = STOP.exec(word); stop !== null; stop = STOP.exec(word)) {
    BREAK.lastIndex = stop.index;
    // A literal backslash and letter, in a text with real line ends.
    if (BREAK.test(word) && shapeOf(word.slice(BREAK.lastIndex)).random >= LEAST_BEHIND_BREAK) continue;
    return stop.index;
  }
  return word.length;
}

function isPaired(word: string, pair: string): boolean {
  const open = word.indexOf(pair.charAt(0));
  return open >= 0 && word.indexOf(pair.charAt(1), open + 1) >= 0;
}

/** The quotation mark directly before the value, or before the user or option that it is joined to. */
const QUOTE = /(?<!\\)(?<quote>["'`])(?<joined>[^\s"'`]{1,100}[:=])?$/;
/** A doubled quotation mark of SQL and YAML. Those that a shell joins are handled by its view, which has the value without them. */
const WITHIN: Readonly<Record<string, RegExp>> = { "'": /''/y, '"': /""/y, '`': /``/y };
const OUTSIDE = /^(?:[\s\0,;:.)\]}>|&*]|\\n|$)/;
/** After a blank in quotes: another option, a variable, an address. */
const NEXT_WORD = /\s(?:-|\S{0,40}[=:])/;
/** The next parameter of a query, or the next member of a connection string. */
const NEXT_MEMBER = /[&;][A-Za-z_][\w. -]{0,60}=/;
/** What follows the password in an address. */
const ADDRESS = /[@:%/]/;

/**
 * The end of the word that begins with the value in `[start, end)`: at the closing quotation mark of a shell, of JSON or SQL, or at a
 * blank. People put any sign into a password, while patterns end at the first sign that may end one.
 *
 * @returns `end` if the value is complete, or if what follows does not certainly belong to it
 */
export function wordEnd(text: string, start: number, end: number): number {
  if (ADDRESS.test(text.charAt(end))) return end;
  const { quote, joined } = QUOTE.exec(text.slice(Math.max(0, start - QUOTE_BEFORE), start))?.groups ?? {};
  if (quote === undefined) return bareEnd(text, start, end);
  const close = closing(text, end, quote);
  const added = close < 0 ? '' : text.slice(end, close);
  if (added === '' || NEXT_WORD.test(added)) return end;
  if (joined === undefined || joined.endsWith(':')) return close;
  const next = added.search(NEXT_MEMBER);
  return /\s/.test(added) ? end : next < 0 ? close : end + next;
}

function bareEnd(text: string, start: number, end: number): number {
  if (isWordEnd(text.charCodeAt(end))) return end;
  return Math.max(end, start + plainLength(text, start, blankFrom(text, end)));
}

const ELEMENT_END = /<\/[A-Za-z][\w.:-]{0,60}>/;
/** A quotation mark in XML, without the entity's semicolon. */
const QUOTE_ENTITY = /&(?:quot|apos|#0?3[49]|#x2[27])$/i;

/**
 * The true end of the value in `[start, end)` if a pattern took too much: before the end of the enclosing element, a quotation mark of XML,
 * or the bracket that closes what contains its command, as in `Bash(app --token S)`.
 */
export function innerEnd(text: string, start: number, end: number): number {
  const element = text.slice(start, end).search(ELEMENT_END);
  if (element > 0) return start + element;
  const entity = text[end] === ';' ? text.slice(start, end).search(QUOTE_ENTITY) : 0;
  if (entity > 0) return start + entity;
  if (text[end - 1] !== ')' || text.slice(start, end).includes('(')) return end;
  const before = text.slice(Math.max(0, start - WORD_BEFORE), start);
  if (/["'`]$/.test(before)) return end;
  return before.lastIndexOf('(') > Math.max(before.lastIndexOf(')'), before.lastIndexOf('\n')) ? end - 1 : end;
}

/** Offset of the mark that closes a quoted word; -1 if there is none on the line, or if more text follows it directly. */
function closing(text: string, from: number, quote: string): number {
  const within = WITHIN[quote] ?? /$/y;
  let last = Math.min(text.length, from + WORD_AFTER);
  for (let at = from; at < last; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 0) return -1;
    if (code === 92 && quote === '"') at++;
    if (text[at] !== quote || code === 92) continue;
    within.lastIndex = at;
    if (within.test(text)) at = within.lastIndex - 1;
    else if (OUTSIDE.test(text.slice(at + 1, at + 3))) return at;
    else last = Math.min(last, wordAround(text, at));
  }
  return -1;
}

/** The end of the word that contains a mark; the mark's own offset if it is not within a word. */
function wordAround(text: string, at: number): number {
  return /^\w.\w/.test(text.slice(at - 1, at + 2)) ? blankFrom(text, at) : at;
}
