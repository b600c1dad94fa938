import type { Word } from './words.ts';

/** What separates words: blanks, and escaped line ends of a shell, cmd or PowerShell. */
const BLANKS = /(?:[ \t]|[\\^`]\r?\n)*/y;
const STOPS = new Set(['\n', '\r', ';', '|', '&', ')', '`', '\x1b']);
/** What may follow the quotation mark that ends a quoted command line. */
const OUTSIDE = /^(?:[\s\x1b,;:}\])>]|\\(?:n|u001[bB]|x1[bB]|033)|$)/;
/** Its maximum length in characters. */
const BEHIND = 6;
/** What after a backslash is a line end or a colour if the text is a string of another language. */
const LINE_END = /^\\+(?:[nr]|u001[bB]|x1[bB]|033)/;
const CONTROLS: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0' };

/** A word that is being read. */
interface Reading {
  readonly text: string;
  readonly limit: number;
  at: number;
  value: string;
  /** Number of quoted parts, to recognise a word that is a single one. */
  parts: number;
  /** Whether the command ended within the word. */
  over: boolean;
}

/** Words of one command as a shell reads them; the last one ends before a character that cannot be in a word. */
export function* shellWords(text: string, from: number, limit: number): Generator<Word> {
  // The program's own name may end with a quotation mark.
  for (let at = /^["']/.test(text.slice(from, from + 1)) ? from + 1 : from; at < limit;) {
    BLANKS.lastIndex = at;
    const start = at + (BLANKS.exec(text)?.[0].length ?? 0);
    const word = readWord(text, start, limit);
    if (word.at === start) return;
    yield spanOf(word, start);
    if (word.over) return;
    at = word.at;
  }
}

function readWord(text: string, start: number, limit: number): Reading {
  const word: Reading = { text, limit, at: start, value: '', parts: 0, over: false };
  while (word.at < limit && !word.over && !isStop(word) && !/[ \t]/.test(text[word.at] ?? '')) readPart(word);
  return word;
}

/** The path of a share, or of a drive as far as it was read: there, a backslash does not escape a line end. */
const SHARE = /^\\{2,8}[\w.-]{1,64}\\{1,4}\w/;
const DRIVE = /^(?:[A-Za-z]:|\\)/;

/** The end of the XML or HTML element that contains the command line. */
const ELEMENT_END = /^<\/[A-Za-z][\w.:-]{0,60}>/;

function isStop({ text, at, value }: Reading): boolean {
  const char = text[at] ?? '';
  if (char === '<') return ELEMENT_END.test(text.slice(at, at + 64));
  if (char !== '\\' || DRIVE.test(value)) return STOPS.has(char);
  const ahead = text.slice(at, at + 80);
  return LINE_END.test(ahead) && !(value === '' && SHARE.test(ahead));
}

/** The span of a word; inside the quotes if it is a single quoted text. */
function spanOf(word: Reading, start: number): Word {
  const { text, at, value } = word;
  const open = /^(?:\$?'|\\*")/.exec(text.slice(start, start + 8))?.[0].length ?? 0;
  const close = open > 1 && text[start] === '\\' ? open : 1;
  if (word.parts === 1 && open > 0 && text.slice(start + open, at - close) === value)
    return { text: value, start: start + open, end: at - close };
  return { text: value, start, end: at };
}

function readPart(word: Reading): void {
  const { text, at } = word;
  const char = text[at] ?? '';
  if (char === "'") return quoted(word, at + 1, "'", false);
  if (text.startsWith("$'", at)) return quoted(word, at + 2, "'", true);
  if (char === '"') return doubleQuoted(word, '"');
  if (char === '\\') return backslash(word);
  if (text.startsWith('$(', at) || text.startsWith('${', at)) return substitution(word);
  word.value += char;
  word.at++;
}

/** A text in single quotes; with `escapes`, the escapes of C apply. Without a closing mark, the quote is literal. */
function quoted(word: Reading, from: number, quote: string, escapes: boolean): void {
  const { text, limit } = word;
  let value = '';
  let at = from;
  while (at < limit && !text.startsWith(quote, at) && text[at] !== '\n') {
    const isEscape = escapes && text[at] === '\\';
    const next = text[at + 1] ?? '';
    value += isEscape ? (CONTROLS[next] ?? next) : (text[at] ?? '');
    at += isEscape ? 2 : 1;
  }
  if (text.startsWith(quote, at) && at < limit) take(word, value, at + quote.length);
  else outside(word);
}

/** The mark ends the quotation around the command line itself, or is literal. */
function outside(word: Reading): void {
  const next = word.text.slice(word.at + 1, word.at + 1 + BEHIND);
  if (OUTSIDE.test(next)) word.over = true;
  else {
    word.value += word.text[word.at] ?? '';
    word.at++;
  }
}

function take(word: Reading, value: string, end: number): void {
  word.value += value;
  word.at = end;
  word.parts++;
}

/** @param quote the mark with its escapes if the text is a string of another language */
function doubleQuoted(word: Reading, quote: string): void {
  const { text, at, limit } = word;
  const start = at + quote.length;
  if (word.value !== '' && OUTSIDE.test(text.slice(start, start + BEHIND))) {
    word.over = true;
    return;
  }
  const end = closingMark(text, start, quote, limit);
  if (end < 0) outside(word);
  else take(word, text.slice(start, end).replace(/\\([\\$`"])/g, '$1'), end + quote.length);
}

function closingMark(text: string, from: number, quote: string, limit: number): number {
  for (let at = from; at < limit && text[at] !== '\n'; at++) {
    if (text.startsWith(quote, at)) return at;
    if (text[at] === '\\' && quote.length === 1) at++;
  }
  return -1;
}

/** An escaped character; an escaped quotation mark with a matching second one is a quotation in a nested string. */
function backslash(word: Reading): void {
  const { text, at, limit } = word;
  const mark = /^\\+"/.exec(text.slice(at, at + 8))?.[0];
  if (mark !== undefined && closingMark(text, at + mark.length, mark, limit) >= 0) {
    doubleQuoted(word, mark);
    return;
  }
  if (mark !== undefined && OUTSIDE.test(text.slice(at + mark.length, at + mark.length + BEHIND))) {
    word.over = true;
    return;
  }
  word.value += text[at + 1] ?? '';
  word.at = Math.min(limit, at + 2);
}

/** `$(…)` and `${…}` are part of a word, whatever they contain. */
function substitution(word: Reading): void {
  const { text, at, limit } = word;
  const [open, close] = text[at + 1] === '(' ? ['(', ')'] : ['{', '}'];
  let depth = 0;
  let end = at + 1;
  for (; end < limit && text[end] !== '\n'; end++) {
    if (text[end] === open) depth++;
    else if (text[end] === close && --depth === 0) break;
  }
  word.value += text.slice(at, end + 1);
  word.at = Math.min(limit, end + 1);
}
