import { endOf, matchAt } from '../../sticky.ts';
import { readQuoted, readValue, readWrapped, type ValueSpan } from '../value.ts';
import { type Member, MOST_DEEP, MOST_MEMBERS } from './member.ts';

/** `"tokens": {`, `tokens = {`, `secrets {`, `$tokens = array(`, `tokens := map[string]string{`, `passwords => [` */
const MAP =
  /(?:(?:@[\w-]{4,24})?\\{0,8}["'`]|[\])])?(?:[ \t]{1,2}"[\w.@-]{1,40}"){0,2}[ \t]{0,8}(?:(?::?=|:|=>)[ \t]{0,8}(?:(?:new |&)?[A-Za-z_][\w.<>[\], *]{0,60}(?:\(\))?)?[ \t]{0,4}(?<open>[{[(])|\{)(?=[\s"'`\\:{]|[A-Za-z])/y;
/** The text between two members. */
const BETWEEN = /(?:[\s,;{]|\/\/[^\n]{0,120}\n|#[^\n]{0,120}\n){0,200}/y;
/** A key with its operator, or followed by a bracket instead. */
export const KEY: RegExp =
  /(?:(?<quote>\\{0,8}["'`])(?<quoted>[A-Za-z][\w.@/ -]{0,60})\k<quote>|:?(?<bare>[A-Za-z](?:[\w.@/-]|\[\d{1,3}\]){0,60}))[ \t]{0,24}(?<operator>=>|:=|=|:|(?=\{))[ \t]{0,24}/y;
/** A list of unnamed items: `keys: ["…"]` in an object that names the credential. */
const HOLDS_ITEMS = /(?:^|\.)(?:keys|values|data)\.$/i;
/** From a value to what ends its member. */
const REST = /[^,;\n{}[\]]{0,80}/y;
const NEXT_OBJECT = /\}\s{0,40},\s{0,40}\{/y;

/** The members between the brackets after the name that ends at `nameEnd`, each followed by a comma or a line end. */
export function mapMembers(text: string, nameEnd: number, until: number): readonly Member[] {
  const open = matchAt(MAP, text, nameEnd);
  if (open === undefined) return [];
  const isList = open.groups?.['open'] === '[';
  return within(text, nameEnd + open[0].length, until, { isList, path: '', depth: 1 });
}

interface Around {
  readonly isList: boolean;
  /** Names of the surrounding members, each followed by a dot. */
  readonly path: string;
  readonly depth: number;
}

/** The members from `from` on, up to the closing bracket. */
export function within(text: string, from: number, until: number, around: Around): Member[] {
  const { isList, path, depth } = around;
  const members: Member[] = [];
  let at: number | undefined = from;
  while (at !== undefined && at < until && members.length < MOST_MEMBERS) {
    const next = endOf(BETWEEN, text, at) ?? at;
    const key = matchAt(KEY, text, next);
    if (key === undefined) return [...members, ...itemsAt(text, next, until, around)];
    const start = key.index + key[0].length;
    const isNested = isBracket(text.charCodeAt(start));
    const value = isNested ? undefined : valueAt(text, start);
    if (value !== undefined && value.end <= until) members.push(memberOf(key, value, path));
    if (isNested && depth < MOST_DEEP) {
      const inner = { isList: text[start] === '[', path: `${path}${nameOf(key)}.`, depth: depth + 1 };
      members.push(...within(text, start + 1, until, inner));
    }
    at = nextMember(
      text,
      value === undefined ? behindNested(text, start, until) : value.end + value.quote.length,
      isList,
    );
  }
  return members;
}

function valueAt(text: string, at: number): ValueSpan | undefined {
  return readValue(text, at) ?? readWrapped(text, at);
}

/** The items of a list without names. */
function itemsAt(text: string, from: number, until: number, { isList, path }: Around): Member[] {
  const items: Member[] = [];
  let at: number | undefined = isList && HOLDS_ITEMS.test(path) ? from : undefined;
  while (at !== undefined && items.length < MOST_MEMBERS) {
    const start: number = endOf(BETWEEN, text, at) ?? at;
    const item = readQuoted(text, start);
    if (item === undefined || item.end > until) break;
    items.push({ ...item, operator: ':', path: path.slice(0, -1), keyStart: start, keyEnd: start });
    at = nextMember(text, item.end + item.quote.length, isList);
  }
  return items;
}

/** The name that {@link KEY} matched, without its quotation marks. */
export function nameOf({ groups }: RegExpExecArray): string {
  return groups?.['quoted'] ?? groups?.['bare'] ?? '';
}

/** The member of a key that {@link KEY} matched and its value. @param path of its parent, followed by a dot, or empty */
export function memberOf(key: RegExpExecArray, { start, end, quote }: ValueSpan, path: string): Member {
  const { quote: mark = '', quoted, operator = '' } = key.groups ?? {};
  const name = nameOf(key);
  const keyStart = key.index + (quoted === undefined ? key[0].indexOf(name) : mark.length);
  return { start, end, quote, operator, path: `${path}${name}`, keyStart, keyEnd: keyStart + name.length };
}

/** Where the next member may begin after the one that ends at `end`; undefined if a closing bracket follows. */
function nextMember(text: string, end: number, isList: boolean): number | undefined {
  const at = endOf(REST, text, end) ?? end;
  if (/[,;\n]/.test(text.charAt(at))) return at;
  return isList && text[at] === '}' ? endOf(NEXT_OBJECT, text, at) : undefined;
}

/** The end of the brackets that open at `at`; `at` if none opens there. */
export function behindNested(text: string, at: number, until: number): number {
  let depth = 0;
  for (let i = at; i < until; i++) {
    const code = text.charCodeAt(i);
    if (isBracket(code)) depth++;
    else if (code === 0x7d || code === 0x5d || code === 0x29) depth--;
    if (depth <= 0) return depth < 0 || i === at ? i : i + 1;
  }
  return until;
}

/** Whether a UTF-16 unit is an opening bracket. */
export function isBracket(code: number): boolean {
  return code === 0x7b || code === 0x5b || code === 0x28;
}
