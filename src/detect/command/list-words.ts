import { matchAt } from '../sticky.ts';
import type { Word } from './words.ts';

/** The end of a quoted item and the start of the next: `","`, `', '`, `' | '` of Robot Framework, with the same quotation mark and its escapes. */
const NEXT_QUOTED = /(?<quote>\\{0,8}["'])\s{0,40}[,|]\s{0,80}\k<quote>/y;
/** From a `command` to the `args` that follow it, as in configurations of containers and tool servers. */
const NEXT_LIST =
  /(?:\\{0,8}["'])?\s{0,80}\]?,?\s{0,80}\\{0,8}["']?(?:args|Args|cmd|Cmd|command|Command)\\{0,8}["']?\s{0,8}:\s{0,8}\[\s{0,80}(?<quote>\\{0,8}["'])/y;
/** The next field of an audit record: `a1="-u"`, or hexadecimal if the argument has blanks or signs. */
const NEXT_FIELD = /"?\s{1,3}a\d{1,3}=(?=["0-9A-F])/y;
const NEXT_BARE = /\s{0,8},\s{0,8}(?=[^\s,\]])/y;
/** The next item of a block list in YAML; `args:` may come between, also after a `command:` in brackets. */
const NEXT_ITEM =
  /["']?[ \t]{0,8}(?:(?:\][ \t]{0,8})?\r?\n[ \t]{0,40}(?:args|command):[ \t]{0,4})?\r?\n[ \t]{0,40}-[ \t]{1,8}(?=\S)/y;

const SPACE = 32;
/** First characters of a continuation to another item after a blank: all other words belong to a shell or a sentence. */
const BEHIND_BLANK = /[\sa,]/;

/** The items after the one that ends at `at`; undefined if it does not belong to a list. */
export function listWords(text: string, at: number, limit: number): Generator<Word> | undefined {
  if (text.charCodeAt(at) === SPACE && !BEHIND_BLANK.test(text.charAt(at + 1))) return undefined;
  if (starts(NEXT_FIELD, text, at)) return auditFields(text, at, limit);
  if (starts(NEXT_QUOTED, text, at) || starts(NEXT_LIST, text, at)) return quotedItems(text, at, limit);
  if (starts(NEXT_BARE, text, at)) return plainItems(NEXT_BARE, /[^,\]\r\n]+/y, text, at, limit);
  if (starts(NEXT_ITEM, text, at)) return plainItems(NEXT_ITEM, /[^\r\n]+/y, text, at, limit);
  return undefined;
}

function starts(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

function* quotedItems(text: string, from: number, limit: number): Generator<Word> {
  for (let at = from; at < limit;) {
    const open = matchAt(NEXT_LIST, text, at) ?? matchAt(NEXT_QUOTED, text, at);
    if (open === undefined) return;
    const start = at + open[0].length;
    const end = closing(text, start, open.groups?.['quote'] ?? '"');
    if (end < 0) return;
    yield { text: unescaped(text.slice(start, end)), start, end };
    at = end;
  }
}

/** The quoted items of the list that opens at `at`, up to `until`; undefined if there is no such list. */
export function argumentsInList(text: string, at: number, until: number): Word[] | undefined {
  const first = matchAt(/\[\s{0,80}(?<quote>\\{0,8}["'])/y, text, at);
  if (first === undefined) return undefined;
  const quote = first.groups?.['quote'] ?? '"';
  const start = at + first[0].length;
  const end = closing(text, start, quote);
  if (end < 0) return undefined;
  return [{ text: unescaped(text.slice(start, end)), start, end }, ...quotedItems(text, end, until)];
}

/** Offset of the quotation mark that ends an item; a mark with more escapes before it is part of the item. */
function closing(text: string, start: number, quote: string): number {
  for (let at = text.indexOf(quote, start); at >= 0; at = text.indexOf(quote, at + 1)) {
    if (quote.length > 1 ? text[at - 1] !== '\\' : !isEscaped(text, at)) return at;
  }
  return -1;
}

function isEscaped(text: string, at: number): boolean {
  let count = 0;
  while (text[at - 1 - count] === '\\') count++;
  return count % 2 === 1;
}

/** The text of a JSON string. Anything else is returned unchanged. */
function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text;
  }
}

function* auditFields(text: string, from: number, limit: number): Generator<Word> {
  for (let at = from; at < limit;) {
    const open = matchAt(NEXT_FIELD, text, at);
    if (open === undefined) return;
    const field = matchAt(/"(?<plain>[^"\r\n]*)"|(?<hex>(?:[0-9A-F]{2})+)/y, text, at + open[0].length);
    if (field === undefined) return;
    const { plain, hex } = field.groups ?? {};
    const start = field.index + (hex === undefined ? 1 : 0);
    const value = plain ?? Buffer.from(hex ?? '', 'hex').toString('latin1');
    const end = start + (plain ?? hex ?? '').length;
    yield { text: value, start, end };
    at = end;
  }
}

/** Items without quotes of their own, or with quotes around the whole. */
function* plainItems(next: RegExp, item: RegExp, text: string, from: number, limit: number): Generator<Word> {
  for (let at = from; at < limit;) {
    const open = matchAt(next, text, at);
    const found = open && matchAt(item, text, at + open[0].length);
    if (found === undefined) return;
    const raw = found[0].trimEnd();
    const quoted = /^(["'])(.*)\1$/.exec(raw);
    const start = found.index + (quoted === null ? 0 : 1);
    const value = quoted?.[2] ?? raw;
    yield { text: value, start, end: start + value.length };
    at = found.index + found[0].length;
  }
}
